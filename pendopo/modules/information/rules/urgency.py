"""What makes officers hurry: which reading of the ten days decides, what is late, what is due soon (question A1).

Both readings run. Officers are warned by the earlier one; a notice is late only by the one that the agency has chosen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.rules.limits import SOON_MOST, SOON_PART
from pendopo.modules.information.rules.procedure import CLOCK_COMPLETE, CLOCK_RECEIPT

# What is told when the reading that does not decide has passed; the later one never passes first.
PASSED: Final = {CLOCK_RECEIPT: _("terlewat menurut hitungan dari penerimaan"), CLOCK_COMPLETE: ""}


def decisive_clock(notice_basis: str) -> str:
    """Return the label of the clock by which the agency calls a notice late."""
    return CLOCK_COMPLETE if notice_basis == "complete" else CLOCK_RECEIPT


def other_clock(notice_basis: str) -> str:
    """Return the label of the reading that warns and makes nobody late."""
    return CLOCK_RECEIPT if notice_basis == "complete" else CLOCK_COMPLETE


def soon_days(length: int) -> int:
    """Return how many working days before its end a deadline of `length` working days is called soon.

    A third of it, at least one and at most three.

    >>> [soon_days(length) for length in (1, 3, 6, 10, 17)]
    [1, 1, 2, 3, 3]
    """
    return min(max(length // SOON_PART, 1), SOON_MOST)


@dataclass(frozen=True, slots=True)
class Due:
    """A running deadline: which clock, on which date, how many working days it was given."""

    label: str
    on: dt.date
    length: int


@dataclass(frozen=True, slots=True)
class Urgency:
    """What an officer works against: the deadline that comes next, and whether it is late.

    `warning` is the msgid of what is told when only the other reading has passed, empty otherwise.
    """

    due: Due | None
    late: bool
    warning: str


def urgency(dues: Collection[Due], *, notice_basis: str, today: dt.date) -> Urgency:
    """Return what an officer works against on `today`, of the running deadlines of one case."""
    other = other_clock(notice_basis)
    passed = [due for due in dues if due.label == other and due.on < today]
    due = min((due for due in dues if due not in passed), key=lambda due: due.on, default=None)
    late = due is not None and due.on < today
    return Urgency(due, late, PASSED[other] if passed and not late else "")
