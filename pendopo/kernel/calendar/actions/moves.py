"""Moving open clocks by the set: what stands alike moves alike, so each date is computed once and the database writes it.

Clocks with finished pauses are not among them: each has a history of its own (`histories.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Case, Count, F, QuerySet, UUIDField, Value, When, Window
from django.db.models.functions import Coalesce, Mod, RowNumber

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import database_key
from pendopo.kernel.calendar.models import (
    AgencyDay,
    Clock,
    ClockEventKind,
    ClockState,
    ClockUnit,
    PlannedMove,
    Recomputation,
)
from pendopo.kernel.calendar.queries import CalendarBook
from pendopo.lib.deadlines import end_of_day
from pendopo.lib.workdays import DateUnknown, WorkCalendar

# Stand for "none" where the database compares: it joins by equality only.
NOBODY: Final = UUID(int=0)
NEVER: Final = date.min

OPEN: Final = (ClockState.RUNNING, ClockState.PAUSED)
_WRITTEN_AT_ONCE: Final = 1000
# Clocks that could not be moved are named up to this number, and counted beyond.
MOST_NAMED: Final = 100

_OLD: Final = (
    "own_agency", "own_unit", "week_days", "calendar_scope", "timezone",
    "start_on", "rolls_from", "days", "due_on", "due_at", "provisional",
)  # fmt: skip

# CROSS JOIN: SQLite then goes through the clocks and looks the kind of each up, never the other way round.
_HIT = """
SELECT c.id, c.agency_id, c.due_on AS old_due_on,
       m.new_start_on, m.new_due_on, m.new_due_at, m.new_provisional, m.told_on
FROM calendar_clock c
JOIN agencies_agency a ON a.id = c.agency_id
CROSS JOIN calendar_plannedmove m
WHERE m.run = %s
 AND m.start_on = c.start_on AND m.rolls_from = COALESCE(c.rolls_from, %s) AND m.days = c.n + c.extended_n
 AND m.due_on = c.due_on AND m.due_at = c.due_at AND m.provisional = c.provisional
 AND m.week_days = a.week_days AND m.calendar_scope = a.calendar_scope AND m.timezone = a.timezone
 AND m.own_agency = CASE WHEN c.agency_id IN (SELECT agency_id FROM calendar_agencyday) THEN c.agency_id ELSE %s END
 AND m.own_unit = CASE WHEN c.unit_id IN (SELECT unit_id FROM calendar_agencyday WHERE unit_id IS NOT NULL)
                  THEN c.unit_id ELSE %s END
 AND c.state IN ('running', 'paused') AND c.counts = 'working_days' AND c.paused_working_days = 0
"""
_TELL = """
INSERT INTO calendar_clockevent
       (agency_id, clock_id, kind, at, "on", user_id, by_label, reason, rule, old_due_on, new_due_on)
SELECT agency_id, id, %s, {at}, told_on, {user}, %s, %s, '', old_due_on, new_due_on
FROM hit WHERE new_due_on <> old_due_on
"""
_SET = """
UPDATE calendar_clock SET start_on = hit.new_start_on, due_on = hit.new_due_on, due_at = hit.new_due_at,
       provisional = hit.new_provisional
FROM hit WHERE calendar_clock.id = hit.id
"""
_COUNT = "SELECT agency_id, COUNT(*) FROM {told} GROUP BY agency_id"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which open clocks are meant: those of one agency, or of all; with `since` only those due from that date on."""

    agency: Agency | None
    since: date | None

    def clocks(self) -> QuerySet[Clock]:
        """Return the open clocks in working days, unordered."""
        found: QuerySet[Clock] = Clock.objects.for_agency(self.agency) if self.agency else Clock.objects.all()
        found = found.filter(state__in=OPEN, counts=ClockUnit.WORKING_DAYS)
        return found if self.since is None else found.filter(due_on__gte=self.since)


@dataclass(slots=True)
class Plan:
    """What one reading of the clocks gave: how many kinds will move, clocks without a date, the first of them by key."""

    moves: int = 0
    unresolved: int = 0
    named: tuple[UUID, ...] = ()


