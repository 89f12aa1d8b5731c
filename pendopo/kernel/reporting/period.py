"""The period of a register or report (masa laporan): a year, a part of it, or from one day to another."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop

FIRST_YEAR: Final = 2000
# A range may span some years of a register, not everything there is by a typing error.
MAX_DAYS: Final = 366 * 10

QUARTERS: Final = ("t1", "t2", "t3", "t4")
HALVES: Final = ("s1", "s2")
MONTHS: Final = tuple(f"{month:02d}" for month in range(1, 13))
PARTS: Final = ("", *HALVES, *QUARTERS, *MONTHS)
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIELDS: Final = ("tahun", "bagian", "dari", "sampai")


class PeriodRefused(Exception):
    """A period cannot be understood: the field, a code, and a sentence with the remedy (named places in `params`)."""

    def __init__(self, field: str, code: str, template: str, params: Mapping[str, str] | None = None) -> None:
        self.field = field
        self.code = code
        self.template = template
        self.params = dict(params or {})
        super().__init__(template % self.params)


_YEAR = gettext_noop("Tulis tahun dengan empat angka antara %(first)s dan %(last)s.")
_PART = gettext_noop("Pilih bagian tahun dari daftar.")
_DAY = gettext_noop("Tulis tanggal sebagai tahun-bulan-hari, misalnya %(example)s.")
_START_MISSING = gettext_noop("Isi juga tanggal awal, atau kosongkan tanggal akhir.")
_ORDER = gettext_noop("Tanggal akhir harus sama dengan atau sesudah tanggal awal.")
_TOO_LONG = gettext_noop("Rentang tanggal paling panjang sepuluh tahun. Pilih rentang yang lebih pendek.")


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included, local dates of the agency.

    `part` is "" for a whole year, s1–s2, t1–t4, 01–12, or "range"; only a range has no `year`.
    """

    start: dt.date
    end: dt.date
    part: str
    year: int | None

    @property
    def slug(self) -> str:
        """Return the period for a file name.

        >>> Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30), "t3", 2026).slug
        '2026-t3'
        """
        if self.year is None:
            return f"{self.start.isoformat()}_{self.end.isoformat()}"
        return f"{self.year}-{self.part}" if self.part else str(self.year)

    def instants(self, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
        """Return the first instant in zone `zone`, and the first one after the period."""
        return (
            dt.datetime.combine(self.start, dt.time(), tzinfo=zone),
            dt.datetime.combine(self.end + dt.timedelta(days=1), dt.time(), tzinfo=zone),
        )


def of_year(year: int, part: str = "") -> Period:
    """Return a year or its part; raise ValueError for an unknown part."""
    if part in QUARTERS:
        first, last = 3 * QUARTERS.index(part) + 1, 3 * QUARTERS.index(part) + 3
    elif part in HALVES:
        first, last = 6 * HALVES.index(part) + 1, 6 * HALVES.index(part) + 6
    elif part in MONTHS:
        first = last = int(part)
    elif part == "":
        first, last = 1, 12
    else:
        raise ValueError(f"No part of a year: {part}")
    return Period(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]), part, year)


def parse_period(values: Mapping[str, str], *, today: dt.date) -> Period:
    """Return the period that the query names; without any it is the year of `today`.

    `dari` and `sampai` (ISO dates) win over `tahun` and `bagian`; `dari` alone runs until today. Raises PeriodRefused.
    """
    start = _day(values, "dari", today)
    end = _day(values, "sampai", today)
    if start is not None or end is not None:
        return _range(start, end, today)
    part = values.get("bagian", "").strip()
    if part not in PARTS:
        raise PeriodRefused("bagian", "unknown_part", _PART)
    return of_year(_year(values.get("tahun", "").strip(), today), part)


def _range(start: dt.date | None, end: dt.date | None, today: dt.date) -> Period:
    if start is None:
        raise PeriodRefused("dari", "start_missing", _START_MISSING)
    last = end or max(today, start)
    if last < start:
        raise PeriodRefused("sampai", "order", _ORDER)
    if (last - start).days > MAX_DAYS:
        raise PeriodRefused("sampai", "too_long", _TOO_LONG)
    return Period(start, last, "range", None)


def _year(text: str, today: dt.date) -> int:
    if not text:
        return today.year
    last = today.year + 1
    if not (text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= last):
        raise PeriodRefused("tahun", "year", _YEAR, {"first": str(FIRST_YEAR), "last": str(last)})
    return int(text)


def _day(values: Mapping[str, str], field: str, today: dt.date) -> dt.date | None:
    text = values.get(field, "").strip()
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= today.year + 1:
        raise PeriodRefused(field, "date", _DAY, {"example": today.isoformat()})
    return day
