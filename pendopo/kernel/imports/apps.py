"""Django's entry for kernel.imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Impor register lama."""

    name = "pendopo.kernel.imports"
    label = "imports"

    def ready(self) -> None:
        """Make the permission known."""
        from pendopo.kernel.imports import permissions

        permissions.declare()
