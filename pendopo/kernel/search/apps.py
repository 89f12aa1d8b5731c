"""Django's entry for kernel.search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Pencarian."""

    name = "pendopo.kernel.search"
    label = "search"
