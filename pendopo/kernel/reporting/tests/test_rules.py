"""Figures: exact arithmetic over facts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest

from pendopo.kernel.reporting.rules import Fact, Figure, Tally, canonical, key_of, median, share

DAY = dt.date(2026, 8, 3)
FIGURES = (
    Figure("received", "Diterima"),
    Figure("granted", "Dikabulkan"),
    Figure("granted", "Lama menjawab, median", "median", "days"),
    Figure("granted", "Lama menjawab, terlama", "max", "days"),
    Figure("granted", "Lama menjawab, jumlah", "sum", "days"),
)


def fact(number: int, *marks: str, **measures: int) -> Fact:
    return Fact(UUID(int=number), f"{number:03d}", DAY, frozenset(marks), measures)


@pytest.mark.parametrize(
    ("values", "middle"),
    [([], None), ([4], Decimal(4)), ([9, 1, 5], Decimal(5)), ([1, 2], Decimal("1.5")), ([3, 1, 10, 2], Decimal("2.5"))],
)
def test_median(values: list[int], middle: Decimal | None) -> None:
    assert median(values) == middle


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, None), (0, 7, Decimal("0.0")), (1, 3, Decimal("33.3")), (1, 8, Decimal("12.5")), (1, 16, Decimal("6.3"))],
)
def test_share_is_rounded_half_up_once(part: int, whole: int, expected: Decimal | None) -> None:
    assert share(part, whole) == expected


def test_a_tally_counts_marks_and_measures() -> None:
    tally = Tally(FIGURES)
    for found in (fact(1, "received", "granted", days=4), fact(2, "received"), fact(3, "received", "granted", days=9)):
        tally.add(found)
    assert tally.values() == {
        "received": "3",
        "granted": "2",
        "granted:median:days": "6.5",
        "granted:max:days": "9",
        "granted:sum:days": "13",
    }


def test_a_tally_of_nothing_has_no_median() -> None:
    assert Tally(FIGURES).values() == {
        "received": "0",
        "granted": "0",
        "granted:median:days": None,
        "granted:max:days": None,
        "granted:sum:days": "0",
    }


def test_a_mark_that_no_figure_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="marks that no figure counts"):
        Tally(FIGURES).add(fact(1, "lost"))


def test_the_digest_tells_every_difference_and_the_order() -> None:
    def digest(*facts: Fact) -> str:
        tally = Tally(FIGURES)
        for found in facts:
            tally.add(found)
        return tally.digest

    one, two = fact(1, "received", days=1), fact(2, "received")
    assert digest(one, two) == digest(one, two)
    assert len({digest(one, two), digest(two, one), digest(one), digest(fact(1, "received", days=2), two)}) == 4


def test_a_fact_has_one_writing() -> None:
    written = canonical(fact(1, "granted", "received", late=0, days=4))
    assert written == (
        '["00000000-0000-0000-0000-000000000001","001","2026-08-03",["granted","received"],[["days",4],["late",0]]]\n'
    )


def test_keys_of_figures_are_unique() -> None:
    assert [key_of(figure) for figure in FIGURES] == list(Tally(FIGURES).values())
