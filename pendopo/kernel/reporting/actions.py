"""An export leaves a trace."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.audit import actions as audit
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.reporting.registers import Sheet


def note_export(*, sheet: Sheet, file_format: str, filters: dict[str, str], by: Actor) -> None:
    """Write into the audit trail who took which register, of which period, and whether identities were in it."""
    with transaction.atomic():
        audit.record(
            agency=sheet.agency,
            action="reporting.export",
            subject_type="register",
            subject_id=sheet.agency.pk,
            by=by,
            details={
                "register": sheet.register.key,
                "format": file_format,
                "start": sheet.period.start.isoformat(),
                "end": sheet.period.end.isoformat(),
                "filters": filters,
                "identities": sheet.sees_identity and any(column.personal for column in sheet.register.columns),
            },
        )
