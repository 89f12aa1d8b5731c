"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Kewajiban pengumuman, tautan, peringatan serta-merta, reviu laman."""

    name = "pendopo.modules.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Register permissions, the deadline rule, letters, what can be found, and periodic jobs."""
        from pathlib import Path

        from django.utils.translation import gettext_lazy as _

        from pendopo.kernel.api.registry import add_part
        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.search.registry import Searchable, add_searchable
        from pendopo.lib.deadlines import register_rules
        from pendopo.modules.publishing import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.modules.publishing.api import PART
        from pendopo.modules.publishing.deadline_rules import YEARLY_ANNOUNCEMENT
        from pendopo.modules.publishing.permissions import PERMISSIONS
        from pendopo.modules.publishing.queries.notices import searched, searched_keys
        from pendopo.modules.publishing.rules.notices import SEARCH_KIND

        declare_permissions(PERMISSIONS)
        add_part(PART)
        register_rules(YEARLY_ANNOUNCEMENT)
        register_folder("publishing", Path(__file__).parent / "letters")
        add_searchable(Searchable(SEARCH_KIND, _("Peringatan"), searched, searched_keys))
