"""One inquiry with everything its page shows: files, material, moves, clocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock, ClockEvent, ClockState
from pendopo.kernel.calendar.queries import ClockExplanation, calendar_book, clocks_of, explain_clock, working_days_left
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.queries import documents_of
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.models import Move
from pendopo.kernel.workflow.queries import moves_of
from pendopo.lib.workdays import WorkCalendar
from pendopo.modules.information.models import Inquiry, MaterialRequest, Notice
from pendopo.modules.information.permissions import may_open
from pendopo.modules.information.queries.inquiries import materials_of
from pendopo.modules.information.rules import procedure, request


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock of the case: its title (a msgid), working days left, and whether a notice is called late by it.

    `ours` is False for the requester's own time to object, which makes nobody late.
    """

    clock: Clock
    title: str
    days_left: int | None
    late: bool
    decisive: bool
    ours: bool


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """Material asked of a unit, with its working days left; None once it was given."""

    material: MaterialRequest
    days_left: int | None
    late: bool


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
        """Return the running clock that is due first, of those an officer works against."""
        running = [line for line in self.clocks if line.ours and line.clock.is_open]
        return min(running, key=lambda line: line.clock.due_at, default=None)


def notice_of(inquiry: Inquiry) -> Notice | None:
    """Return the inquiry's written notice, drafted or issued; no query when it was selected with the inquiry."""
    found: Notice | None = getattr(inquiry, "notice", None)
    return found


def case_file(agency: Agency, actor: Actor, inquiry: Inquiry) -> CaseFile:
    """Return everything that stands on the page of `inquiry`. Five queries."""
    documents = documents_of(agency, request.SUBJECT_TYPE, [inquiry.pk])[inquiry.pk]
    mine = [document for document in documents if may_open(actor, document)]
    today = clock.today(agency.timezone)
    calendar = calendar_book().calendar(agency)
    materials = [
        MaterialLine(
            material,
            None if material.answered_at else calendar.working_days_between(today, material.due_on),
            material.answered_at is None and material.due_on < today,
        )
        for material in materials_of(inquiry)
    ]
    lines = [
        _clock_line(agency, found, calendar, today) for found in clocks_of(agency, request.SUBJECT_TYPE, [inquiry.pk])
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


def _clock_line(agency: Agency, found: Clock, calendar: WorkCalendar, today: dt.date) -> ClockLine:
    left = working_days_left(found, calendar, today)
    late = found.is_open and found.due_at < clock.now()
    ours = found.label != procedure.CLOCK_OBJECTION
    return ClockLine(found, clock_title(found), left, late, is_decisive(agency, found), ours)


def clock_title(found: Clock) -> str:
    """Return the msgid of what a clock of an inquiry measures."""
    return procedure.CLOCK_TITLES.get(found.label, found.label)


def is_decisive(agency: Agency, found: Clock) -> bool:
    """Say whether the agency calls a notice late by this clock (question A1)."""
    return found.label == decisive_label(agency)


def decisive_label(agency: Agency) -> str:
    """Return the label of the clock by which the agency calls a notice late (question A1)."""
    return procedure.CLOCK_COMPLETE if agency.notice_basis == "complete" else procedure.CLOCK_RECEIPT


def explained_clocks(agency: Agency, inquiry: Inquiry) -> list[tuple[ClockLine, ClockExplanation]]:
    """Return every clock of the inquiry with its explanation day by day, what counts now first. Three queries."""
    book = calendar_book()
    calendar, today = book.calendar(agency), clock.today(agency.timezone)
    clocks = clocks_of(agency, request.SUBJECT_TYPE, [inquiry.pk])
    events: dict[UUID, list[ClockEvent]] = {each.pk: [] for each in clocks}
    for event in ClockEvent.objects.for_agency(agency).filter(clock__in=clocks).order_by("id"):
        events[event.clock_id].append(event)
    found = []
    for each in clocks:
        each.agency = agency
        explained = explain_clock(each, book=book, events=events[each.pk])
        found.append((_clock_line(agency, each, calendar, today), explained))
    return sorted(found, key=lambda pair: (not pair[0].clock.is_open, not pair[0].decisive))


def repair_overdue(inquiry: Inquiry, lines: list[ClockLine]) -> bool:
    """Say whether the requester's time to complete the request has run out."""
    now = clock.now()
    fixes = [line.clock for line in lines if line.clock.label == procedure.CLOCK_FIX]
    return not any(fix.state == ClockState.RUNNING and fix.due_at > now for fix in fixes)
