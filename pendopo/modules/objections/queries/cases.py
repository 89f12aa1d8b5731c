"""One objection with everything its pages show: files, moves, clocks, and the request beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar import queries as calendar_queries
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.calendar.queries import ClockExplanation, calendar_book, clocks_of, working_days_left
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.queries import documents_of, given_to_requester
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.models import Move
from pendopo.kernel.workflow.queries import moves_of
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_open
from pendopo.modules.objections.ports import CardFile, InquiryCard, inquiries
from pendopo.modules.objections.rules import procedure
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock of the objection: its title (a msgid) and working days left; `ours` is the superior's own time."""

    clock: Clock
    title: str
    days_left: int | None
    late: bool
    ours: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the officers' page shows; `hidden_files` counts those that the actor may not open."""

    objection: Objection
    documents: list[Document]
    hidden_files: int
    moves: list[Move]
    clocks: list[ClockLine]
    card: InquiryCard | None
    card_files: Sequence[CardFile]

    @property
    def decided_by(self) -> frozenset[UUID]:
        """Return who had a hand in what is objected to."""
        return self.card.decided_by if self.card else frozenset()


def card_of(objection: Objection) -> InquiryCard | None:
    """Return the request that is objected to, as its module tells it; None for ground b without a request."""
    if objection.inquiry_id is None:
        return None
    return inquiries.get().card(objection.agency, objection.inquiry_id)


def decided_by(objection: Objection) -> frozenset[UUID]:
    """Return the users who had a hand in what is objected to."""
    card = card_of(objection)
    return card.decided_by if card else frozenset()


def case_file(agency: Agency, actor: Actor, objection: Objection) -> CaseFile:
    """Return everything that stands on the officers' page."""
    documents = documents_of(agency, SUBJECT_TYPE, [objection.pk])[objection.pk]
    mine = [document for document in documents if may_open(actor, document)]
    card = card_of(objection)
    return CaseFile(
        objection=objection,
        documents=mine,
        hidden_files=len(documents) - len(mine),
        moves=list(moves_of(objection)),
        clocks=clock_lines(agency, objection),
        card=card,
        card_files=inquiries.get().files(agency, card.inquiry_id, actor) if card else [],
    )


def clock_lines(agency: Agency, objection: Objection) -> list[ClockLine]:
    """Return the objection's clocks in the order in which they started. Two queries."""
    calendar, today = calendar_book().calendar(agency), clock.today(agency.timezone)
    clocks = clocks_of(agency, SUBJECT_TYPE, [objection.pk])
    return [_line(each, working_days_left(each, calendar, today)) for each in clocks]


def clock_title(found: Clock) -> str:
    """Return the msgid of what a clock of an objection measures."""
    return procedure.CLOCK_TITLES.get(found.label, found.label)


def _line(each: Clock, days_left: int | None) -> ClockLine:
    late = each.is_open and each.due_at < clock.now()
    return ClockLine(each, clock_title(each), days_left, late, each.label == procedure.CLOCK_REPLY)


def explained_clocks(agency: Agency, objection: Objection) -> list[tuple[ClockLine, ClockExplanation]]:
    """Return every clock with its explanation day by day. Three queries."""
    clocks = calendar_queries.explained_clocks(agency, SUBJECT_TYPE, objection.pk)
    return [(_line(each, left), explained) for each, left, explained in clocks]


def own_files(objection: Objection) -> list[Document]:
    """Return what the requester may download now: letters and minutes at once, what was ordered once handed over."""
    return [document for document in named_files(objection) if document.is_clean]


def named_files(objection: Objection) -> list[Document]:
    """Return what the page names: what may be downloaded, and what a virus scanner still holds back."""
    shown = given_to_requester(objection.agency, SUBJECT_TYPE, objection.pk)
    handed_over = objection.executed_at is not None
    return [document for document in shown if handed_over or document.purpose != Purpose.ANSWER]
