"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class InformationConfig(AppConfig):
    """Layanan informasi publik (PPID)."""

    name = "pendopo.modules.information"
    label = "information"

    def ready(self) -> None:
        """Register deadline rules, permissions, registers, letters and periodic jobs."""
        from pathlib import Path

        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.lib.deadlines import register_rules
        from pendopo.modules.information import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.modules.information.deadline_rules import RULES
        from pendopo.modules.information.permissions import PERMISSIONS
        from pendopo.modules.information.reports import INQUIRIES, INQUIRY_FACTS

        register_rules(*RULES)
        declare_permissions(PERMISSIONS)
        add_register(INQUIRIES)
        add_source(INQUIRY_FACTS)
        register_folder("information", Path(__file__).parent / "letters")
