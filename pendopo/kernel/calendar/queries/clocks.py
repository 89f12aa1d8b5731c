"""Clocks: what is open, what is left, and the explanation day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from pendopo.kernel import clock as present
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, ClockUnit
from pendopo.kernel.calendar.queries.answers import uncertainties
from pendopo.kernel.calendar.queries.calendars import CalendarBook, calendar_book
from pendopo.lib.deadlines import DeadlineRule, rule
from pendopo.lib.workdays import WorkCalendar
from pendopo.ui.formats import medium_date

Pause = tuple[date, date]


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a clock; `number` counts the working days, `rule` says under which period it counts."""

    on: date
    kind: Literal["start", "counted", "holiday", "rest", "paused"]
    number: int | None = None
    name: str = ""
    rule: DeadlineRule | None = None


@dataclass(frozen=True, slots=True)
class ClockExplanation:
    """A clock that explains itself: the rules with their articles, every day, what happened, what is uncertain.

    `days` is empty for months and hours; `periods` holds each rule with the number that counts for this clock.
    """

    clock: Clock
    rules: tuple[DeadlineRule, ...]
    days: tuple[DayLine, ...]
    events: tuple[ClockEvent, ...]
    notes: tuple[str, ...]
    periods: tuple[tuple[DeadlineRule, int], ...] = ()


def clocks_of(agency: Agency, subject_type: str, subject_ids: Iterable[UUID]) -> list[Clock]:
    """Return all clocks of some cases, stopped ones too, in the order in which they started. One query."""
    found = Clock.objects.for_agency(agency).filter(subject_type=subject_type, subject_id__in=list(subject_ids))
    return list(found.order_by("start_at", "id"))


def working_days_left(clock: Clock, calendar: WorkCalendar, today: date) -> int | None:
    """Return the working days from `today` to the due date, negative when overdue; None unless the clock counts them.

    0 means due today. A paused clock keeps what it had on the day of the pause. Raises DateUnknown.
    """
    if clock.counts != ClockUnit.WORKING_DAYS or clock.due_on is None or not clock.is_open:
        return None
    return calendar.working_days_between(clock.paused_on or today, clock.due_on)


def pauses_of(events: Iterable[ClockEvent]) -> list[Pause]:
    """Return the finished pauses in `events`, each from the day of the pause to the day it resumed."""
    pauses: list[Pause] = []
    since: date | None = None
    for event in events:
        if event.kind == ClockEventKind.PAUSED:
            since = event.on
        elif event.kind == ClockEventKind.RESUMED and since is not None:
            pauses.append((since, event.on))
            since = None
    return pauses


def explained_clocks(
    agency: Agency, subject_type: str, subject_id: UUID
) -> list[tuple[Clock, int | None, ClockExplanation]]:
    """Return every clock of a case, the working days left, and its explanation day by day. Three queries."""
    book = calendar_book()
    calendar, today = book.calendar(agency), present.today(agency.timezone)
    clocks = clocks_of(agency, subject_type, [subject_id])
    events: dict[UUID, list[ClockEvent]] = {each.pk: [] for each in clocks}
    for event in ClockEvent.objects.for_agency(agency).filter(clock__in=clocks).order_by("id"):
        events[event.clock_id].append(event)
    found = []
    for each in clocks:
        each.agency = agency
        explained = explain_clock(each, book=book, events=events[each.pk])
        found.append((each, working_days_left(each, calendar, today), explained))
    return found


def explain_clock(
    clock: Clock, *, book: CalendarBook | None = None, events: Iterable[ClockEvent] | None = None
) -> ClockExplanation:
    """Explain a clock day by day, with the article of each period, for a page.

    Queries: the clock's `events` (in order) and the calendar's stamp (`book`) unless they are given; agency and unit
    when not selected before.
    Raises UnknownRule when the clock's rule is not registered any more, and DateUnknown.
    """
    if events is None:
        events = ClockEvent.objects.for_agency(clock.agency).filter(clock=clock).order_by("id")
    events = tuple(events)
    law_on = clock.law_on
    periods = [(rule(clock.rule, law_on), clock.n)]
    periods += [(rule(event.rule, law_on), event.n or 0) for event in events if event.kind == ClockEventKind.EXTENDED]
    days: tuple[DayLine, ...] = ()
    notes: list[str] = []
    if clock.counts == ClockUnit.WORKING_DAYS:
        calendar = (book or calendar_book()).calendar(clock.agency, unit=clock.unit)
        days = tuple(_lines(clock.start_on, calendar, periods, pauses_of(events)))
        notes = uncertainties(calendar.explain(clock.start_on, clock.total_n), calendar)
        if days[-1].on != clock.due_on:
            notes.append(
                _("Kalender berubah setelah tenggat ini dihitung; hitungan di bawah memakai kalender terbaru.")
            )
    if clock.paused_on is not None:
        notes.append(
            _("Dijeda sejak %(on)s; hari kerja selama jeda tidak dihitung.") % {"on": medium_date(clock.paused_on)}
        )
    return ClockExplanation(clock, tuple(period for period, _n in periods), days, events, tuple(notes), tuple(periods))


def _lines(
    start_on: date,
    calendar: WorkCalendar,
    periods: Sequence[tuple[DeadlineRule, int]],
    pauses: Sequence[Pause],
) -> Iterator[DayLine]:
    yield DayLine(start_on, "start")
    off = {day.date: day for day in calendar.days_off_between(start_on, calendar.last)}
    on, number = start_on, 0
    for period, n in periods:
        until = number + n
        while number < until:
            on += timedelta(days=1)
            if not calendar.is_working(on):
                named = off.get(on)
                yield DayLine(on, "holiday", name=named.name) if named else DayLine(on, "rest")
            elif any(since < on <= resumed for since, resumed in pauses):
                yield DayLine(on, "paused")
            else:
                number += 1
                yield DayLine(on, "counted", number, rule=period)
