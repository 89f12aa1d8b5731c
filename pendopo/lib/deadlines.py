"""Tenggat: rules that turn the day something happened into the moment it is due.

Each rule is a row with its number, unit and article; the modules register theirs.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Literal

from pendopo.lib.workdays import Computation, ReceiptPolicy, WorkCalendar

Unit = Literal["working_days", "months", "hours"]
Confidence = Literal["A", "B", "C"]
Anchor = Literal["event", "year_end"]

# A day ends with its last whole second, so that a due date and its instant name the same day.
END_OF_DAY = time(23, 59, 59)


class UnknownRule(LookupError):
    """No rule has this code; `known` lists those that exist."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        self.code, self.known = code, known
        super().__init__(f"No deadline rule {code!r}; known are {', '.join(known) or 'none'}.")


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One statutory period: `n` of `unit` after the event in `starts_at`.

    `title`, `starts_at` are Indonesian msgids, `legal_basis` an Indonesian citation.
    `confidence` is A (read in the law), B (read in a derived text) or C (to be checked).
    `anchor` "year_end" counts from the last day of the year of the event.
    """

    code: str
    n: int
    unit: Unit
    title: str
    starts_at: str
    legal_basis: str
    confidence: Confidence
    anchor: Anchor = "event"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The result of one rule: T0, the last day and the last instant.

    `computation` lists the days and is None for months and hours.
    """

    rule: DeadlineRule
    n: int
    start_on: date
    due_on: date
    due_at: datetime
    computation: Computation | None


_rules: dict[str, DeadlineRule] = {}


def register_rules(*rules: DeadlineRule) -> None:
    """Add `rules` to the registry. Raises ValueError when a code means something else already."""
    for rule in rules:
        if _rules.setdefault(rule.code, rule) != rule:
            raise ValueError(f"Two different deadline rules are called {rule.code!r}.")


def all_rules() -> Mapping[str, DeadlineRule]:
    """Return every registered rule by code, in the order of registration, read-only."""
    return MappingProxyType(_rules)


def rule(code: str) -> DeadlineRule:
    """Return the rule called `code`. Raises UnknownRule."""
    try:
        return _rules[code]
    except KeyError:
        raise UnknownRule(code, tuple(_rules)) from None


def end_of_day(on: date, tz: tzinfo) -> datetime:
    """Return the last whole second of `on` in zone `tz`."""
    return datetime.combine(on, END_OF_DAY, tzinfo=tz)


def add_months(on: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month when it is shorter."""
    year, month0 = divmod(on.year * 12 + on.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(on.day, last))


def add_hours(instant: datetime, hours: int, tz: tzinfo) -> datetime:
    """Return the aware `instant` plus elapsed `hours`, told in zone `tz`."""
    return (instant.astimezone(UTC) + timedelta(hours=hours)).astimezone(tz)


def months_deadline(rule: DeadlineRule, on: date, tz: tzinfo, *, n: int | None = None) -> Deadline:
    """Compute a rule in months for an event on `on`."""
    months = rule.n if n is None else n
    start_on = date(on.year, 12, 31) if rule.anchor == "year_end" else on
    due_on = add_months(start_on, months)
    return Deadline(rule, months, start_on, due_on, end_of_day(due_on, tz), None)


def hours_deadline(rule: DeadlineRule, instant: datetime, tz: tzinfo, *, n: int | None = None) -> Deadline:
    """Compute a rule in elapsed hours from an aware `instant`; no calendar plays a part."""
    hours = rule.n if n is None else n
    due_at = add_hours(instant, hours, tz)
    return Deadline(rule, hours, instant.astimezone(tz).date(), due_at.date(), due_at, None)


def working_days_deadline(
    rule: DeadlineRule,
    start_on: date,
    calendar: WorkCalendar,
    tz: tzinfo,
    *,
    n: int | None = None,
) -> Deadline:
    """Compute a rule in working days from T0 = `start_on`. Raises DateUnknown."""
    days = rule.n if n is None else n
    computation = calendar.explain(start_on, days)
    due_on = computation.due_on
    return Deadline(rule, days, start_on, due_on, end_of_day(due_on, tz), computation)


def compute(
    rule: DeadlineRule,
    received: datetime | date,
    tz: tzinfo,
    calendar: WorkCalendar,
    *,
    receipt: ReceiptPolicy = "as_is",
    closes_at: time = time(16, 0),
) -> Deadline:
    """Compute `rule` for an event at `received`, an aware datetime or a plain date in `tz`.

    A plain date has no hour: closing time plays no part, and hours run from its midnight.
    Raises DateUnknown when the calendar does not know a day that is needed.
    """
    moment = received if isinstance(received, datetime) else None
    on = received if moment is None else moment.astimezone(tz).date()
    if rule.unit == "hours":
        return hours_deadline(rule, moment or datetime.combine(on, time(), tzinfo=tz), tz)
    if rule.unit == "months":
        return months_deadline(rule, on, tz)
    if moment is not None:
        start_on = calendar.t0_of(moment, tz, receipt, closes_at)
    else:
        start_on = calendar.on_or_after(on) if receipt == "next_working_day" else on
    return working_days_deadline(rule, start_on, calendar, tz)
