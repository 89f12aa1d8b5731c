"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Jawaban yang diumumkan, dan saran sebelum permohonan."""

    name = "pendopo.modules.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Register permissions, the registers, what reports count, and what can be found."""
        from pendopo.kernel.api.registry import add_part
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.privacy.registry import CaseRows, add_case_rows
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.kernel.search.registry import add_searchable
        from pendopo.modules.disclosure.actions.publishing import refresh_found
        from pendopo.modules.disclosure.api import PART
        from pendopo.modules.disclosure.permissions import PERMISSIONS
        from pendopo.modules.disclosure.queries.answers import rows_of_requests
        from pendopo.modules.disclosure.queries.public import SEARCHABLE
        from pendopo.modules.disclosure.reports import ANSWERS, COUNTED, COUNTED_FACTS

        declare_permissions(PERMISSIONS)
        add_part(PART)
        add_register(ANSWERS)
        add_register(COUNTED)
        add_source(COUNTED_FACTS)
        add_searchable(SEARCHABLE)
        # What a request is called in the kernel's tables; its module is a sibling.
        add_case_rows(CaseRows("inquiry", rows_of_requests, refresh_found))
