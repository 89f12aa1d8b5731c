"""The follow-up plan (rencana tindak lanjut): its quarters, how a line stands, and the percentage done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pendopo.modules.satisfaction.rules.index import half_up
from pendopo.modules.satisfaction.rules.limits import REMIND_DAYS
from pendopo.modules.satisfaction.rules.periods import period

QUARTERS: Final = (1, 2, 3, 4)
SUBJECT_TYPE: Final = "survey_follow_up"

PLANNED, LATE, DONE, CANCELLED = "planned", "late", "done", "cancelled"


def due_on(year: int, quarters: Collection[int]) -> dt.date:
    """Return the last day of the last quarter; raise ValueError for none or an unknown one.

    >>> due_on(2026, [2, 3])
    datetime.date(2026, 9, 30)
    """
    if not quarters or not set(quarters) <= set(QUARTERS):
        raise ValueError("A programme runs in at least one quarter.")
    return period(f"{year}-Q{max(quarters)}").ends_on


def standing(*, due: dt.date, done: dt.date | None, is_cancelled: bool, today: dt.date) -> str:
    """Return how a line stands today."""
    if is_cancelled:
        return CANCELLED
    if done is not None:
        return DONE
    return LATE if due < today else PLANNED


def percent_done(done: int, planned: int) -> Decimal:
    """Return realised lines of planned ones in percent (realisasi RTL / rencana RTL × 100, V); 0 of nothing planned.

    >>> percent_done(2, 3)
    Decimal('66.67')
    """
    return half_up(Fraction(100 * done, planned), 2) if planned else Decimal("0.00")


def is_to_remind(*, due: dt.date, reminded: dt.date | None, today: dt.date) -> bool:
    """Return whether the owner is reminded today: once some days before the end, and once more after it."""
    if today > due:
        return reminded is None or reminded <= due
    return (due - today).days <= REMIND_DAYS and reminded is None
