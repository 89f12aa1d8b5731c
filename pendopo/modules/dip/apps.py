"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class DipConfig(AppConfig):
    """Daftar Informasi Publik (DIP)."""

    name = "pendopo.modules.dip"
    label = "dip"

    def ready(self) -> None:
        """Register permissions, the register, figures, the importer, letters, the search kind and periodic jobs."""
        from pathlib import Path

        from pendopo.kernel.api.registry import add_part
        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.imports.registry import add_importer
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.kernel.search.registry import add_searchable
        from pendopo.modules.dip import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.modules.dip.actions.importing import OLD_LIST
        from pendopo.modules.dip.api import PART
        from pendopo.modules.dip.permissions import PERMISSIONS
        from pendopo.modules.dip.reports import DIP, DIP_FACTS, SEARCHABLE

        declare_permissions(PERMISSIONS)
        add_part(PART)
        add_register(DIP)
        add_source(DIP_FACTS)
        add_importer(OLD_LIST)
        add_searchable(SEARCHABLE)
        register_folder("dip", Path(__file__).parent / "letters")
