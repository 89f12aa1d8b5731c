"""Django's entry for kernel.reporting."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Register dan laporan."""

    name = "pendopo.kernel.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Make the permission known."""
        from pendopo.kernel.reporting import permissions

        permissions.declare()
