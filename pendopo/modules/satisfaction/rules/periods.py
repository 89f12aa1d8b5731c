"""Periods of a survey (periode survei): a year, half of it, a quarter or a month, each with a code."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_CODE: Final = re.compile(r"(?P<year>20\d\d)(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its code, for example 2026, 2026-S1, 2026-Q3 or 2026-09; both days belong to it."""

    code: str
    starts_on: date
    ends_on: date


def period(code: str) -> Period:
    """Return the period of a code; raise ValueError for anything else.

    >>> period("2026-Q3").starts_on, period("2026-S1").ends_on
    (datetime.date(2026, 7, 1), datetime.date(2026, 6, 30))
    """
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueError(f"{code!r} is no period.")
    year = int(found["year"])
    first, months = 1, 12
    for name, length in (("half", 6), ("quarter", 3), ("month", 1)):
        if found[name]:
            first, months = (int(found[name]) - 1) * length + 1, length
    last = first + months - 1
    return Period(code, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
