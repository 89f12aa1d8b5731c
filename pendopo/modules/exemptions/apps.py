"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class ExemptionsConfig(AppConfig):
    """Informasi yang dikecualikan (DIK)."""

    name = "pendopo.modules.exemptions"
    label = "exemptions"

    def ready(self) -> None:
        """Register permissions, the register, letters and periodic jobs."""
        from pathlib import Path

        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.modules.exemptions import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.modules.exemptions.permissions import PERMISSIONS
        from pendopo.modules.exemptions.reports import EXEMPTION_FACTS, EXEMPTIONS

        declare_permissions(PERMISSIONS)
        add_register(EXEMPTIONS)
        add_source(EXEMPTION_FACTS)
        register_folder("exemptions", Path(__file__).parent / "letters")
