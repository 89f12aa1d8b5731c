"""Django's entry for kernel.api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Layanan bagi program."""

    name = "pendopo.kernel.api"
    label = "api"

    def ready(self) -> None:
        """Make the permissions known, the channel of webhooks, and the kernel's own operations."""
        from pendopo.kernel.api import permissions
        from pendopo.kernel.api.offered import PART
        from pendopo.kernel.api.registry import add_part
        from pendopo.kernel.api.sending import CHANNEL
        from pendopo.kernel.notifications.channels import add_channel

        permissions.declare()
        add_channel(CHANNEL)
        add_part(PART)
