"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """Data terbuka."""

    name = "pendopo.modules.open_data"
    label = "open_data"

    def ready(self) -> None:
        """Register permissions."""
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.modules.open_data.permissions import PERMISSIONS

        declare_permissions(PERMISSIONS)
