"""One inquiry with everything its page shows: files, material, moves, clocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar import queries as calendar_queries
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import CalendarBook, ClockExplanation, calendar_book, clocks_of, working_days_left
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.queries import documents_of
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.models import Move
from pendopo.kernel.workflow.queries import moves_of
from pendopo.modules.information.models import Inquiry, MaterialRequest, Notice
from pendopo.modules.information.permissions import may_open
from pendopo.modules.information.queries.inquiries import materials_of
from pendopo.modules.information.rules import procedure, request
from pendopo.modules.information.rules.urgency import PASSED, decisive_clock, other_clock, soon_days


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock of the case: its title (a msgid), working days left, and whether a notice is called late by it.

    `over` says that its time has run out. It makes the agency `late` unless it is the reading that does not decide, or
    the requester's own time to object (`ours` is False). `soon` is the greatest number of days left that warns.
    """

    clock: Clock
    title: str
    days_left: int | None
    over: bool
    decisive: bool
    ours: bool
    only_warns: bool
    soon: int

    @property
    def late(self) -> bool:
        """Return whether somebody at the agency is late by this clock."""
        return self.over and self.ours and not self.only_warns


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """Material asked of a unit, with its working days left; None once it was given."""

    material: MaterialRequest
    days_left: int | None
    late: bool
    soon: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the officer's page of an inquiry shows; `hidden_files` counts those that the actor may not open."""

    inquiry: Inquiry
    notice: Notice | None
    documents: list[Document]
    hidden_files: int
    materials: list[MaterialLine]
    moves: list[Move]
    clocks: list[ClockLine]

    @property
    def urgent(self) -> ClockLine | None:
        """Return the running clock that is due first, of those an officer still works against."""
        running = [line for line in self.clocks if line.ours and line.clock.is_open]
        ahead = [line for line in running if not (line.over and line.only_warns)]
        return min(ahead, key=lambda line: line.clock.due_at, default=None)

    @property
    def warning(self) -> str:
        """Return the msgid of what is told when only the reading that does not decide has passed, empty otherwise."""
        if any(line.late for line in self.clocks):
            return ""
        return next((PASSED[line.clock.label] for line in self.clocks if line.over and line.only_warns), "")

    @property
    def extension_over(self) -> dt.date | None:
        """Return the date until which an extension could be sent (question A9), None while it still can."""
        return next((line.clock.due_on for line in self.clocks if line.decisive and line.over), None)


def notice_of(inquiry: Inquiry) -> Notice | None:
    """Return the inquiry's written notice, drafted or issued; no query when it was selected with the inquiry."""
    found: Notice | None = getattr(inquiry, "notice", None)
    return found


def case_file(agency: Agency, actor: Actor, inquiry: Inquiry) -> CaseFile:
    """Return everything that stands on the page of `inquiry`. Five queries."""
    documents = documents_of(agency, request.SUBJECT_TYPE, [inquiry.pk])[inquiry.pk]
    mine = [document for document in documents if may_open(actor, document)]
    today = clock.today(agency.timezone)
    book = calendar_book()
    calendar = book.calendar(agency)
    materials = [material_line(agency, material, book, today) for material in materials_of(inquiry)]
    lines = [
        _clock_line(agency, found, working_days_left(found, calendar, today))
        for found in clocks_of(agency, request.SUBJECT_TYPE, [inquiry.pk])
    ]
    return CaseFile(
        inquiry=inquiry,
        notice=notice_of(inquiry),
        documents=mine,
        hidden_files=len(documents) - len(mine),
        materials=materials,
        moves=list(moves_of(inquiry)),
        clocks=lines,
    )


def material_line(agency: Agency, material: MaterialRequest, book: CalendarBook, today: dt.date) -> MaterialLine:
    """Return the question to a unit with what is left of its internal deadline on `today`."""
    # An internal deadline goes by the days of the unit that was asked (question A22).
    calendar = book.calendar(agency, unit=material.unit)
    given = calendar.working_days_between(material.asked_at.astimezone(agency.zone).date(), material.due_on)
    return MaterialLine(
        material,
        None if material.answered_at else calendar.working_days_between(today, material.due_on),
        material.answered_at is None and material.due_on < today,
        soon_days(given),
    )


def _clock_line(agency: Agency, found: Clock, days_left: int | None) -> ClockLine:
    return ClockLine(
        clock=found,
        title=clock_title(found),
        days_left=days_left,
        over=found.is_open and found.due_at < clock.now(),
        decisive=is_decisive(agency, found),
        ours=found.label not in procedure.OBJECTION_CLOCKS,
        only_warns=found.label == other_clock(agency.notice_basis),
        soon=soon_days(found.total_n),
    )


def clock_title(found: Clock) -> str:
    """Return the msgid of what a clock of an inquiry measures."""
    return procedure.CLOCK_TITLES.get(found.label, found.label)


def is_decisive(agency: Agency, found: Clock) -> bool:
    """Say whether the agency calls a notice late by this clock (question A1)."""
    return found.label == decisive_label(agency)


def decisive_label(agency: Agency) -> str:
    """Return the label of the clock by which the agency calls a notice late (question A1)."""
    return decisive_clock(agency.notice_basis)


def extension_over(agency: Agency, inquiry: Inquiry) -> dt.date | None:
    """Return the date until which an extension of `inquiry` could be sent, None while it still can. One query."""
    running = [each for each in clocks_of(agency, request.SUBJECT_TYPE, [inquiry.pk]) if each.is_open]
    now, decisive = clock.now(), decisive_label(agency)
    return next((each.due_on for each in running if each.label == decisive and each.due_at < now), None)


def explained_clocks(agency: Agency, inquiry: Inquiry) -> list[tuple[ClockLine, ClockExplanation]]:
    """Return every clock of the inquiry with its explanation day by day, what counts now first. Three queries."""
    clocks = calendar_queries.explained_clocks(agency, request.SUBJECT_TYPE, inquiry.pk)
    found = [(_clock_line(agency, each, left), explained) for each, left, explained in clocks]
    return sorted(found, key=lambda pair: (not pair[0].clock.is_open, not pair[0].decisive))


def repair_overdue(inquiry: Inquiry, lines: list[ClockLine]) -> bool:
    """Say whether the requester's time to complete the request has run out."""
    now = clock.now()
    fixes = [line.clock for line in lines if line.clock.label == procedure.CLOCK_FIX]
    return not any(fix.state == ClockState.RUNNING and fix.due_at > now for fix in fixes)
