"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Jawaban yang diumumkan, dan saran sebelum permohonan."""

    name = "pendopo.modules.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Register permissions, the registers, what reports count, and what can be found."""
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.kernel.search.registry import add_searchable
        from pendopo.modules.disclosure.permissions import PERMISSIONS
        from pendopo.modules.disclosure.queries.public import SEARCHABLE
        from pendopo.modules.disclosure.reports import ANSWERS, COUNTED, COUNTED_FACTS

        declare_permissions(PERMISSIONS)
        add_register(ANSWERS)
        add_register(COUNTED)
        add_source(COUNTED_FACTS)
        add_searchable(SEARCHABLE)
