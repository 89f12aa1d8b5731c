"""Questionnaires on paper: bundles with a control number, typed in, a sample typed again, differences settled."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from pendopo.kernel import clock
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied, may
from pendopo.kernel.workflow.actions import NotAllowed, lock
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.actions.answers import Filled, correct_answer, record_answer
from pendopo.modules.satisfaction.models import Answer, PaperBatch, PaperSheet, Survey, SurveyedService
from pendopo.modules.satisfaction.permissions import ENTER, may_amend, may_answer
from pendopo.modules.satisfaction.queries.inviting import answer_key
from pendopo.modules.satisfaction.rules import limits, traits
from pendopo.modules.satisfaction.rules.answering import marks_of


def begin_batch(*, survey: Survey, asked: SurveyedService, sheets: int, by: Actor) -> PaperBatch:
    """Begin a bundle of `sheets` questionnaires about one service; its number is the next one of the survey.

    Raises NotAllowed, ValueError for a number of sheets out of bounds or a service of another survey.
    """
    if asked.survey_id != survey.pk or not 1 <= sheets <= limits.SHEETS_MAX:
        raise ValueError("A bundle has sheets of one service of its survey.")
    if isinstance(verdict := may_answer(by, survey, traits.PAPER), Denied):
        raise NotAllowed(verdict.reason)
    with transaction.atomic():
        case = lock(survey)
        last = PaperBatch.objects.for_agency(survey.agency).filter(survey=case).aggregate(last=Max("number"))["last"]
        if (last or 0) >= limits.BATCHES_MAX:
            raise NotAllowed(_("Jumlah berkas untuk survei ini sudah mencapai batas."))
        batch = PaperBatch(
            agency=survey.agency,
            survey=survey,
            service_id=asked.service_id,
            number=(last or 0) + 1,
            sheets=sheets,
            made_by_id=by.user_pk,
            made_at=clock.now(),
        )
        batch.save(force_insert=True)
        _note(batch, "begin_batch", by, {"number": batch.number, "sheets": sheets})
    return batch


def enter_sheet(
    *,
    batch: PaperBatch,
    asked: SurveyedService,
    position: int,
    values: Mapping[str, int | None],
    told: Mapping[str, str],
    comment: str,
    by: Actor,
) -> PaperSheet:
    """Type one sheet in; the same place typed again, by whomever, stays as it was first typed.

    Raises NotAllowed, BadAnswer, ValueError for a place that the bundle does not have.
    """
    _expect_place(batch, position)
    filled = Filled(sheet_key(batch, position), asked, values, told, comment)
    with transaction.atomic():
        _held(batch)
        if (known := _sheet(batch, position)) is not None:
            return known
        answer = record_answer(survey=asked.survey, filled=filled, channel=traits.PAPER, by=by)
        sheet = PaperSheet(agency=batch.agency, batch=batch, position=position, answer=answer, typed_by_id=by.user_pk)
        sheet.save(force_insert=True)
    return sheet


def check_sheet(
    *,
    batch: PaperBatch,
    survey: Survey,
    position: int,
    values: Mapping[str, int | None],
    told: Mapping[str, str],
    by: Actor,
) -> PaperSheet:
    """Type one sheet a second time; what agrees is settled at once, the rest waits for a decision.

    Raises NotAllowed for a sheet that was not typed yet or is checked already, BadAnswer.
    """
    if not may(by, ENTER):
        raise NotAllowed(_("Peran Anda tidak mencakup pengisian kuesioner kertas."))
    marks, said = marks_of(survey.instrument.definition, values), traits.said(dict(told))
    with transaction.atomic():
        _held(batch)
        sheet = _sheet(batch, position)
        if sheet is None or sheet.checked_at is not None:
            raise NotAllowed(_("Lembar ini belum diketik, atau sudah diperiksa."))
        sheet.checked_by_id, sheet.checked_at = by.user_pk, clock.now()
        agrees = (marks, said) == (sheet.answer.marks, sheet.answer.traits)
        if agrees:
            sheet.settled_by_id, sheet.settled_at = sheet.checked_by_id, sheet.checked_at
        else:
            sheet.second = {"marks": marks, "traits": said}
        sheet.save()
        _note(batch, "check_sheet", by, {"position": position, "agrees": agrees})
    return sheet


def settle_sheet(
    *, sheet: PaperSheet, survey: Survey, values: Mapping[str, int | None], told: Mapping[str, str], by: Actor
) -> PaperSheet:
    """Decide what the sheet says; where that is not what was typed first, the answer is corrected.

    Raises NotAllowed without the right to amend, or when it was settled before; BadAnswer.
    """
    if isinstance(verdict := may_amend(by), Denied):
        raise NotAllowed(verdict.reason)
    instrument = survey.instrument.definition
    marks, said = marks_of(instrument, values), traits.said(dict(told))
    with transaction.atomic():
        _held(sheet.batch)
        found = _sheet(sheet.batch, sheet.position)
        if found is None or not found.differs:
            raise NotAllowed(_("Perbedaan ini sudah diselesaikan."))
        changed = (marks, said) != (found.answer.marks, found.answer.traits)
        if changed:
            found.answer = correct_answer(answer=found.answer, reason="double_entry", by=by, values=values, told=told)
        found.settled_by_id, found.settled_at, found.second = by.user_pk, clock.now(), {}
        found.save()
        _note(found.batch, "settle_sheet", by, {"position": found.position, "changed": changed})
    return found


def sheet_key(batch: PaperBatch, position: int) -> UUID:
    """Return the answer's key of a place in a bundle."""
    return answer_key(batch.agency, f"{batch.pk}:{position}")


def _expect_place(batch: PaperBatch, position: int) -> None:
    if not 1 <= position <= batch.sheets:
        raise ValueError("The bundle has no such place.")


def _held(batch: PaperBatch) -> None:
    PaperBatch.objects.for_agency(batch.agency).select_for_update().get(pk=batch.pk)


def _sheet(batch: PaperBatch, position: int) -> PaperSheet | None:
    """Return a typed sheet with the answer as it stands, also when somebody corrected it meanwhile."""
    sheets = PaperSheet.objects.for_agency(batch.agency).select_related("answer__agency", "batch__agency")
    sheet = sheets.filter(batch=batch, position=position).first()
    if sheet is not None and not sheet.answer.is_current:
        chain = Answer.objects.for_agency(batch.agency).filter(corrects=sheet.answer.corrects_id or sheet.answer_id)
        sheet.answer = chain.get(is_current=True)
    return sheet


def _note(batch: PaperBatch, action: str, by: Actor, details: Mapping[str, object]) -> None:
    record(
        agency=batch.agency,
        action=f"survey.{action}",
        subject_type="survey",
        subject_id=batch.survey_id,
        by=by,
        details={"batch": str(batch.pk), **details},
    )