def follow(calendar: WorkCalendar, zone: ZoneInfo, old: dict[str, Any]) -> tuple[date, date, datetime, bool]:
    """Return T0, due date, due instant and whether it is provisional for clocks that stand like `old`.

    Raises DateUnknown when a day lies outside the calendar.
    """
    rolls = old["rolls_from"] != NEVER
    start_on = calendar.on_or_after(old["rolls_from"]) if rolls else old["start_on"]
    due_on = calendar.due(start_on, old["days"])
    years = range((start_on + timedelta(days=1)).year, due_on.year + 1) if due_on > start_on else ()
    return start_on, due_on, end_of_day(due_on, zone), any(year in calendar.provisional_years for year in years)


def plan(job: Recomputation, run: UUID, scope: Scope, book: CalendarBook) -> Plan:
    """Write down what each kind of clock becomes, kinds that stay left out. One query for all clocks, however many."""
    found, written = Plan(), []
    calendars = _Calendars(book)
    for old in _kinds(scope).iterator(chunk_size=2000):
        zone = calendars.zone(old["timezone"])
        try:
            new = follow(calendars.of(old), zone, old)
        except DateUnknown:
            found.unresolved += old.pop("clocks")
            found.named += _named(scope, old, MOST_NAMED - len(found.named))
            continue
        if new != (old["start_on"], old["due_on"], old["due_at"], old["provisional"]):
            told_on = job.started_at.astimezone(zone).date()
            written.append(_planned(job, run, old, new, told_on))
        if len(written) >= _WRITTEN_AT_ONCE:
            found.moves += len(PlannedMove.objects.bulk_create(written))
            written = []
    found.moves += len(PlannedMove.objects.bulk_create(written))
    if found.moves and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Without knowing how many kinds there are, the database would look all clocks through for each of them.
            cursor.execute("ANALYZE calendar_plannedmove")
    return found


def _planned(
    job: Recomputation, run: UUID, old: dict[str, Any], new: tuple[date, date, datetime, bool], told_on: date
) -> PlannedMove:
    start_on, due_on, due_at, provisional = new
    return PlannedMove(
        job=job,
        run=run,
        new_start_on=start_on,
        new_due_on=due_on,
        new_due_at=due_at,
        new_provisional=provisional,
        told_on=told_on,
        **{name: old[name] for name in _OLD},
    )


class _Calendars:
    """Calendars of a book by what sets kinds of clocks apart."""

    def __init__(self, book: CalendarBook) -> None:
        self._book = book
        self._agencies = Agency.objects.in_bulk(list(book.own_days))
        units = {day.unit_id for days in book.own_days.values() for day in days if day.unit_id}
        self._units = Unit.objects.in_bulk(list(units))
        self._zones: dict[str, ZoneInfo] = {}

    def of(self, old: dict[str, Any]) -> WorkCalendar:
        """Return the calendar of one kind of clocks."""
        agency, unit = self._agencies.get(old["own_agency"]), self._units.get(old["own_unit"])
        return self._book.calendar(agency, unit=unit, week=old["week_days"], scope=old["calendar_scope"])

    def zone(self, name: str) -> ZoneInfo:
        """Return a zone by name."""
        return self._zones.get(name) or self._zones.setdefault(name, ZoneInfo(name))


def _classed(scope: Scope) -> QuerySet[Clock]:
    """Return the clocks that move by the set, each with the columns that decide where it moves."""
    days = AgencyDay.objects.all()
    nobody = Value(NOBODY, output_field=UUIDField())
    return (
        scope.clocks()
        .filter(paused_working_days=0)
        .annotate(
            own_agency=Case(When(agency_id__in=days.values("agency_id"), then=F("agency_id")), default=nobody),
            own_unit=Case(
                When(unit_id__in=days.filter(unit__isnull=False).values("unit_id"), then=F("unit_id")), default=nobody
            ),
            week_days=F("agency__week_days"),
            calendar_scope=F("agency__calendar_scope"),
            timezone=F("agency__timezone"),
            rolls=Coalesce("rolls_from", Value(NEVER)),
            days=F("n") + F("extended_n"),
        )
    )


