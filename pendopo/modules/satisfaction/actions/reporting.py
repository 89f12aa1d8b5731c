"""Freezing the report of a survey, and leaving a trace of what was taken away."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed, lock, note_down
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.models import Report, Survey
from pendopo.modules.satisfaction.permissions import may_report
from pendopo.modules.satisfaction.queries import figures
from pendopo.modules.satisfaction.queries.chapters import frozen_content


def freeze_report(*, survey: Survey, by: Actor) -> Report:
    """Freeze figures, plan and annex of a closed or published survey as they stand; earlier reports stay.

    Raises NotAllowed, also while nobody answered completely.
    """
    with transaction.atomic():
        case = lock(survey)
        if isinstance(verdict := may_report(by, case), Denied):
            raise NotAllowed(verdict.reason)
        found = figures.figure(case)
        if found is None:
            raise NotAllowed(_("Belum ada kuesioner yang terisi lengkap, jadi laporan belum dapat disusun."))
        report = Report.objects.create(
            agency=case.agency,
            survey=case,
            figures=frozen_content(case, found),
            frozen_at=clock.now(),
            frozen_by=by.user,
        )
        details = {"report": str(report.pk), "index": str(found.converted), "n": found.n}
        note_down(case, "freeze_report", by=by, details=details)
    return report


def note_export(*, survey: Survey, file_format: str, by: Actor) -> None:
    """Write into the audit trail who took the raw answers of which survey, in which form."""
    with transaction.atomic():
        note_down(survey, "export", by=by, details={"format": file_format})
