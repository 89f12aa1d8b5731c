"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """Data terbuka."""

    name = "pendopo.modules.open_data"
    label = "open_data"

    def ready(self) -> None:
        """Register permissions, and where programs find the feed."""
        from pendopo.kernel.api.registry import Part, add_part
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.lib.text import gettext_noop as _
        from pendopo.modules.open_data.permissions import PERMISSIONS

        declare_permissions(PERMISSIONS)
        add_part(Part("open_data", feeds=[(_("Umpan Atom"), "open_data:feed"), (_("CKAN, DCAT"), "open_data:about")]))
