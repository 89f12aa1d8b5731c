"""Filling the table of days off from the `holidays` package; what people changed stays as they left it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version

import holidays
from django.db import transaction

from pendopo.kernel.calendar.actions import touch_calendar
from pendopo.kernel.calendar.models import CalendarStamp, CalendarYear, Holiday, HolidayKind, YearStatus
from pendopo.kernel.calendar.rules import DECREES, SEEDED_YEARS, decree_of

_CATEGORIES = {HolidayKind.NATIONAL: "public", HolidayKind.JOINT_LEAVE: "government"}
_ESTIMATED_LABEL = "(perkiraan)"

_Key = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class Seeded:
    """How many days off were added, corrected and removed, and how many years are new or changed status."""

    added: int
    corrected: int
    removed: int
    years: int


@lru_cache(maxsize=4)
def package_days(years: range) -> dict[_Key, bool]:
    """Return the package's days off of `years` as (date, kind, name) → estimated, names without their label."""
    found: dict[_Key, bool] = {}
    for kind, category in _CATEGORIES.items():
        # The package drops the label of Islamic dates on request; with it we learn which days are not announced yet.
        days = holidays.country_holidays(
            "ID", years=years, categories=(category,), language="id", islamic_show_estimated=True
        )
        for on, names in days.items():
            for labelled in names.split("; "):
                name = labelled.removesuffix(_ESTIMATED_LABEL).strip()
                found[(on, kind.value, name)] = labelled.endswith(_ESTIMATED_LABEL)
    return found


def seed_calendar(years: range = SEEDED_YEARS) -> Seeded:
    """Bring the table in step with the installed package for `years`; calling it again changes nothing.

    Rows that a person edited are never touched, nor is a day of the same date and kind added beside them. A year
    without any joint leave is provisional.
    """
    wanted = package_days(years)
    source = f"holidays {version('holidays')}"
    with transaction.atomic():
        rows = list(Holiday.objects.filter(on__year__gte=years.start, on__year__lt=years.stop))
        edited = {(row.on, row.kind) for row in rows if row.edited}
        own = {(row.on, row.kind, row.name): row for row in rows if not row.edited}
        stale = [row.pk for key, row in own.items() if key not in wanted]
        wrong = [row for key, row in own.items() if key in wanted and row.estimated != wanted[key]]
        new = [
            Holiday(on=on, kind=kind, name=name, estimated=estimated, decree=decree_of(on), source=source)
            for (on, kind, name), estimated in wanted.items()
            if (on, kind, name) not in own and (on, kind) not in edited
        ]
        for row in wrong:
            row.estimated, row.source = not row.estimated, source
        Holiday.objects.filter(pk__in=stale).delete()
        Holiday.objects.bulk_update(wrong, ["estimated", "source"])
        # Another process may be seeding at the same moment; its rows are the same.
        Holiday.objects.bulk_create(new, ignore_conflicts=True)
        changed_years = _seed_years(years, source)
        seeded = Seeded(len(new), len(wrong), len(stale), changed_years)
        if seeded != Seeded(0, 0, 0, 0) or not CalendarStamp.objects.exists():
            touch_calendar()
    return seeded


def _seed_years(years: Iterable[int], source: str) -> int:
    decreed = Holiday.objects.filter(kind=HolidayKind.JOINT_LEAVE, withdrawn=False)
    final = set(decreed.values_list("on__year", flat=True))
    known = CalendarYear.objects.in_bulk()
    changed = []
    for year in years:
        status = YearStatus.FINAL if year in final else YearStatus.PROVISIONAL
        row = known.get(year)
        if row is None or (not row.edited and row.status != status):
            changed.append(CalendarYear(year=year, status=status, decree=DECREES.get(year, ""), source=source))
    CalendarYear.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["year"], update_fields=["status", "decree", "source"]
    )
    return len(changed)
