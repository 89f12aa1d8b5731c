"""Finding inquiries: the officer's worklist, one case, the citizen's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.people.actors import Actor
from pendopo.modules.information.models import Inquiry, MaterialRequest, NoticeState
from pendopo.modules.information.permissions import visible, visible_inquiries
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.request import SUBJECT_TYPE
from pendopo.modules.information.rules.urgency import Due, decisive_clock, soon_days, urgency

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
    """Return the earliest running deadline of the case, by which the list is sorted (question A1: the earlier warns)."""
    running = Clock.objects.filter(
        subject_type=SUBJECT_TYPE, subject_id=OuterRef("pk"), state=ClockState.RUNNING, label__in=_STATE_CLOCKS
    )
    return Subquery(running.order_by("due_on").values("due_on")[:1], output_field=DateField())


def worklist(
    agency: Agency, actor: Actor, *, state: str = "", unit: UUID | None = None, words: str = "", mine: bool = False
) -> QuerySet[Inquiry]:
    """Return the inquiries in `state` (open ones without it) that `actor` sees, the most urgent first.

    The caller bounds them. Each row carries `due_on`, the earliest of its running deadlines, and `notice_state`, None
    without a draft. CLOSED as state means all final ones, the last closed first.
    """
    found = _narrowed(agency, actor, unit=unit, words=words, mine=mine)
    if state == CLOSED:
        found = found.exclude(state__in=procedure.PROCEDURE.open_states)
    else:
        found = found.filter(state__in=[state] if state else procedure.PROCEDURE.open_states)
    found = found.select_related("unit", "assignee").annotate(notice_state=F("notice__state"))
    if state == CLOSED:
        # Nothing is due any more: looking for clocks of all that ever ended would take longest of all.
        return found.annotate(due_on=Value(None, output_field=DateField())).order_by("-state_since_at", "-id")
    found = found.annotate(due_on=_due_on())
    return found.order_by(F("due_on").asc(nulls_last=True), "received_at", "id")


def _narrowed(agency: Agency, actor: Actor, *, unit: UUID | None, words: str, mine: bool) -> QuerySet[Inquiry]:
    found = visible_inquiries(actor, Inquiry.objects.for_agency(agency))
    if unit is not None:
        found = found.filter(unit=unit)
    if mine:
        found = found.filter(assignee=actor.user)
    for word in words.split()[:4]:
        found = found.filter(Q(number__icontains=word) | Q(details__icontains=word))
    return found


def inquiries_seen(agency: Agency, actor: Actor) -> QuerySet[Inquiry]:
    """Return the agency's inquiries that `actor` may see."""
    return visible_inquiries(actor, Inquiry.objects.for_agency(agency))


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the worklist: the inquiry, its next deadline, and the working days left (negative when late).

    Without a deadline `due_on` and `days_left` are None. `warning` is a msgid, empty when the reading that does not
    decide lies ahead (question A1). `proposed` says that a draft waits for the PPID's decision.
    """

    inquiry: Inquiry
    due_on: dt.date | None
    days_left: int | None
    late: bool
    soon: bool
    warning: str
    proposed: bool

    @property
    def days_late(self) -> int:
        """Return how many working days have gone by since the due date."""
        return -self.days_left if self.late and self.days_left is not None else 0


def work_rows(agency: Agency, inquiries: list[Inquiry]) -> list[WorkRow]:
    """Return the lines for inquiries of one page of `worklist`. Two queries at most: their clocks, the calendar."""
    today = clock.today(agency.timezone)
    calendar = work_calendar(agency)
    dues = _running_dues([inquiry.pk for inquiry in inquiries if inquiry.is_open])
    rows = []
    for inquiry in inquiries:
        found = urgency(dues.get(inquiry.pk, []), notice_basis=agency.notice_basis, today=today)
        left = None if found.due is None else calendar.working_days_between(today, found.due.on)
        soon = found.due is not None and left is not None and left <= soon_days(found.due.length)
        # On the weekend after a due Friday no working day is lost yet, and it is late all the same.
        due_on = found.due.on if found.due else None
        proposed = inquiry.is_open and getattr(inquiry, "notice_state", None) == NoticeState.PROPOSED
        rows.append(WorkRow(inquiry, due_on, left, found.late, soon, found.warning, proposed))
    return rows


def _running_dues(pks: list[UUID]) -> dict[UUID, list[Due]]:
    """Return the running deadlines that officers work against, by case. One query when there is a case."""
    found: dict[UUID, list[Due]] = {}
    if pks:
        running = Clock.objects.filter(subject_type=SUBJECT_TYPE, subject_id__in=pks, state=ClockState.RUNNING)
        for each in running.filter(label__in=_STATE_CLOCKS, due_on__isnull=False):
            due = Due(each.label, cast(dt.date, each.due_on), each.total_n)
            found.setdefault(each.subject_id, []).append(due)
    return found


def counts_by_state(
    agency: Agency, actor: Actor, *, unit: UUID | None = None, words: str = "", mine: bool = False
) -> dict[str, int]:
    """Return how many open inquiries `actor` sees in each state, narrowed as the worklist is. One query."""
    from django.db.models import Count

    found = _narrowed(agency, actor, unit=unit, words=words, mine=mine)
    found = found.filter(state__in=procedure.PROCEDURE.open_states)
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


def find_inquiry(agency: Agency, number: str, digest: str) -> Inquiry | None:
    """Return the inquiry to which the stored number and the code's digest belong. One query, whatever it finds."""
    return Inquiry.objects.for_agency(agency).filter(number=number, tracking_digest=digest).first()


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
    notice late (question A1). Imported requests had no clock: they count as received only.
    """
    from zoneinfo import ZoneInfo

    from django.db.models import Count, Exists

    zone = ZoneInfo(agency.timezone)
    label = decisive_clock(agency.notice_basis)
    late = Clock.objects.filter(
        subject_type=SUBJECT_TYPE, subject_id=OuterRef("pk"), label=label, due_at__lt=OuterRef("notice__issued_at")
    )
    start, end = (dt.datetime(y, 1, 1, tzinfo=zone) for y in (year, year + 1))
    found = Inquiry.objects.for_agency(agency).filter(received_at__gte=start, received_at__lt=end)
    answered = Q(notice__issued_at__isnull=False, notice__is_imported=False)
    return found.aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=answered),
        in_time=Count("pk", filter=Q(~Exists(late)) & answered),
    )
