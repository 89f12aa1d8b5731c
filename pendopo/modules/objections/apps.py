"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    """Keberatan atas layanan informasi publik."""

    name = "pendopo.modules.objections"
    label = "objections"

    def ready(self) -> None:
        """Register permissions, the kind of case that can be tracked, register, letters and periodic jobs."""
        from pathlib import Path

        from pendopo.kernel.api.registry import add_part
        from pendopo.kernel.calendar.registry import AgendaKind, add_agenda
        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.documents.signing.registry import LetterKind
        from pendopo.kernel.documents.signing.registry import add_kind as add_letter_kind
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.privacy.registry import add_case_kind
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.kernel.tracking.registry import TrackedKind, add_kind
        from pendopo.modules.objections import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.modules.objections.actions.answering import tell_signed
        from pendopo.modules.objections.actions.retention import PERSONS
        from pendopo.modules.objections.api import PART
        from pendopo.modules.objections.permissions import PERMISSIONS
        from pendopo.modules.objections.queries.cases import clock_title
        from pendopo.modules.objections.queries.objections import objections_seen, own_objection, tracked_objection
        from pendopo.modules.objections.reports import OBJECTION_FACTS, OBJECTIONS
        from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE
        from pendopo.modules.objections.rules.procedure import CLOCK_DISPUTE, CLOCK_SILENCE

        declare_permissions(PERMISSIONS)
        windows = frozenset({CLOCK_SILENCE, CLOCK_DISPUTE})
        add_agenda(
            AgendaKind(SUBJECT_TYPE, objections_seen, clock_title, "objections:detail", "objections.look", windows)
        )
        add_kind(TrackedKind(SUBJECT_TYPE, tracked_objection, own_objection, "objections:own"))
        add_part(PART)
        add_register(OBJECTIONS)
        add_case_kind(PERSONS)
        add_source(OBJECTION_FACTS)
        add_letter_kind(LetterKind(SUBJECT_TYPE, "objections:detail", tell_signed))
        register_folder("objections", Path(__file__).parent / "letters")
