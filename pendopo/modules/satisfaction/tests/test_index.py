"""The index: every known external case, bands at their edges, and the ways older reports were computed."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.modules.satisfaction.rules import counting, index, instruments
from pendopo.modules.satisfaction.rules.index import METHODS, band_of, compute, converted_of, from_means, half_up

CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parent / "cases" / "skm_cases.json").read_text("utf-8"))
}
PERMEN = instruments.instrument("permen14_2017")


def counts_of(marks: list[str], instrument: instruments.Instrument = PERMEN) -> list[int]:
    lines = "".join(counting.line("I", "00000", each) for each in marks)
    return counting.tallies(lines, elements=len(instrument.elements), scale=instrument.scale)["", True]


def counts_of_sums(n: int, sums: list[int]) -> list[int]:
    """Return counts with these sums: as many of the two values around each mean as it takes."""
    counts: list[int] = []
    for each in sums:
        low, more = divmod(each, n)
        here = [0] * (PERMEN.scale + 1)
        here[low] += n - more
        if more:
            here[low + 1] += more
        counts += here
    return counts


WITH_SUMS = [case for case in CASES.values() if case["jumlah_per_unsur"]]


@pytest.mark.parametrize("case", WITH_SUMS, ids=lambda case: case["id"])
def test_external_cases_are_computed_to_the_last_decimal(case: dict[str, Any]) -> None:
    counts = counts_of_sums(case["n"], case["jumlah_per_unsur"])
    for method, told in (("exact", "ikm_eksak"), ("weight_0_111", "ikm_bobot_0111"), ("weight_0_11", "ikm_bobot_011")):
        found = compute(PERMEN, counts, method=METHODS[method])
        assert found is not None
        means = [element.mean for element in found.elements]
        assert str(half_up(from_means(PERMEN, means, method=METHODS[method]), 4)) == case[told]
        assert found.converted == half_up(
            Fraction(sum(case["jumlah_per_unsur"]), case["n"])
            * {
                "exact": Fraction(25, 9),
                "weight_0_111": Fraction(111 * 25, 1000),
                "weight_0_11": Fraction(11 * 25, 100),
            }[method],
            2,
        )
    exact = compute(PERMEN, counts)
    assert exact is not None
    assert exact.band is not None
    assert (exact.n, exact.band.grade) == (case["n"], case["mutu_hitung"])
    assert [str(half_up(element.mean, 4)) for element in exact.elements] == case["nrr_eksak"]


@pytest.mark.parametrize(
    ("case", "method", "converted"),
    [
        ("tubaba_2023_s1", "exact", "100.00"),  # published as computed exactly, though its page says "x 0,111"
        ("tw1_2025", "nrr_3", "94.53"),  # published from means of three decimals; exactly it is 94.54
        ("tw1_2025", "exact", "94.54"),
    ],
)
def test_published_values_are_reproduced(case: str, method: str, converted: str) -> None:
    told = CASES[case]
    found = compute(PERMEN, counts_of_sums(told["n"], told["jumlah_per_unsur"]), method=METHODS[method])
    assert found is not None
    assert found.band is not None
    assert (str(found.converted), found.band.grade) == (converted, told["mutu_publikasi"])
    if method == "nrr_3":
        assert found.converted == Decimal(told["ikm_publikasi"])
        assert [str(element.nrr) for element in found.elements] == told["nrr_publikasi"]


def test_a_report_of_which_only_means_are_known() -> None:
    told = CASES["tw4_2025"]
    exact = from_means(PERMEN, [Fraction(mean) for mean in told["nrr_publikasi"]])
    assert str(half_up(exact, 4)) == told["ikm_dari_nrr_publikasi"]
    # The report prints 97.99; its means were rounded before, so a hundredth is all that can be asked.
    assert abs(half_up(exact, 2) - Decimal(told["ikm_publikasi"])) == Decimal("0.01")


def test_the_raw_matrix_gives_its_index() -> None:
    told = CASES["sekadau_2019_s1_49baris"]
    marks = ["".join(map(str, row)) for row in told["baris"]]
    found = compute(PERMEN, counts_of(marks))
    assert found is not None
    assert found.band is not None
    assert [element.total for element in found.elements] == told["jumlah_per_unsur"]
    assert (found.n, str(found.converted), str(found.index), found.band.grade) == (49, "78.74", "3.1497", "B")
    assert [element.key for element in found.weakest_first[:2]] == ["persyaratan", "prosedur"]
    assert found.element("biaya_tarif").rank == 1


@pytest.mark.parametrize(
    ("key", "edges"),
    [
        ("permen14_2017", [("100", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C"), ("64.99", "D"), ("25", "D"), ("24.99", "")]),
        ("kep25_2004", [("100", "A"), ("81.26", "A"), ("81.25", "B"), ("62.51", "B"), ("62.50", "C"), ("43.76", "C"), ("43.75", "D"), ("25", "D")]),
        ("spak", [("100", "")]),
    ],
)  # fmt: skip
def test_bands_begin_where_they_begin(key: str, edges: list[tuple[str, str]]) -> None:
    instrument = instruments.instrument(key)
    for value, grade in edges:
        band = band_of(instrument, Decimal(value))
        assert (band.grade if band else "") == grade, value


def test_the_grade_rests_on_the_rounded_value() -> None:
    # 88.305 exactly: half up it is 88.31 and A; cut off, or rounded to even, it would be B.
    assert half_up(Fraction("88.305"), 2) == Decimal("88.31")
    assert half_up(Fraction("88.3049999999999999999999999999999"), 2) == Decimal("88.30")
    assert half_up(Fraction(0), 0) == Decimal(0)


def test_compatibility_is_said_in_every_output() -> None:
    counts = counts_of(["333333333"] * 4)
    for key, method in METHODS.items():
        found = compute(PERMEN, counts, method=method)
        assert found is not None
        told = found.as_json()
        assert (told["method"], told["exact"], bool(told["note"])) == (key, key == "exact", key != "exact")


def test_old_weights_stand_for_nine_equal_elements_only() -> None:
    kep = instruments.instrument("kep25_2004")
    with pytest.raises(ValueError, match="nine equal"):
        compute(kep, counts_of(["3" * 14], kep), method=METHODS["weight_0_11"])


def test_incomplete_questionnaires() -> None:
    lines = "".join(counting.line("L", "00000", marks) for marks in ("444444444", "222222222", "044444444"))
    found = counting.tallies(lines, elements=9, scale=4)
    complete, partial = found["", True], found["", False]
    strict = compute(PERMEN, complete, partial)
    assert strict is not None
    assert (strict.n, strict.incomplete, str(strict.converted)) == (2, 1, "75.00")
    lenient = instruments.read({**instruments.shipped()["permen14_2017"], "missing": "answered"})
    wide = compute(lenient, complete, partial)
    assert wide is not None
    assert (wide.n, wide.incomplete, [element.n for element in wide.elements]) == (3, 1, [2] + [3] * 8)
    assert converted_of(lenient, complete, partial) == wide.converted
    assert compute(PERMEN, [0] * PERMEN.width, partial) is None
    assert converted_of(PERMEN, [0] * PERMEN.width, partial) is None
    # Nobody answered the first element: an index without it would be another index.
    assert compute(lenient, [0] * PERMEN.width, partial) is None


def test_six_steps() -> None:
    spak = instruments.instrument("spak")
    found = compute(spak, counts_of(["66666", "55555", "66655"], spak))
    assert found is not None
    assert (found.n, str(found.index), str(found.converted), found.band) == (3, "5.5333", "92.22", None)
    assert found.as_json()["grade"] is None


def test_added_elements_with_weights() -> None:
    base = instruments.shipped()["permen14_2017"]
    added = [{"key": "keamanan", "name": "Keamanan", "question": "Bagaimana keamanan?", "labels": ["a", "b", "c", "d"]}]
    weights = dict.fromkeys(PERMEN.keys, "0.09") | {"keamanan": "0.19"}
    own = instruments.read(
        instruments.with_added(base, key="own", version="1", title="Own", added=added, weights=weights)
    )
    found = compute(own, counts_of(["4444444441"], own))
    assert found is not None
    assert str(found.index) == "3.4300"  # 9 × 4 × 0.09 + 0.19
    equal = instruments.read(instruments.with_added(base, key="own", version="1", title="Own", added=added))
    assert {element.weight for element in equal.elements} == {Fraction(1, 10)}
    assert (own.is_equal_weighted, equal.is_equal_weighted) == (False, True)


def test_sums_must_be_possible() -> None:
    assert index.means_of_sums(PERMEN, 2, [8] * 9) == [Fraction(4)] * 9
    for n, sums in ((2, [8] * 8), (2, [9] + [8] * 8), (2, [1] + [8] * 8)):
        with pytest.raises(ValueError, match="no sums"):
            index.means_of_sums(PERMEN, n, sums)


@given(st.lists(st.text("1234", min_size=9, max_size=9), min_size=1, max_size=40))
def test_the_short_way_is_the_long_way(marks: list[str]) -> None:
    counts = counts_of(marks)
    found = compute(PERMEN, counts)
    assert found is not None
    assert converted_of(PERMEN, counts) == found.converted
    assert found.converted == half_up(Fraction(25 * sum(map(int, "".join(marks))), 9 * len(marks)), 2)
