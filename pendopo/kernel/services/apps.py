"""Django's entry for kernel.services."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Layanan."""

    name = "pendopo.kernel.services"
    label = "services"
