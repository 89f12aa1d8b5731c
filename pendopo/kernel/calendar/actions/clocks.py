"""Starting, pausing, resuming, extending and stopping clocks; every change leaves a ClockEvent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.calendar.beyond import within_calendar
from pendopo.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, ClockState, ClockUnit
from pendopo.kernel.calendar.queries import calendar_book, work_calendar
from pendopo.kernel.calendar.rules import WrongClockState
from pendopo.kernel.clock import now, today
from pendopo.kernel.people.actors import Actor
from pendopo.lib.deadlines import Deadline, hours_deadline, months_deadline, rule, working_days_deadline
from pendopo.lib.workdays import ReceiptPolicy, WorkCalendar
from pendopo.ui.formats import medium_date


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A clock to be started: for which case, by which rule, from when.

    `start_at` is the aware instant of the event. T0 follows from it by the agency's receipt policy, unless `start_on`
    fixes it (an extension counts from the old due date). `n` overrides the rule's number, for internal deadlines.
    `rules_on` is the start of the case, whose law holds; without it the clock's own start.
    """

    subject_type: str
    subject_id: UUID
    rule: str
    start_at: datetime
    label: str = ""
    start_on: date | None = None
    n: int | None = None
    rules_on: date | None = None


def start_clock(
    *,
    agency: Agency,
    subject_type: str,
    subject_id: UUID,
    rule: str,
    start_at: datetime,
    by: Actor,
    label: str = "",
    start_on: date | None = None,
    n: int | None = None,
    rules_on: date | None = None,
    unit: Unit | None = None,
) -> Clock:
    """Start one clock, see start_clocks."""
    start = ClockStart(subject_type, subject_id, rule, start_at, label, start_on, n, rules_on)
    return start_clocks(agency=agency, starts=[start], by=by, unit=unit)[0]


@within_calendar()
def start_clocks(
    *, agency: Agency, starts: Iterable[ClockStart], by: Actor, unit: Unit | None = None, reason: str = ""
) -> list[Clock]:
    """Start clocks of one agency (or of its `unit`) and return them in order: three statements, however many.

    Raises UnknownRule, BeyondCalendar when a due date leaves the calendar, and CalendarEmpty.
    """
    calendar = calendar_book().calendar(agency, unit=unit)
    clocks = [_new_clock(agency, unit, start, calendar) for start in starts]
    # No savepoint: submission is a hot path, and a failure here undoes the whole of it anyway.
    with transaction.atomic(savepoint=False):
        insert(*clocks)
        insert(*[_event(clock, ClockEventKind.STARTED, by, reason, new=clock.due_on) for clock in clocks])
    return clocks


def pause(*, clock: Clock, by: Actor, reason: str, on: date | None = None, document_id: UUID | None = None) -> Clock:
    """Pause a running clock in working days from the end of `on` (today in the agency's zone); return it fresh.

    The due date moves when it resumes. `document_id` names the document of kernel.documents that gives the reason.
    Raises WrongClockState when it does not run, counts something else, or is
    overdue already.
    """
    with transaction.atomic():
        locked = _locked(clock)
        day = on or today(locked.agency.timezone)
        _expect(locked, ClockState.RUNNING)
        _expect_working_days(locked)
        if locked.due_on is not None and day > locked.due_on:
            raise WrongClockState(
                _("Tenggat ini sudah lewat pada %(due_on)s, sehingga tidak dapat dijeda lagi.")
                % {"due_on": medium_date(locked.due_on)}
            )
        locked.state, locked.paused_on = ClockState.PAUSED, day
        locked.save(update_fields=["state", "paused_on"])
        due = locked.due_on
        _event(locked, ClockEventKind.PAUSED, by, reason, old=due, new=due, on=day, document_id=document_id).save()
    return locked


