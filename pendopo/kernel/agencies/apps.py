"""Django's entry for kernel.agencies."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Instansi."""

    name = "pendopo.kernel.agencies"
    label = "agencies"
