"""Django's entry for kernel.calendar."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Kalender dan tenggat."""

    name = "pendopo.kernel.calendar"
    label = "calendar"

    def ready(self) -> None:
        """Register the statutory periods of the kernel."""
        from pendopo.kernel.calendar.rules import RULES
        from pendopo.lib.deadlines import register_rules

        register_rules(*RULES)