@within_calendar()
def resume(*, clock: Clock, by: Actor, reason: str, on: date | None = None, document_id: UUID | None = None) -> Clock:
    """Let a paused clock run again after `on` (today): its due date moves by the working days of the pause.

    `document_id` names the document that ends the pause. Raises WrongClockState when it is not paused or `on` lies before
    the pause, and BeyondCalendar.
    """
    with transaction.atomic():
        locked = _locked(clock)
        _expect(locked, ClockState.PAUSED)
        day, paused_on = on or today(locked.agency.timezone), cast(date, locked.paused_on)
        if day < paused_on:
            raise WrongClockState(
                _("Jeda dimulai pada %(on)s; pilih tanggal itu atau sesudahnya.") % {"on": medium_date(paused_on)}
            )
        calendar = work_calendar(locked.agency, unit=locked.unit)
        locked.paused_working_days += calendar.working_days_between(paused_on, day)
        locked.state, locked.paused_on = ClockState.RUNNING, None
        old = locked.due_on
        move_due(locked, calendar)
        locked.save(update_fields=["state", "paused_on", "paused_working_days", "due_on", "due_at", "provisional"])
        new = locked.due_on
        _event(locked, ClockEventKind.RESUMED, by, reason, old=old, new=new, on=day, document_id=document_id).save()
    return locked


@within_calendar()
def extend(
    *, clock: Clock, rule: str, by: Actor, reason: str, n: int | None = None, document_id: UUID | None = None
) -> Clock:
    """Add the working days of `rule` (or `n`) to a running clock, counted from its old due date; return it fresh.

    The version of `rule` is the one in force at the start of the case. Whether and how often a period may be extended
    is the module's rule; `document_id` names the letter that extends it. Raises WrongClockState when it does not run or
    counts something else, UnknownRule, and BeyondCalendar.
    """
    with transaction.atomic():
        locked = _locked(clock)
        days = n if n is not None else _rule(rule, locked.law_on).n
        _expect(locked, ClockState.RUNNING)
        _expect_working_days(locked)
        old = locked.due_on
        locked.extended_n += days
        move_due(locked, work_calendar(locked.agency, unit=locked.unit))
        locked.save(update_fields=["extended_n", "due_on", "due_at", "provisional"])
        new = locked.due_on
        _event(
            locked, ClockEventKind.EXTENDED, by, reason, old=old, new=new, rule=rule, n=days, document_id=document_id
        ).save()
    return locked


def stop(*, clock: Clock, by: Actor, reason: str, at: datetime | None = None) -> Clock:
    """Stop an open clock at the aware instant `at` (now); return it fresh. Raises WrongClockState when stopped."""
    with transaction.atomic():
        locked = _locked(clock)
        if not locked.is_open:
            _refuse(locked)
        _stop([locked], by, reason, at or now())
    return locked


def stop_clocks(
    *,
    agency: Agency,
    subject_type: str,
    subject_id: UUID,
    by: Actor,
    reason: str,
    rules: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
    at: datetime | None = None,
) -> list[Clock]:
    """Stop the open clocks of one case, all or those with one of `rules` and `labels`; return them.

    At most three statements; a case without open clocks is fine.
    """
    with transaction.atomic(savepoint=False):
        found = Clock.objects.for_agency(agency).filter(
            subject_type=subject_type, subject_id=subject_id, state__in=[ClockState.RUNNING, ClockState.PAUSED]
        )
        if rules is not None:
            found = found.filter(rule__in=rules)
        if labels is not None:
            found = found.filter(label__in=labels)
        clocks = list(found.select_for_update().order_by("id"))
        for clock in clocks:
            clock.agency = agency
        if clocks:
            _stop(clocks, by, reason, at or now())
    return clocks


def move_due(clock: Clock, calendar: WorkCalendar) -> None:
    """Set due date, due instant and `provisional` of an unsaved `clock` in working days. Raises DateUnknown."""
    zone = ZoneInfo(clock.agency.timezone)
    due = working_days_deadline(_rule(clock.rule, clock.law_on), clock.start_on, calendar, zone, n=clock.total_n)
    clock.due_on, clock.due_at = due.due_on, due.due_at
    clock.provisional = due.computation is not None and due.computation.provisional


