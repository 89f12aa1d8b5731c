"""Hari kerja: which days count, when a period of working days ends, and why.

Pure arithmetic over a table of days off; the law behind the table is not known here.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

Week = Literal[5, 6]
ReceiptPolicy = Literal["as_is", "next_working_day"]

_ONE_DAY = timedelta(days=1)


class DateUnknown(LookupError):
    """A computation needs a day outside the calendar; `on` is that day when it is known."""

    def __init__(self, first: date, last: date, on: date | None = None) -> None:
        self.first, self.last, self.on = first, last, on
        where = f"{on.isoformat()} is outside" if on else "The period runs past the end of"
        super().__init__(
            f"{where} the calendar ({first.isoformat()} to {last.isoformat()}); load the days off of that year first."
        )


@dataclass(frozen=True, slots=True)
class DayOff:
    """Hari libur: one date on which nobody is due, with the decree that says so.

    `kind` is "national" (libur nasional), "joint_leave" (cuti bersama) or "agency" (a closure of
    one body). `estimated` marks a date that waits for an official announcement.
    """

    date: date
    name: str
    kind: str = "national"
    decree: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Computation:
    """One period of working days with every day that made it.

    `counted` holds the working days in order; `skipped` the days off after `start_on` up to
    `due_on`, also those on weekly rest days; `rest_days` the weekly rest days without a day off.
    `estimated` names days off not yet announced that lie in the period or touch it, so that a
    shift by one day would move the result.
    """

    start_on: date
    due_on: date
    counted: tuple[date, ...]
    skipped: tuple[DayOff, ...]
    rest_days: tuple[date, ...]
    provisional: bool
    estimated: tuple[DayOff, ...]


@dataclass(frozen=True, eq=False, slots=True)
class WorkCalendar:
    """Kalender kerja of one body from `first` to `last`, both included.

    `week` 5 works Monday to Friday, 6 to Saturday. A date in `extra_working` works although it is
    a rest day or stands in `days_off`. Years in `provisional_years` are not complete yet.
    Raises ValueError for an impossible calendar.
    """

    first: date
    last: date
    week: Week = 5
    days_off: Mapping[date, DayOff] = field(default_factory=dict)
    extra_working: frozenset[date] = frozenset()
    provisional_years: frozenset[int] = frozenset()
    # _count[i]: working days from `first` up to day i; _nth[k]: day number of working day k + 1.
    _count: "array[int]" = field(init=False, repr=False)
    _nth: "array[int]" = field(init=False, repr=False)
    _off_dates: tuple[date, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A calendar ends on or after its first day.")
        if self.week not in (5, 6):
            raise ValueError("A working week has 5 or 6 days.")
        length = (self.last - self.first).days + 1
        monday_based, week = self.first.weekday(), self.week
        works = bytearray((monday_based + i) % 7 < week for i in range(length))
        for on in self.days_off:
            if self.first <= on <= self.last:
                works[(on - self.first).days] = 0
        for on in self.extra_working:
            if self.first <= on <= self.last:
                works[(on - self.first).days] = 1
        count, nth, total = array("l"), array("l"), 0
        for i, is_working in enumerate(works):
            if is_working:
                total += 1
                nth.append(i)
            count.append(total)
        off_dates = tuple(sorted(set(self.days_off) - self.extra_working))
        object.__setattr__(self, "_count", count)
        object.__setattr__(self, "_nth", nth)
        object.__setattr__(self, "_off_dates", off_dates)

    def is_working(self, on: date) -> bool:
        """Say whether `on` is a working day. Raises DateUnknown outside the calendar."""
        i = self._index(on)
        return self._count[i] > (self._count[i - 1] if i else 0)

    def due(self, start_on: date, n: int) -> date:
        """Return the n-th working day after `start_on`, which itself is not counted.

        n = 0 gives `start_on`. Raises DateUnknown when either end leaves the calendar and
        ValueError when n is negative.
        """
        if n < 0:
            raise ValueError("A period has no negative number of working days.")
        before = self._count[self._index(start_on)]
        if n == 0:
            return start_on
        if before + n > len(self._nth):
            raise DateUnknown(self.first, self.last)
        return self.first + timedelta(days=self._nth[before + n - 1])

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after `after` up to and including `until`; negative backwards.

        Raises DateUnknown outside the calendar.
        """
        return self._count[self._index(until)] - self._count[self._index(after)]

    def on_or_after(self, on: date) -> date:
        """Return `on` or the first working day after it. Raises DateUnknown at the end."""
        i = self._index(on)
        return on if self.is_working(on) else self.due(self.first + timedelta(days=i), 1)

    def t0_of(self, instant: datetime, tz: tzinfo, policy: ReceiptPolicy, closes_at: time) -> date:
        """Return T0, the day of receipt in zone `tz`, of an aware `instant`.

        Under "as_is" it is the local date; under "next_working_day" receipt at or after
        `closes_at`, or on a day off, moves to the next working day. Raises DateUnknown.
        """
        received_on = self.received_on(instant, tz, policy, closes_at)
        if policy == "as_is":
            self._index(received_on)
            return received_on
        return self.on_or_after(received_on)

    @staticmethod
    def received_on(instant: datetime, tz: tzinfo, policy: ReceiptPolicy, closes_at: time) -> date:
        """Return the local date of receipt, the next one after closing under "next_working_day".

        Raises ValueError for an instant without a zone.
        """
        if instant.tzinfo is None:
            raise ValueError("An instant of receipt carries its time zone.")
        local = instant.astimezone(tz)
        late = policy == "next_working_day" and local.time() >= closes_at
        return local.date() + _ONE_DAY if late else local.date()

    def explain(self, start_on: date, n: int) -> Computation:
        """Compute `due(start_on, n)` and list every day that made it. Raises as `due` does."""
        due_on = self.due(start_on, n)
        span = [start_on + timedelta(days=i) for i in range(1, (due_on - start_on).days + 1)]
        counted = tuple(on for on in span if self.is_working(on))
        skipped = tuple(self.days_off_between(start_on + _ONE_DAY, due_on))
        named = {day.date for day in skipped}
        working = set(counted)
        touched = self.days_off_between(start_on, due_on + _ONE_DAY) if n else ()
        return Computation(
            start_on=start_on,
            due_on=due_on,
            counted=counted,
            skipped=skipped,
            rest_days=tuple(on for on in span if on not in working and on not in named),
            provisional=any(on.year in self.provisional_years for on in span),
            estimated=tuple(day for day in touched if day.estimated),
        )

    def days_off_between(self, since: date, until: date) -> Iterable[DayOff]:
        """Return the days off from `since` to `until`, both included, in order."""
        at = bisect_left(self._off_dates, since)
        found = []
        while at < len(self._off_dates) and self._off_dates[at] <= until:
            found.append(self.days_off[self._off_dates[at]])
            at += 1
        return found

    def _index(self, on: date) -> int:
        if not self.first <= on <= self.last:
            raise DateUnknown(self.first, self.last, on)
        return (on - self.first).days
