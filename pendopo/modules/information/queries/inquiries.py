"""Finding inquiries: the officer's worklist, one case, the citizen's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.personal import digest
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.permissions import visible, visible_inquiries
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.request import SUBJECT_TYPE
from pendopo.modules.information.rules.tracking import read_code

# Not a state: all states in which nothing is left to do.
CLOSED: Final = "closed"

# The clock that an officer works against in each state.
_STATE_CLOCKS = (
    procedure.CLOCK_CHECK,
    procedure.CLOCK_FIX,
    procedure.CLOCK_RECEIPT,
    procedure.CLOCK_COMPLETE,
)


def _due_on() -> Subquery:
    """Return the earliest running deadline of the case: question A1, both readings run, officers see the earlier."""
    running = Clock.objects.filter(
        subject_type=SUBJECT_TYPE, subject_id=OuterRef("pk"), state=ClockState.RUNNING, label__in=_STATE_CLOCKS
    )
    return Subquery(running.order_by("due_on").values("due_on")[:1], output_field=DateField())


def worklist(
    agency: Agency, actor: Actor, *, state: str = "", unit: UUID | None = None, words: str = "", mine: bool = False
) -> QuerySet[Inquiry]:
    """Return the inquiries in `state` (open ones without it) that `actor` sees, the most urgent first.

    The caller bounds them. Each row carries `due_on`, the earliest of its running deadlines. CLOSED as state means all
    final ones, the last closed first.
    """
    found = visible_inquiries(actor, Inquiry.objects.for_agency(agency))
    if state == CLOSED:
        found = found.exclude(state__in=procedure.PROCEDURE.open_states)
    else:
        found = found.filter(state__in=[state] if state else procedure.PROCEDURE.open_states)
    if unit is not None:
        found = found.filter(unit=unit)
    if mine:
        found = found.filter(assignee=actor.user)
    for word in words.split()[:4]:
        found = found.filter(Q(number__icontains=word) | Q(details__icontains=word))
    found = found.select_related("unit", "assignee")
    if state == CLOSED:
        # Nothing is due any more: looking for clocks of all that ever ended would take longest of all.
        return found.annotate(due_on=Value(None, output_field=DateField())).order_by("-state_since_at", "-id")
    found = found.annotate(due_on=_due_on())
    return found.order_by(F("due_on").asc(nulls_last=True), "received_at", "id")


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the worklist: the inquiry and its working days left (negative when late, None without deadline)."""

    inquiry: Inquiry
    due_on: dt.date | None
    days_left: int | None
    late: bool

    @property
    def days_late(self) -> int:
        """Return how many working days have gone by since the due date."""
        return -self.days_left if self.late and self.days_left is not None else 0


def work_rows(agency: Agency, inquiries: list[Inquiry]) -> list[WorkRow]:
    """Return the lines for inquiries that came from `worklist`. One query at most, for the calendar."""
    today = clock.today(agency.timezone)
    calendar = work_calendar(agency)
    rows = []
    for inquiry in inquiries:
        due_on: dt.date | None = inquiry.due_on  # type: ignore[attr-defined]
        left = None if due_on is None else calendar.working_days_between(today, due_on)
        # On the weekend after a due Friday no working day is lost yet, and it is late all the same.
        rows.append(WorkRow(inquiry, due_on, left, due_on is not None and due_on < today))
    return rows


def counts_by_state(agency: Agency, actor: Actor) -> dict[str, int]:
    """Return how many open inquiries `actor` sees in each state. One query."""
    from django.db.models import Count

    found = visible_inquiries(actor, Inquiry.objects.for_agency(agency)).filter(
        state__in=procedure.PROCEDURE.open_states
    )
    return dict(found.order_by().values_list("state").annotate(n=Count("pk")))


def inquiry_for(agency: Agency, actor: Actor, pk: UUID) -> Inquiry | None:
    """Return the inquiry if it belongs to the agency and `actor` may see it, with all that its page shows."""
    related = (
        "contact",
        "unit",
        "assignee",
        "registered_by",
        "notice",
        "notice__drafted_by",
        "notice__issued_by",
        "agency",
    )
    return Inquiry.objects.for_agency(agency).filter(visible(actor), pk=pk).select_related(*related).first()


def tracked_inquiry(agency: Agency, number: str, code: str) -> Inquiry | None:
    """Return the inquiry if number and code belong together. Wrong number and wrong code take the same way."""
    expected = tracking_digest(code)
    return Inquiry.objects.for_agency(agency).filter(number=number.strip().upper(), tracking_digest=expected).first()


def tracking_digest(code: str) -> str:
    """Return the stored form of a typed or made code."""
    return digest(read_code(code), purpose="tracking")


def own_inquiry(agency: Agency, pk: UUID) -> Inquiry | None:
    """Return the inquiry of a citizen who has shown number and code already, with what the page shows."""
    return Inquiry.objects.for_agency(agency).filter(pk=pk).select_related("contact", "notice", "unit").first()


def material_worklist(agency: Agency, actor: Actor) -> QuerySet[MaterialRequest]:
    """Return the questions put to the actor's units that wait for an answer, the most urgent first."""
    waiting = MaterialRequest.objects.for_agency(agency).filter(answered_at__isnull=True, unit__in=actor.unit_ids)
    return (
        waiting.filter(inquiry__state__in=procedure.PROCEDURE.open_states)
        .select_related("inquiry", "unit")
        .order_by("due_on", "id")
    )


def materials_of(inquiry: Inquiry) -> QuerySet[MaterialRequest]:
    """Return what was asked of other units for one inquiry, oldest first."""
    return inquiry.material_requests.select_related("unit", "asked_by", "answered_by").order_by("asked_at", "id")


def month_figures(agency: Agency, *, year: int) -> dict[str, int]:
    """Return received, answered and answered-in-time of one year by local date of receipt. One query.

    In time means: the notice was issued not later than the due instant of the clock on which the agency calls a
    notice late (question A1).
    """
    from zoneinfo import ZoneInfo

    from django.db.models import Count, Exists

    zone = ZoneInfo(agency.timezone)
    label = procedure.CLOCK_COMPLETE if agency.notice_basis == "complete" else procedure.CLOCK_RECEIPT
    late = Clock.objects.filter(
        subject_type=SUBJECT_TYPE, subject_id=OuterRef("pk"), label=label, due_at__lt=OuterRef("notice__issued_at")
    )
    start, end = (dt.datetime(y, 1, 1, tzinfo=zone) for y in (year, year + 1))
    found = Inquiry.objects.for_agency(agency).filter(received_at__gte=start, received_at__lt=end)
    return found.aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(notice__issued_at__isnull=False)),
        in_time=Count("pk", filter=Q(~Exists(late), notice__issued_at__isnull=False)),
    )
