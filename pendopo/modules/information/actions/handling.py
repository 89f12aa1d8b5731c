"""Working on a request: handing it to a unit, asking others for material, notes, the one extension."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.calendar import actions as calendar
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock
from pendopo.lib.text import gettext_noop
from pendopo.modules.information.actions import clocks, messages
from pendopo.modules.information.actions.letters import keep_letter
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.permissions import may_handle, may_supply
from pendopo.modules.information.rules import grounds, limits, procedure, request
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.ui.formats import medium_date


def require(verdict: Verdict) -> None:
    """Raise NotAllowed with the reason of a denial."""
    if isinstance(verdict, Denied):
        raise NotAllowed(_(verdict.reason))


def assign(*, inquiry: Inquiry, unit: Unit, note: str, by: Actor) -> Inquiry:
    """Hand the request over to the unit that holds the information. Raises WrongState, ValueError (foreign unit)."""
    if unit.agency_id != inquiry.agency_id or not unit.is_active:
        raise ValueError("A request is handed to an active unit of its own agency.")
    with transaction.atomic():
        case = lock(inquiry)
        changes = {"unit": unit} if case.unit_id == unit.pk else {"unit": unit, "assignee": None}
        advance(case, PROCEDURE, "assign", by=by, changes=changes, note=note, details={"unit": str(unit.pk)})
        messages.tell_unit(case, gettext_noop("Permohonan %(number)s diteruskan ke unit Anda."))
    return case


def take(*, inquiry: Inquiry, by: Actor) -> Inquiry:
    """Take the request to work on it. Raises WrongState, NotAllowed when a colleague was quicker."""
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "take", by=by)
        require(may_handle(by, case))
        if case.assignee_id is not None and case.assignee != by.user:
            raise NotAllowed(_("Permohonan ini sudah diambil %(name)s.") % {"name": case.assignee})
        advance(case, PROCEDURE, "take", by=by, changes={"assignee": by.user})
    return case


def ask_unit(
    *, inquiry: Inquiry, unit: Unit, question: str, by: Actor, due_on: dt.date | None = None
) -> MaterialRequest:
    """Ask another unit for material, due on `due_on` or in three working days.

    Raises WrongState, NotAllowed, ValueError.

    The unit sees the question and the request's text, never who asked.
    """
    if unit.agency_id != inquiry.agency_id or not unit.is_active:
        raise ValueError("Material is asked of an active unit of the same agency.")
    with transaction.atomic():
        case = lock(inquiry)
        require(may_handle(by, case))
        today = clock.today(case.agency.timezone)
        # An internal deadline: the unit's own days count. The law's clocks keep to the agency's (question A22).
        due = due_on or work_calendar(case.agency, unit=unit).due(today, limits.MATERIAL_DAYS)
        material = MaterialRequest(
            agency=case.agency,
            inquiry=case,
            unit=unit,
            question=question,
            due_on=due,
            asked_by=by.user,
            asked_at=clock.now(),
        )
        material.save(force_insert=True)
        advance(
            case,
            PROCEDURE,
            "ask_unit",
            by=by,
            note=question,
            details={"unit": str(unit.pk), "material": str(material.pk), "due_on": due.isoformat()},
        )
        messages.tell_unit(case, gettext_noop("Unit Anda diminta memberi bahan untuk %(number)s."), unit_id=unit.pk)
    return material


def supply(*, material: MaterialRequest, answer: str, by: Actor, uploads: Sequence[Inspected] = ()) -> MaterialRequest:
    """Give the material that was asked for. Raises WrongState, NotAllowed when it was given meanwhile, FileRefused."""
    with transaction.atomic():
        case = lock(material.inquiry)
        check(case, PROCEDURE, "supply", by=by)
        fresh = MaterialRequest.objects.for_agency(case.agency).select_related("unit").get(pk=material.pk)
        require(may_supply(by, fresh))
        if fresh.answered_at is not None:
            raise NotAllowed(_("Bahan ini sudah diberikan oleh rekan Anda."))
        for upload in uploads:
            documents.store(
                agency=case.agency,
                subject_type=request.SUBJECT_TYPE,
                subject_id=case.pk,
                purpose=Purpose.MATERIAL,
                upload=upload,
                visibility=Visibility.PRIVATE,
                by=by,
            )
        fresh.answer, fresh.answered_by, fresh.answered_at = answer, by.user, clock.now()
        fresh.save(update_fields=["answer", "answered_by", "answered_at"])
        advance(
            case, PROCEDURE, "supply", by=by, note=answer, details={"material": str(fresh.pk), "files": len(uploads)}
        )
        messages.tell_unit(case, gettext_noop("Bahan untuk %(number)s telah diberikan."))
        if case.unit_id is not None:
            messages.tell_ppid(case, gettext_noop("Bahan untuk %(number)s telah diberikan."))
    return fresh


def add_note(*, inquiry: Inquiry, text: str, by: Actor) -> Inquiry:
    """Add an internal note. Raises WrongState once the case is closed."""
    with transaction.atomic():
        case = lock(inquiry)
        advance(case, PROCEDURE, "note", by=by, note=text)
    return case


def extend(*, inquiry: Inquiry, reason: str, note: str, by: Actor, letter: bytes | None = None) -> Inquiry:
    """Extend once, from the end of the notice's period (question A9), with written reasons.

    Lawful in the two cases of `grounds.EXTENSION_REASONS` and only until the notice is due. `letter` is the PDF,
    rendered before the transaction. Raises WrongState, NotAllowed, ValueError.
    """
    if reason not in grounds.EXTENSION_REASONS or not note.strip():
        raise ValueError("An extension names one of the two lawful reasons and explains it.")
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "extend", by=by)
        now = clock.now()
        open_clocks = clocks.running(case, *clocks.NOTICE_CLOCKS)
        decisive = procedure.CLOCK_COMPLETE if case.agency.notice_basis == "complete" else procedure.CLOCK_RECEIPT
        if any(found.label == decisive and found.due_at < now for found in open_clocks):
            raise NotAllowed(
                _("Batas waktu pemberitahuan sudah lewat, jadi tidak dapat diperpanjang lagi. Terbitkan pemberitahuan.")
            )
        kept = keep_letter(case, "perpanjangan", letter, by=by)
        period = case.period("extension")
        changes = {"extended_at": now, "extension_reason": reason, "extension_note": note}
        advance(case, PROCEDURE, "extend", by=by, changes=changes, public_note=note, details={"reason": reason})
        paper = kept.pk if kept else None
        moved = {
            each.label: calendar.extend(clock=each, rule=period.code, reason=reason, by=by, document_id=paper).due_on
            for each in open_clocks
        }
        with messages.to_requester():
            messages.write_to_requester(
                case,
                subject=_("Waktu jawaban permohonan %(number)s diperpanjang") % {"number": case.number},
                lines=[
                    _("Kami memerlukan tambahan %(n)s hari kerja, sampai dengan %(due)s. Alasan:")
                    % {"n": period.n, "due": medium_date(moved.get(decisive))},
                    _(grounds.EXTENSION_REASONS[reason]) + ".",
                    note,
                ],
            )
    return case
