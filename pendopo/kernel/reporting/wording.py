"""A period and a cell in words, in the reader's language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.period import HALVES, MONTHS, QUARTERS, Period
from pendopo.kernel.reporting.registers import Cell
from pendopo.ui.formats import medium_date, moment, number_text, short_date

_ROMAN = ("I", "II", "III", "IV")


def month_name(month: int) -> str:
    """Return the month's name, 1 for January."""
    return medium_date(dt.date(2000, month, 1)).split()[1]


def part_in_words(part: str) -> str:
    """Return the words for a part of a year, "Setahun" for the whole."""
    if part in QUARTERS:
        return _("Triwulan %(number)s") % {"number": _ROMAN[QUARTERS.index(part)]}
    if part in HALVES:
        return _("Semester %(number)s") % {"number": _ROMAN[HALVES.index(part)]}
    if part in MONTHS:
        return month_name(int(part))
    return _("Setahun")


def period_in_words(period: Period) -> str:
    """Return the period for headings: "Tahun 2026", "Triwulan III 2026", "Agustus 2026", "1 Mei 2026 – 3 Juni 2026"."""
    if period.year is None:
        return f"{medium_date(period.start)} – {medium_date(period.end)}"
    if not period.part:
        return _("Tahun %(year)s") % {"year": period.year}
    return f"{part_in_words(period.part)} {period.year}"


def cell_in_words(value: Cell, agency: Agency) -> str:
    """Return a cell for the screen; moments in the agency's zone."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, dt.datetime):
        return moment(value, agency)
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, (int, Decimal)):
        return number_text(value)
    return str(value)
