"""Django's entry for the module: it adds its own to the kernel's registries."""

from pathlib import Path

from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    """Survei Kepuasan Masyarakat."""

    name = "pendopo.modules.satisfaction"
    label = "satisfaction"

    def ready(self) -> None:
        """Register permissions, the tracking panel, importers, letters and periodic jobs."""
        from pendopo.kernel.api.registry import add_part
        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.imports.registry import add_importer
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.tracking.registry import add_panel
        from pendopo.modules.satisfaction import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.modules.satisfaction.actions.importing import ANSWERS, RESULTS
        from pendopo.modules.satisfaction.api import PART
        from pendopo.modules.satisfaction.permissions import PERMISSIONS
        from pendopo.modules.satisfaction.views.collecting.panel import panel

        declare_permissions(PERMISSIONS)
        add_part(PART)
        add_panel(panel)
        add_importer(ANSWERS)
        add_importer(RESULTS)
        register_folder("satisfaction", Path(__file__).parent / "letters")
