"""Django's entry for the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Beranda, masuk, dan meja kerja."""

    name = "pendopo.portal"
    label = "portal"

    def ready(self) -> None:
        """Declare the portal's permissions."""
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.portal.administration.permissions import PERMISSIONS as ADMINISTRATION
        from pendopo.portal.permissions import PERMISSIONS

        declare_permissions(PERMISSIONS)
        declare_permissions(ADMINISTRATION)