def _kinds(scope: Scope) -> QuerySet[Any, dict[str, Any]]:
    """Return the kinds of clocks with their number; the date from which T0 rolls is called as in the plan."""
    columns = [name for name in _OLD if name != "rolls_from"]
    counted = _classed(scope).order_by().values(*columns, "rolls").annotate(clocks=Count("id"))
    found: QuerySet[Any, dict[str, Any]] = counted.values(*columns, "clocks", rolls_from=F("rolls"))
    return found


def _named(scope: Scope, old: dict[str, Any], most: int) -> tuple[UUID, ...]:
    """Return the keys of at most `most` clocks of one kind."""
    if most <= 0:
        return ()
    wanted = {name if name != "rolls_from" else "rolls": value for name, value in old.items()}
    found = _classed(scope).filter(**wanted)
    return tuple(found.order_by("pk").values_list("pk", flat=True)[:most])


def ranges(scope: Scope, size: int) -> Iterator[tuple[UUID | None, UUID | None]]:
    """Yield the clocks that move by the set as ranges of `size` keys: after the first, up to the second included."""
    placed = scope.clocks().filter(paused_working_days=0).annotate(place=Window(RowNumber(), order_by="id"))
    bounds = placed.annotate(rest=Mod("place", size)).filter(rest=0).order_by("id").values_list("id", flat=True)
    after: UUID | None = None
    for until in list(bounds):
        yield after, until
        after = until
    yield after, None


def move(job: Recomputation, run: UUID, scope: Scope, after: UUID | None, until: UUID | None) -> dict[UUID, int]:
    """Move the clocks of one range as planned, leave an event with each that is due on another day; return how many.

    The numbers are by agency. Runs inside the caller's transaction; a clock that somebody has changed meanwhile no
    longer stands as planned and stays.
    """
    hit, values = _hit(run, scope, after, until)
    at = connection.ops.adapt_datetimefield_value(job.started_at)
    tell = _TELL.format(at="%s", user="%s")
    words = [
        ClockEventKind.RECOMPUTED.value, at, database_key(job.user_id) if job.user_id else None, job.by_label, job.reason,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In the order of their keys, as everybody locks several clocks.
            hit += " ORDER BY c.id FOR UPDATE OF c"
            tell = _TELL.format(at="%s::timestamptz", user="%s::uuid")
            told = f"told AS ({tell} RETURNING agency_id)"
            moved = f"moved AS ({_SET})"
            cursor.execute(f"WITH hit AS ({hit}), {moved}, {told} {_COUNT.format(told='told')}", [*values, *words])
            return {UUID(str(agency_id)): number for agency_id, number in cursor.fetchall()}
        # One writer at a time here, so that three statements see the same clocks.
        counted = _COUNT.format(told="hit WHERE new_due_on <> old_due_on")
        cursor.execute(f"WITH hit AS ({hit}) {counted}", values)
        numbers = {UUID(str(agency_id)): number for agency_id, number in cursor.fetchall()}
        cursor.execute(tell.replace("FROM hit", f"FROM ({hit}) AS hit"), [*words, *values])
        cursor.execute(_SET.replace("FROM hit", f"FROM ({hit}) AS hit"), values)
        return numbers


def _hit(run: UUID, scope: Scope, after: UUID | None, until: UUID | None) -> tuple[str, list[Any]]:
    """Return the SELECT of one range's clocks that stand as planned, and its values."""
    nobody, never = database_key(NOBODY), connection.ops.adapt_datefield_value(NEVER)
    sql, values = _HIT, [database_key(run), never, nobody, nobody]
    bounds = ((" AND c.id > %s", after), (" AND c.id <= %s", until))
    narrowed = ((" AND c.agency_id = %s", scope.agency.pk if scope.agency else None),)
    for part, key in (*bounds, *narrowed):
        if key is not None:
            sql, values = sql + part, [*values, database_key(key)]
    return sql, values
