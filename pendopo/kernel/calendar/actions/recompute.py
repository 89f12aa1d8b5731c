"""Recomputing open clocks after the calendar has changed; the old date stays in the ClockEvent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions.clocks import move_due
from pendopo.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, ClockState, ClockUnit
from pendopo.kernel.calendar.queries import calendar_book, pauses_of
from pendopo.kernel.clock import now
from pendopo.kernel.people.actors import Actor
from pendopo.lib.workdays import DateUnknown, WorkCalendar

_FIELDS = ["start_on", "paused_working_days", "due_on", "due_at", "provisional"]


@dataclass(slots=True)
class Recomputed:
    """What a recomputation did: clocks looked at, clocks whose due date moved, clocks left as they were.

    `unresolved` lists clocks whose new due date lies outside the calendar.
    """

    examined: int = 0
    moved: int = 0
    unresolved: tuple[UUID, ...] = ()


def recompute_open_clocks(
    *,
    by: Actor,
    reason: str,
    agency: Agency | None = None,
    since: date | None = None,
    progress: Callable[[int], object] | None = None,
    batch: int = 500,
) -> Recomputed:
    """Compute all open clocks in working days anew, in batches of one transaction each; return what moved.

    `since` leaves out clocks due before the first changed date. `progress` is called with the size of each batch.
    Breaking off and calling again is safe.
    """
    result = Recomputed()
    last: UUID | None = None
    while True:
        with transaction.atomic():
            clocks = list(_open(agency, since, last)[:batch])
            if clocks:
                _recompute(clocks, by, reason, result)
        if not clocks:
            return result
        last = clocks[-1].pk
        if progress is not None:
            progress(len(clocks))


def count_open_clocks(*, agency: Agency | None = None, since: date | None = None) -> int:
    """Count the clocks that recompute_open_clocks will look at, for a progress bar."""
    return _open(agency, since, None).count()


def _open(agency: Agency | None, since: date | None, after: UUID | None) -> QuerySet[Clock]:
    found: QuerySet[Clock] = Clock.objects.for_agency(agency) if agency else Clock.objects.all()
    found = found.filter(state__in=[ClockState.RUNNING, ClockState.PAUSED], counts=ClockUnit.WORKING_DAYS)
    if since is not None:
        found = found.filter(due_on__gte=since)
    if after is not None:
        found = found.filter(pk__gt=after)
    return found.select_related("agency", "unit").select_for_update(of=("self",)).order_by("pk")


def _recompute(clocks: Iterable[Clock], by: Actor, reason: str, result: Recomputed) -> None:
    book = calendar_book()
    pauses = _pause_events(clocks)
    changed: list[Clock] = []
    events: list[ClockEvent] = []
    for clock in clocks:
        result.examined += 1
        before = [getattr(clock, name) for name in _FIELDS]
        old = clock.due_on
        try:
            _compute(clock, book.calendar(clock.agency, unit=clock.unit), pauses.get(clock.pk, []))
        except DateUnknown:
            result.unresolved += (clock.pk,)
            continue
        if before != [getattr(clock, name) for name in _FIELDS]:
            changed.append(clock)
        if clock.due_on != old:
            result.moved += 1
            events.append(_moved(clock, old, by, reason))
    Clock.objects.bulk_update(changed, _FIELDS)
    ClockEvent.objects.bulk_create(events)


def _compute(clock: Clock, calendar: WorkCalendar, events: Iterable[ClockEvent]) -> None:
    if clock.rolls_from is not None:
        clock.start_on = calendar.on_or_after(clock.rolls_from)
    # A new day off inside a pause was no working day of the pause either.
    clock.paused_working_days = sum(calendar.working_days_between(*pause) for pause in pauses_of(events))
    move_due(clock, calendar)


def _pause_events(clocks: Iterable[Clock]) -> dict[UUID, list[ClockEvent]]:
    paused = [clock.pk for clock in clocks if clock.paused_working_days]
    found: dict[UUID, list[ClockEvent]] = {}
    if paused:
        kinds = [ClockEventKind.PAUSED, ClockEventKind.RESUMED]
        for event in ClockEvent.objects.filter(clock__in=paused, kind__in=kinds).order_by("id"):
            found.setdefault(event.clock_id, []).append(event)
    return found


def _moved(clock: Clock, old: date | None, by: Actor, reason: str) -> ClockEvent:
    at = now()
    return ClockEvent(
        agency=clock.agency,
        clock=clock,
        kind=ClockEventKind.RECOMPUTED,
        at=at,
        on=at.astimezone(ZoneInfo(clock.agency.timezone)).date(),
        user=by.user,
        by_label=by.label,
        reason=reason,
        old_due_on=old,
        new_due_on=clock.due_on,
    )
