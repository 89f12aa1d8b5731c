"""What the page of the own request says: what happened, what happens next, until when, and what one may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import uncertainties
from pendopo.kernel.workflow.models import Move
from pendopo.lib.text import gettext_noop
from pendopo.lib.workdays import WorkCalendar
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.own import issued_notice, owes
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.grounds import EXTENSION_REASONS
from pendopo.modules.information.rules.notice import DECISIONS, GIVING, PARTIAL
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.rules.request import REPAIR_ITEMS
from pendopo.ui.formats import long_date

_GRANTED_IN_PART = gettext_noop("Pemberitahuan tertulis terbit: permohonan dikabulkan sebagian.")
_WAITING = (procedure.REGISTERED, procedure.AWAITING_REPAIR, procedure.IN_PROCESS, procedure.EXTENDED)


@dataclass(frozen=True, slots=True)
class Due:
    """A date of the answer: when, counted since which event, whether the agency is held to it (question A1), whether
    it is over.
    """

    on: dt.date
    since: str
    decides: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Prospect:
    """Until when something happens: `until` the next step, `answer` both readings of the answer's date.

    `objection_until` is the last day of an objection that is possible now; `late_since` the date that was missed; `notes`
    what may still move the date of the answer.
    """

    until: dt.date | None
    answer: tuple[Due, ...]
    late_since: dt.date | None
    objection_until: dt.date | None
    notes: tuple[str, ...] = ()


def prospect(inquiry: Inquiry, clocks: Iterable[Clock], calendar: WorkCalendar) -> Prospect:
    """Return what the clocks of the request promise now. Raises DateUnknown."""
    by_label = {found.label: found for found in clocks}
    today = clock.today(inquiry.agency.timezone)
    if inquiry.state in _WAITING:
        answer = _answer_dates(inquiry, by_label, today)
        late_since = next((due.on for due in answer if due.decides and due.is_over), None)
        # Question A8: where no answer came, the 30 days run from the day on which it was due.
        objection = calendar.due(late_since, inquiry.period("objection_window").n) if late_since else None
        notes = () if late_since else _notes(by_label.values(), calendar)
        return Prospect(_until(inquiry, by_label), answer, late_since, _not_over(objection, today), notes)
    until = _objection_until(by_label.values(), today)
    if inquiry.state == procedure.CLOSED_INCOMPLETE and inquiry.closed_at is not None and by_label:
        # No notice opens a window here, and yet the request was not fulfilled (Pasal 35 ayat (1) huruf e). What came from
        # an older register has no clocks, and may lie before the calendar.
        closed_on = inquiry.closed_at.astimezone(inquiry.agency.zone).date()
        until = _not_over(calendar.due(closed_on, inquiry.period("objection_window").n), today)
    return Prospect(None, (), None, until)


def _notes(clocks: Iterable[Clock], calendar: WorkCalendar) -> tuple[str, ...]:
    """Return what is not certain yet about the dates of the answer: days off that are not decreed."""
    dates = [found for found in clocks if found.label in {procedure.CLOCK_RECEIPT, procedure.CLOCK_COMPLETE}]
    latest = max(dates, key=lambda found: found.due_at, default=None)
    return tuple(uncertainties(calendar.explain(latest.start_on, latest.total_n), calendar)) if latest else ()


def _not_over(on: dt.date | None, today: dt.date) -> dt.date | None:
    return on if on is not None and on >= today else None


def _objection_until(clocks: Iterable[Clock], today: dt.date) -> dt.date | None:
    """Return the last day of an objection to the answer: of two windows the earlier, which is safe for every ground."""
    windows = [found for found in clocks if found.label in procedure.OBJECTION_CLOCKS and found.is_open]
    return min(filter(None, (_not_over(found.due_on, today) for found in windows)), default=None)


def _until(inquiry: Inquiry, clocks: dict[str, Clock]) -> dt.date | None:
    label = {procedure.REGISTERED: procedure.CLOCK_CHECK, procedure.AWAITING_REPAIR: procedure.CLOCK_FIX}.get(
        inquiry.state
    )
    found = clocks.get(label or "")
    return found.due_on if found is not None and found.state != ClockState.STOPPED else None


def _answer_dates(inquiry: Inquiry, clocks: dict[str, Clock], today: dt.date) -> tuple[Due, ...]:
    receipt, complete = (clocks.get(label) for label in (procedure.CLOCK_RECEIPT, procedure.CLOCK_COMPLETE))
    decisive = complete if complete is not None and inquiry.agency.notice_basis == "complete" else receipt
    named = ((receipt, _("sejak permohonan diterima")), (complete, _("sejak permohonan dinyatakan lengkap")))
    dates = [
        Due(found.due_on, since, found is decisive, found.due_on < today)
        for found, since in named
        if found is not None and found.due_on
    ]
    # Where both readings give the same day, one sentence is enough.
    decided = {due.on for due in dates if due.decides}
    return tuple(
        sorted((due for due in dates if due.decides or due.on not in decided), key=lambda due: not due.decides)
    )


def timeline(inquiry: Inquiry, moves: Sequence[Move], promised: Prospect) -> list[dict[str, Any]]:
    """Return the way of the request: what was done, what is being done, what is still to come."""
    rows = [_done(inquiry, move) for move in moves if PROCEDURE.step(move.step).public_text]
    if inquiry.current.is_final:
        return rows
    rows.append(
        {
            "title": _(inquiry.current.public_next),
            "state": "current",
            "when": "" if promised.late_since else _by(promised.until or _decisive(promised)),
            "label": _("menunggu Anda") if inquiry.state == procedure.AWAITING_REPAIR or owes(inquiry) else "",
        }
    )
    if inquiry.state in {procedure.REGISTERED, procedure.AWAITING_REPAIR}:
        rows.append(
            {
                "title": _("Pemberitahuan tertulis"),
                "state": "todo",
                "when": "" if promised.late_since else _by(_decisive(promised)),
            }
        )
    if inquiry.state != procedure.GRANTED:
        rows.append({"title": _("Informasi diserahkan, bila permohonan dikabulkan"), "state": "todo"})
    return rows


def _decisive(promised: Prospect) -> dt.date | None:
    return promised.answer[0].on if promised.answer else None


def _by(on: dt.date | None) -> str:
    return _("paling lambat %(date)s") % {"date": long_date(on)} if on else ""


def _done(inquiry: Inquiry, move: Move) -> dict[str, Any]:
    """Return one step that was taken, in public words: never its note, never who took it."""
    text = PROCEDURE.step(move.step).public_text
    notice = issued_notice(inquiry)
    if move.step == "grant" and notice is not None and notice.decision == PARTIAL:
        text = _GRANTED_IN_PART
    return {"title": _(text), "state": "done", "when": move.at, "text": move.public_note}


def extension_rows(inquiry: Inquiry) -> list[str]:
    """Return why the answer takes longer: the lawful reason, and the agency's own words."""
    if inquiry.extended_at is None:
        return []
    return [_(EXTENSION_REASONS[inquiry.extension_reason]) + ".", inquiry.extension_note]


def missing_items(inquiry: Inquiry) -> list[str]:
    """Return what is still missing, in words; empty unless the request waits for its owner."""
    if inquiry.state != procedure.AWAITING_REPAIR:
        return []
    return [_(REPAIR_ITEMS[item]) for item in inquiry.repair_items if item in REPAIR_ITEMS]


def status_label(inquiry: Inquiry) -> str:
    """Return the state in public words; what was granted in part says so."""
    notice = issued_notice(inquiry)
    if notice is not None and notice.decision == PARTIAL and inquiry.state == procedure.GRANTED:
        return _(DECISIONS[PARTIAL])
    return _(inquiry.current.public_label)


def withheld(inquiry: Inquiry) -> str:
    """Return why the information is not handed over although it is granted, empty when nothing is in the way."""
    notice = issued_notice(inquiry)
    if notice is None or notice.decision not in GIVING or not owes(inquiry):
        return ""
    return _("Informasi diserahkan setelah biaya dibayar dan dicatat petugas.")
