"""Tenggat: rules that turn the day something happened into the moment it is due.

Each rule is a row with its number, unit, article and the dates between which it is in force; the modules register
theirs. A regime names the rules that take the place of the general ones for a kind of body or of request.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Final, Literal

from pendopo.lib.workdays import Computation, ReceiptPolicy, WorkCalendar

Unit = Literal["working_days", "months", "hours"]
Confidence = Literal["A", "B", "C"]
Anchor = Literal["event", "year_end"]

# A day ends with its last whole second, so that a due date and its instant name the same day.
END_OF_DAY = time(23, 59, 59)


# The regime of everybody who chose no other.
GENERAL: Final = "general"


class UnknownRule(LookupError):
    """No rule has this code, or none of its versions was in force `on` that date; `known` lists those that exist."""

    def __init__(self, code: str, known: tuple[str, ...], on: date | None = None) -> None:
        self.code, self.known, self.on = code, known, on
        when = f" in force on {on.isoformat()}" if on else ""
        super().__init__(f"No deadline rule {code!r}{when}; known are {', '.join(known) or 'none'}.")


class UnknownRegime(LookupError):
    """No regime has this code; `known` lists those that exist."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        self.code, self.known = code, known
        super().__init__(f"No regime {code!r}; known are {', '.join(known) or 'none'}.")


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One statutory period: `n` of `unit` after the event in `starts_at`.

    `title`, `starts_at`, `topic` are Indonesian msgids, `legal_basis` an Indonesian citation; lists are grouped by topic.
    `confidence` is A (read in the law), B (read in a derived text) or C (to be checked).
    `anchor` "year_end" counts from the last day of the year of the event. `valid_from` and `valid_until`, both
    included, bound the version; None leaves that end open.
    """

    code: str
    n: int
    unit: Unit
    title: str
    starts_at: str
    legal_basis: str
    confidence: Confidence
    anchor: Anchor = "event"
    valid_from: date | None = None
    valid_until: date | None = None
    topic: str = ""

    def holds_on(self, on: date) -> bool:
        """Return whether this version is in force on that date."""
        return (self.valid_from or date.min) <= on <= (self.valid_until or date.max)

    @property
    def version(self) -> str:
        """Return what names this version: its code, and the first day on which it is in force."""
        return f"{self.code}@{self.valid_from.isoformat()}" if self.valid_from else self.code


@dataclass(frozen=True, slots=True)
class Regime:
    """Rezim tenggat: a named set of rule codes, told as what takes the place of the general rules.

    `replaces` maps a general code to the code that counts here; what is not named stays general. `title` and `note`
    are Indonesian msgids. `verified` is False while the figures or the number of the regulation were not read in its
    text: such a regime may be chosen, and says so wherever it is shown. `per_case` allows one request alone to choose it.
    """

    code: str
    title: str
    legal_basis: str
    source: str
    verified: bool
    replaces: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    per_case: bool = False

    def code_for(self, code: str) -> str:
        """Return the code of the rule that counts under this regime in place of the general `code`."""
        return self.replaces.get(code, code)


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


# Code → its versions, the oldest first.
_rules: dict[str, tuple[DeadlineRule, ...]] = {}
_regimes: dict[str, Regime] = {}


def register_rules(*rules: DeadlineRule) -> None:
    """Add `rules` to the registry; several versions of one code must not be in force on the same day.

    Raises ValueError when a code means something else already, or two versions overlap.
    """
    for rule in rules:
        before = _rules.get(rule.code, ())
        if rule in before:
            continue
        if any(_overlap(rule, other) for other in before):
            raise ValueError(f"Two different deadline rules are called {rule.code!r} on the same day.")
        if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
            raise ValueError(f"The deadline rule {rule.code!r} ends before it begins.")
        _rules[rule.code] = tuple(sorted((*before, rule), key=lambda each: each.valid_from or date.min))


def _overlap(one: DeadlineRule, other: DeadlineRule) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins <= min(one.valid_until or date.max, other.valid_until or date.max)


def all_rules(on: date | None = None) -> Mapping[str, DeadlineRule]:
    """Return every rule in force on `on` by code, in the order of registration, read-only; without a date the newest."""
    found = {code: _version(versions, on) for code, versions in _rules.items()}
    return MappingProxyType({code: rule for code, rule in found.items() if rule is not None})


def versions_of(code: str) -> tuple[DeadlineRule, ...]:
    """Return all versions of the rule called `code`, the oldest first. Raises UnknownRule."""
    try:
        return _rules[code]
    except KeyError:
        raise UnknownRule(code, tuple(_rules)) from None


def rule(code: str, on: date | None = None) -> DeadlineRule:
    """Return the version of the rule called `code` in force on `on`, the newest without a date. Raises UnknownRule."""
    found = _version(versions_of(code), on)
    if found is None:
        raise UnknownRule(code, tuple(_rules), on)
    return found


def _version(versions: tuple[DeadlineRule, ...], on: date | None) -> DeadlineRule | None:
    if on is None:
        return versions[-1]
    return next((each for each in versions if each.holds_on(on)), None)


def register_regimes(*regimes: Regime) -> None:
    """Add `regimes` to the registry. Raises ValueError when a code means something else already."""
    for each in regimes:
        if _regimes.setdefault(each.code, each) != each:
            raise ValueError(f"Two different regimes are called {each.code!r}.")


def all_regimes() -> Mapping[str, Regime]:
    """Return every registered regime by code, in the order of registration, read-only."""
    return MappingProxyType(_regimes)


def regime(code: str) -> Regime:
    """Return the regime called `code`; an empty code is the general one. Raises UnknownRegime."""
    try:
        return _regimes[code or GENERAL]
    except KeyError:
        raise UnknownRegime(code, tuple(_regimes)) from None


def rule_under(regime_code: str, code: str, on: date | None = None) -> DeadlineRule:
    """Return the rule that counts in place of the general `code` under a regime. Raises UnknownRegime, UnknownRule."""
    return rule(regime(regime_code).code_for(code), on)


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
