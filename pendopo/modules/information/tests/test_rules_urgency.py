"""Late by the reading that decides, warned by the other one, soon in proportion."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.modules.information.rules.procedure import CLOCK_CHECK, CLOCK_COMPLETE, CLOCK_FIX, CLOCK_RECEIPT
from pendopo.modules.information.rules.urgency import (
    PASSED,
    Due,
    Urgency,
    decisive_clock,
    other_clock,
    soon_days,
    urgency,
)

TODAY = dt.date(2026, 8, 19)


def due(label: str, days: int) -> Due:
    return Due(label, TODAY + dt.timedelta(days=days), 10)


@pytest.mark.parametrize(
    ("length", "soon"),
    [(0, 1), (1, 1), (2, 1), (3, 1), (5, 1), (6, 2), (8, 2), (9, 3), (10, 3), (14, 3), (17, 3), (30, 3)],
)
def test_soon_is_a_third_at_least_one_and_at_most_three(length: int, soon: int) -> None:
    assert soon_days(length) == soon


def test_one_reading_decides() -> None:
    assert (decisive_clock("complete"), other_clock("complete")) == (CLOCK_COMPLETE, CLOCK_RECEIPT)
    assert (decisive_clock("receipt"), other_clock("receipt")) == (CLOCK_RECEIPT, CLOCK_COMPLETE)


@pytest.mark.parametrize(
    ("basis", "dues", "expected"),
    [
        ("complete", {}, (None, False, "")),
        ("complete", {CLOCK_CHECK: 2, CLOCK_RECEIPT: 9}, (CLOCK_CHECK, False, "")),
        ("complete", {CLOCK_CHECK: -1, CLOCK_RECEIPT: 9}, (CLOCK_CHECK, True, "")),
        ("complete", {CLOCK_FIX: -1, CLOCK_RECEIPT: 9}, (CLOCK_FIX, True, "")),
        # The earlier reading warns as long as it lies ahead, also on its last day.
        ("complete", {CLOCK_RECEIPT: 1, CLOCK_COMPLETE: 3}, (CLOCK_RECEIPT, False, "")),
        ("complete", {CLOCK_RECEIPT: 0, CLOCK_COMPLETE: 2}, (CLOCK_RECEIPT, False, "")),
        ("complete", {CLOCK_RECEIPT: -1, CLOCK_COMPLETE: 1}, (CLOCK_COMPLETE, False, PASSED[CLOCK_RECEIPT])),
        ("complete", {CLOCK_RECEIPT: -3, CLOCK_COMPLETE: -1}, (CLOCK_COMPLETE, True, "")),
        ("complete", {CLOCK_RECEIPT: -3}, (None, False, PASSED[CLOCK_RECEIPT])),
        ("receipt", {CLOCK_RECEIPT: 1, CLOCK_COMPLETE: 3}, (CLOCK_RECEIPT, False, "")),
        ("receipt", {CLOCK_RECEIPT: -1, CLOCK_COMPLETE: 1}, (CLOCK_RECEIPT, True, "")),
        ("receipt", {CLOCK_RECEIPT: -3, CLOCK_COMPLETE: -1}, (CLOCK_RECEIPT, True, "")),
    ],
)
def test_what_an_officer_works_against(
    basis: str, dues: dict[str, int], expected: tuple[str | None, bool, str]
) -> None:
    found = urgency([due(*each) for each in dues.items()], notice_basis=basis, today=TODAY)
    label, late, warning = expected
    assert found == Urgency(due(label, dues[label]) if label else None, late, warning)
