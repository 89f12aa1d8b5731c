"""Finding objections: the officers' worklist, one case, the citizen's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.people.actors import Actor
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules import procedure
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE

# Not states: all in which nothing is left to do, and the orders that wait to be carried out.
CLOSED: Final = "closed_all"
OWED: Final = "owed"

_OWED = Q(execute_by__isnull=False, executed_at__isnull=True)
_WORK = Q(state__in=procedure.PROCEDURE.open_states) | _OWED


def _due_on() -> Coalesce:
    """Return what an officer works against: the end of the superior's 30 working days, then the order's time limit."""
    running = Clock.objects.filter(
        subject_type=SUBJECT_TYPE, subject_id=OuterRef("pk"), state=ClockState.RUNNING, label=procedure.CLOCK_REPLY
    )
    order = Case(When(_OWED, then=F("execute_by")), default=Value(None), output_field=DateField())
    return Coalesce(Subquery(running.values("due_on")[:1], output_field=DateField()), order)


def worklist(agency: Agency, *, state: str = "", words: str = "") -> QuerySet[Objection]:
    """Return the agency's objections in `state` (all with work left without it), the most urgent first.

    The caller bounds them. Each row carries `due_on`. CLOSED means all final ones, the last ended first; OWED those
    with an order that waits.
    """
    found = Objection.objects.for_agency(agency)
    if state == CLOSED:
        found = found.exclude(_WORK)
    else:
        found = found.filter(_OWED if state == OWED else Q(state=state) if state else _WORK)
    for word in words.split()[:4]:
        found = found.filter(Q(number__icontains=word) | Q(inquiry_number__icontains=word) | Q(asked__icontains=word))
    if state == CLOSED:
        return found.annotate(due_on=Value(None, output_field=DateField())).order_by("-state_since_at", "-id")
    return found.annotate(due_on=_due_on()).order_by(F("due_on").asc(nulls_last=True), "received_at", "id")


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the worklist: the objection and its working days left (negative when late, None without deadline)."""

    objection: Objection
    due_on: dt.date | None
    days_left: int | None
    late: bool


def work_rows(agency: Agency, objections: list[Objection]) -> list[WorkRow]:
    """Return the lines for objections that came from `worklist`. One query at most, for the calendar."""
    today, calendar = clock.today(agency.timezone), work_calendar(agency)
    rows = []
    for objection in objections:
        due_on: dt.date | None = objection.due_on  # type: ignore[attr-defined]
        left = None if due_on is None else calendar.working_days_between(today, due_on)
        rows.append(WorkRow(objection, due_on, left, due_on is not None and due_on < today))
    return rows


def counts_by_state(agency: Agency) -> dict[str, int]:
    """Return how many objections stand in each open state, and how many orders wait (OWED). Two queries."""
    found = Objection.objects.for_agency(agency).filter(state__in=procedure.PROCEDURE.open_states)
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    return counts | {OWED: Objection.objects.for_agency(agency).filter(_OWED).count()}


def work_count(agency: Agency) -> int:
    """Return how many objections have work left. One query."""
    return Objection.objects.for_agency(agency).filter(_WORK).count()


def objections_seen(agency: Agency, _actor: Actor) -> QuerySet[Objection]:
    """Return the agency's objections: whoever may look at one may look at all."""
    return Objection.objects.for_agency(agency)


def objection_for(agency: Agency, pk: UUID) -> Objection | None:
    """Return the agency's objection with all that its officers' page shows, or None. One query."""
    related = ("contact", "registered_by", "challenged", "answered_by", "executed_by", "agency")
    return Objection.objects.for_agency(agency).filter(pk=pk).select_related(*related).first()


def tracked_objection(agency: Agency, number: str, digest: str) -> Objection | None:
    """Return the objection to which a number and a code's digest belong. One query."""
    return Objection.objects.for_agency(agency).filter(number=number, tracking_digest=digest).first()


def own_objection(agency: Agency, pk: UUID) -> Objection | None:
    """Return the objection of a citizen who has shown number and code already. One query."""
    return Objection.objects.for_agency(agency).filter(pk=pk).select_related("contact").first()


def submitted_objection(agency: Agency, submission_digest: str) -> Objection | None:
    """Return the objection that was sent under a token, found by the token's digest, or None. One query."""
    found = Objection.objects.for_agency(agency).filter(submission_digest=submission_digest)
    return found.select_related("contact").first()


def objections_to(agency: Agency, inquiry_id: UUID) -> list[Objection]:
    """Return the objections to one request, the newest first (a handful at most). One query."""
    return list(Objection.objects.for_agency(agency).filter(inquiry_id=inquiry_id).order_by("-id")[:20])


def open_objection_to(agency: Agency, inquiry_id: UUID) -> Objection | None:
    """Return the one objection to a request that has not ended, or None. One query."""
    return Objection.objects.for_agency(agency).filter(inquiry_id=inquiry_id, closed_at__isnull=True).first()
