"""Moving open clocks one by one: those with finished pauses, whose working days the new calendar counts anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from pendopo.kernel.calendar.actions.moves import NEVER, Scope, follow
from pendopo.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, Recomputation
from pendopo.kernel.calendar.queries import CalendarBook, pauses_of
from pendopo.lib.workdays import DateUnknown, WorkCalendar

_FIELDS: Final = ("start_on", "paused_working_days", "due_on", "due_at", "provisional")
_SET: Final = """
UPDATE calendar_clock SET start_on = %s, paused_working_days = %s, due_on = %s, due_at = %s, provisional = %s
WHERE id = %s
"""


def next_with_history(scope: Scope, after: UUID | None, size: int) -> list[Clock]:
    """Return the next clocks with finished pauses in the order of their keys, locked until the transaction ends."""
    found = scope.clocks().filter(paused_working_days__gt=0)
    if after is not None:
        found = found.filter(pk__gt=after)
    return list(found.select_related("agency", "unit").select_for_update(of=("self",)).order_by("pk")[:size])


def move_one_by_one(
    job: Recomputation, clocks: list[Clock], book: CalendarBook
) -> tuple[dict[UUID, int], tuple[UUID, ...]]:
    """Move locked clocks and leave an event with each that is due on another day; three statements at most.

    Returns how many moved, by agency, and the clocks whose new date lies outside the calendar.
    """
    events = _pause_events(clocks)
    changed: list[Clock] = []
    told: list[ClockEvent] = []
    unresolved: list[UUID] = []
    for clock in clocks:
        before, old = [getattr(clock, name) for name in _FIELDS], clock.due_on
        try:
            _compute(clock, book.calendar(clock.agency, unit=clock.unit), events.get(clock.pk, []))
        except DateUnknown:
            unresolved.append(clock.pk)
            continue
        if before != [getattr(clock, name) for name in _FIELDS]:
            changed.append(clock)
        if clock.due_on != old:
            told.append(_moved(job, clock, old))
    _write(changed)
    ClockEvent.objects.bulk_create(told)
    return dict(Counter(event.agency_id for event in told)), tuple(unresolved)


def _compute(clock: Clock, calendar: WorkCalendar, events: Iterable[ClockEvent]) -> None:
    # A new day off inside a pause was no working day of the pause either.
    clock.paused_working_days = sum(calendar.working_days_between(*pause) for pause in pauses_of(events))
    old = {"start_on": clock.start_on, "rolls_from": clock.rolls_from or NEVER, "days": clock.total_n}
    found = follow(calendar, ZoneInfo(clock.agency.timezone), old)
    clock.start_on, clock.due_on, clock.due_at, clock.provisional = found


def _write(clocks: Iterable[Clock]) -> None:
    """Write what was computed, in one trip."""
    fields: list[Any] = [Clock._meta.get_field(name) for name in (*_FIELDS, "id")]
    rows = [[field.get_db_prep_save(getattr(clock, field.name), connection) for field in fields] for clock in clocks]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_SET, rows)


def _pause_events(clocks: Iterable[Clock]) -> dict[UUID, list[ClockEvent]]:
    found: dict[UUID, list[ClockEvent]] = {}
    kinds = [ClockEventKind.PAUSED, ClockEventKind.RESUMED]
    for event in ClockEvent.objects.filter(clock__in=[clock.pk for clock in clocks], kind__in=kinds).order_by("id"):
        found.setdefault(event.clock_id, []).append(event)
    return found


def _moved(job: Recomputation, clock: Clock, old: date | None) -> ClockEvent:
    return ClockEvent(
        agency=clock.agency,
        clock=clock,
        kind=ClockEventKind.RECOMPUTED,
        at=job.started_at,
        on=job.started_at.astimezone(ZoneInfo(clock.agency.timezone)).date(),
        user=job.user,
        by_label=job.by_label,
        reason=job.reason,
        old_due_on=old,
        new_due_on=clock.due_on,
    )
