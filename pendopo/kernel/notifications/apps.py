"""Django's entry for kernel.notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Pemberitahuan."""

    name = "pendopo.kernel.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Make the permissions known."""
        from pendopo.kernel.notifications import permissions

        permissions.declare()
