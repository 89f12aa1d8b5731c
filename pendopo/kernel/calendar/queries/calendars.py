"""Work calendars out of the table of days off, kept in the process until the table changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast
from uuid import UUID

from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import run
from pendopo.kernel.calendar.models import AgencyDay, CalendarYear, Holiday, HolidayKind, YearStatus
from pendopo.kernel.calendar.rules import CalendarEmpty
from pendopo.lib.workdays import DayOff, Week, WorkCalendar

Scope = Literal["full", "national"]

_STAMP = "SELECT value FROM calendar_calendarstamp ORDER BY id LIMIT 1"

# Calendars of agencies with days of their own kept at once; one takes about 50 KB.
_KEPT = 256


@dataclass(frozen=True, slots=True)
class CalendarBook:
    """All work calendars at one stamp of the table; asking it again costs no query."""

    stamp: UUID | None
    first: date
    last: date
    provisional_years: frozenset[int]
    days_off: Mapping[Scope, Mapping[date, DayOff]]
    own_days: Mapping[UUID, tuple[AgencyDay, ...]]
    _made: dict[tuple[UUID | None, UUID | None, Week, Scope], WorkCalendar] = field(default_factory=dict)

    def calendar(
        self,
        agency: Agency | None = None,
        *,
        unit: Unit | None = None,
        week: Week | None = None,
        scope: Scope | None = None,
    ) -> WorkCalendar:
        """Return the calendar of `agency` or of its `unit`; `week` and `scope` override the agency's own.

        Without an agency: five days a week, joint leave included.
        """
        the_week = week or cast(Week, agency.week_days if agency else 5)
        the_scope = scope or cast(Scope, agency.calendar_scope if agency else "full")
        unit_ids = {None, unit.pk if unit else None}
        own = [day for day in self.own_days.get(agency.pk, ()) if day.unit_id in unit_ids] if agency else []
        key = (agency.pk if agency and own else None, unit.pk if unit and own else None, the_week, the_scope)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = self._made[key] = self._make(the_week, the_scope, own)
        return made

    def _make(self, week: Week, scope: Scope, own: Iterable[AgencyDay]) -> WorkCalendar:
        days_off = dict(self.days_off[scope])
        extra_working: set[date] = set()
        for day in own:
            if day.is_working:
                extra_working.add(day.on)
            else:
                extra_working.discard(day.on)
                days_off.setdefault(day.on, DayOff(day.on, day.reason, "agency", day.decree))
        return WorkCalendar(
            self.first,
            self.last,
            week=week,
            days_off=days_off,
            extra_working=frozenset(extra_working),
            provisional_years=self.provisional_years,
        )


_book: CalendarBook | None = None


def calendar_book() -> CalendarBook:
    """Return all calendars as the database has them now. One query, four when the table has changed.

    Raises CalendarEmpty when no year was ever loaded.
    """
    global _book  # noqa: PLW0603 - the point of the cache: one book for the process, replaced whole
    # By hand: every deadline asks this, and a query set would cost ten times what the answer does.
    found = run(_STAMP, ())
    stamp = UUID(str(found[0][0])) if found else None
    book = _book
    if book is None or stamp is None or book.stamp != stamp:
        book = _book = _load(stamp)
    return book


def work_calendar(
    agency: Agency | None = None,
    *,
    unit: Unit | None = None,
    week: Week | None = None,
    scope: Scope | None = None,
) -> WorkCalendar:
    """Return one work calendar, see CalendarBook.calendar. One query; take the book to ask for several."""
    return calendar_book().calendar(agency, unit=unit, week=week, scope=scope)


def _load(stamp: UUID | None) -> CalendarBook:
    years = dict(CalendarYear.objects.values_list("year", "status"))
    if not years:
        raise CalendarEmpty(
            _("Kalender hari libur belum dimuat. Administrator memuatnya dengan: pendopo calendar seed")
        )
    first, last = min(years), max(years)
    own_days: dict[UUID, list[AgencyDay]] = {}
    # A unit's say comes after its agency's, and so prevails.
    for day in sorted(AgencyDay.objects.all(), key=lambda day: day.unit_id is not None):
        own_days.setdefault(day.agency_id, []).append(day)
    holidays = list(Holiday.objects.filter(withdrawn=False))
    return CalendarBook(
        stamp=stamp,
        first=date(first, 1, 1),
        last=date(last, 12, 31),
        provisional_years=frozenset(year for year in range(first, last + 1) if years.get(year) != YearStatus.FINAL),
        days_off={
            "full": _by_date(holidays),
            "national": _by_date(day for day in holidays if day.kind == HolidayKind.NATIONAL),
        },
        own_days={agency_id: tuple(days) for agency_id, days in own_days.items()},
    )


def _by_date(holidays: Iterable[Holiday]) -> dict[date, DayOff]:
    """Return one day off per date; two feasts on one date share it, a national one gives the kind."""
    found: dict[date, DayOff] = {}
    for day in holidays:
        known = found.get(day.on)
        if known is None:
            found[day.on] = DayOff(day.on, day.name, day.kind, day.decree, day.estimated)
            continue
        found[day.on] = DayOff(
            day.on,
            f"{known.name}; {day.name}",
            HolidayKind.NATIONAL.value if day.kind == HolidayKind.NATIONAL else known.kind,
            known.decree or day.decree,
            # A date is certain as soon as one of its feasts is.
            known.estimated and day.estimated,
        )
    return found
