"""Jangka waktu pengecualian: which letters of Pasal 17 need an end, and how long one may last at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.article17 import KINDS
from pendopo.lib.deadlines import add_months

# Law enforcement (Pasal 17 huruf a), confidence B: agencies' pages on PP 61/2010 name it, the article stays to be read.
LAW_ENFORCEMENT_YEARS: Final = 30

_PASAL_20: Final = "UU 14/2008 Pasal 20"
_PP61: Final = "PP 61/2010, sebagaimana dikutip PPID kementerian dan pemerintah kota"


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """How long information of one letter may be exempt: with an end or without, and the most years where one is known."""

    letter: str
    must_end: bool
    most_years: int | None
    basis: str
    confidence: str


PERIODS: Final[Mapping[str, PeriodRule]] = {
    "a": PeriodRule("a", True, LAW_ENFORCEMENT_YEARS, _PP61, "B"),
    # The law lets b–f end, too; a greatest number of years was not found in any source that could be read.
    **{letter: PeriodRule(letter, True, None, _PASAL_20, "A") for letter in "bcdef"},
    **{letter: PeriodRule(letter, False, None, _PASAL_20, "A") for letter in "ghij"},
}


def must_end(letters: Iterable[str]) -> bool:
    """Return whether an exemption by these letters needs an end: one of a–f is enough."""
    return any(PERIODS[letter].must_end for letter in letters if letter in KINDS)


def latest_end(letters: Iterable[str], start: dt.date) -> dt.date | None:
    """Return the last day on which an exemption that starts on `start` may end; None when the law names no most."""
    years = [PERIODS[letter].most_years for letter in letters if letter in KINDS]
    known = [most for most in years if most is not None]
    return add_months(start, 12 * min(known)) if known else None


def reminder_due(until: dt.date, today: dt.date, months: Iterable[int], told: Iterable[int]) -> list[int]:
    """Return the reminders (in months before `until`) that are due and were not told, the nearest to the end first."""
    done = set(told)
    return sorted(n for n in set(months) if n not in done and add_months(until, -n) <= today <= until)