_rule = rule


def _new_clock(agency: Agency, unit: Unit | None, start: ClockStart, calendar: WorkCalendar) -> Clock:
    zone = ZoneInfo(agency.timezone)
    rules_on = start.rules_on or start.start_on or start.start_at.astimezone(zone).date()
    period = _rule(start.rule, rules_on)
    policy = cast(ReceiptPolicy, agency.receipt_policy)
    rolls_from = None
    due: Deadline
    if period.unit == "hours":
        due = hours_deadline(period, start.start_at, zone, n=start.n)
    elif period.unit == "months":
        event_on = start.start_on or start.start_at.astimezone(zone).date()
        due = months_deadline(period, event_on, zone, n=start.n)
    else:
        start_on = start.start_on
        if start_on is None:
            start_on = calendar.received_on(start.start_at, zone, policy, agency.closes_at)
            if policy == "next_working_day":
                rolls_from, start_on = start_on, calendar.on_or_after(start_on)
        due = working_days_deadline(period, start_on, calendar, zone, n=start.n)
    return Clock(
        agency=agency,
        unit=unit,
        subject_type=start.subject_type,
        subject_id=start.subject_id,
        rule=period.code,
        rules_on=rules_on,
        label=start.label,
        counts=period.unit,
        start_at=start.start_at,
        start_on=due.start_on,
        rolls_from=rolls_from,
        n=due.n,
        due_on=None if period.unit == "hours" else due.due_on,
        due_at=due.due_at,
        provisional=due.computation is not None and due.computation.provisional,
    )


def _locked(clock: Clock) -> Clock:
    rows = Clock.objects.for_agency(clock.agency).select_related("agency", "unit")
    return rows.select_for_update(of=("self",)).get(pk=clock.pk)


def _expect(clock: Clock, state: ClockState) -> None:
    if clock.state != state:
        _refuse(clock)


def _refuse(clock: Clock) -> None:
    raise WrongClockState(
        {
            ClockState.RUNNING: _("Tenggat ini sedang berjalan; jeda dahulu sebelum melanjutkannya."),
            ClockState.PAUSED: _("Tenggat ini sedang dijeda; lanjutkan dahulu."),
            ClockState.STOPPED: _("Tenggat ini sudah berhenti dan tidak dapat diubah lagi."),
        }[ClockState(clock.state)]
    )


def _expect_working_days(clock: Clock) -> None:
    if clock.counts != ClockUnit.WORKING_DAYS:
        raise WrongClockState(
            _("Tenggat dalam %(counts)s tidak dapat dijeda atau diperpanjang; hentikan, lalu mulai tenggat baru.")
            % {"counts": ClockUnit(clock.counts).label}
        )


def _stop(clocks: Sequence[Clock], by: Actor, reason: str, at: datetime) -> None:
    for clock in clocks:
        clock.state, clock.paused_on, clock.stopped_at, clock.stop_reason = ClockState.STOPPED, None, at, reason
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(
        state=ClockState.STOPPED, paused_on=None, stopped_at=at, stop_reason=reason
    )
    ClockEvent.objects.bulk_create(
        [
            _event(clock, ClockEventKind.STOPPED, by, reason, old=clock.due_on, new=clock.due_on, at=at)
            for clock in clocks
        ]
    )


def _event(
    clock: Clock,
    kind: ClockEventKind,
    by: Actor,
    reason: str,
    *,
    old: date | None = None,
    new: date | None = None,
    on: date | None = None,
    at: datetime | None = None,
    rule: str = "",
    n: int | None = None,
    document_id: UUID | None = None,
) -> ClockEvent:
    at = at or now()
    return ClockEvent(
        agency=clock.agency,
        clock=clock,
        kind=kind,
        at=at,
        on=on or at.astimezone(ZoneInfo(clock.agency.timezone)).date(),
        user=by.user,
        by_label=by.label,
        reason=reason,
        rule=rule,
        n=n,
        old_due_on=old,
        new_due_on=new,
        document_id=document_id,
    )
