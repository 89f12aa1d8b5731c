"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class InformationConfig(AppConfig):
    """Layanan informasi publik (PPID)."""

    name = "pendopo.modules.information"
    label = "information"

    def ready(self) -> None:
        """Register deadline rules, permissions, registers, the tracked case, letters and periodic jobs."""
        from pathlib import Path

        from pendopo.kernel.api.registry import add_part
        from pendopo.kernel.calendar.registry import AgendaKind, add_agenda
        from pendopo.kernel.documents.cases import register_case_files
        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.documents.signing.registry import LetterKind
        from pendopo.kernel.documents.signing.registry import add_kind as add_letter_kind
        from pendopo.kernel.imports.registry import add_importer
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.privacy.registry import add_case_kind, add_identity_view
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.kernel.tracking.registry import TrackedKind, add_kind
        from pendopo.lib.deadlines import register_regimes, register_rules
        from pendopo.lib.text import gettext_noop
        from pendopo.modules.information import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.modules.information.actions.letters import tell_signed
        from pendopo.modules.information.actions.retention import PERSONS
        from pendopo.modules.information.api import PART
        from pendopo.modules.information.deadline_rules import REGIMES, RULES
        from pendopo.modules.information.permissions import PERMISSIONS
        from pendopo.modules.information.queries.cases import clock_title
        from pendopo.modules.information.queries.files import file_case
        from pendopo.modules.information.queries.inquiries import find_inquiry, inquiries_seen, own_inquiry
        from pendopo.modules.information.reports import INQUIRIES, INQUIRY_FACTS, OLD_REGISTER
        from pendopo.modules.information.rules.procedure import OBJECTION_CLOCKS
        from pendopo.modules.information.rules.request import NIK_REASONS, SUBJECT_TYPE

        add_agenda(
            AgendaKind(
                subject_type=SUBJECT_TYPE,
                visible=inquiries_seen,
                title=clock_title,
                page="information:detail",
                permission="information.look",
                left_out=OBJECTION_CLOCKS,
            )
        )
        register_rules(*RULES)
        register_regimes(*REGIMES)
        declare_permissions(PERMISSIONS)
        add_part(PART)
        add_register(INQUIRIES)
        add_case_kind(PERSONS)
        add_identity_view("inquiry.reveal_nik", gettext_noop("NIK dibuka"), NIK_REASONS)
        add_identity_view("api_token.read_identities", gettext_noop("Identitas dibaca program"))
        add_source(INQUIRY_FACTS)
        add_importer(OLD_REGISTER)
        add_kind(TrackedKind(SUBJECT_TYPE, find_inquiry, own_inquiry, "information:own"))
        register_case_files(SUBJECT_TYPE, file_case)
        register_folder("information", Path(__file__).parent / "letters")
        add_letter_kind(LetterKind(SUBJECT_TYPE, "information:detail", tell_signed))
