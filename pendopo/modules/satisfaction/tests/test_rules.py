"""Instruments, samples, periods, traits, small cells, counting."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.modules.satisfaction.rules import counting, instruments, traits
from pendopo.modules.satisfaction.rules.answering import BadAnswer, marks_of
from pendopo.modules.satisfaction.rules.instruments import BadInstrument
from pendopo.modules.satisfaction.rules.periods import period
from pendopo.modules.satisfaction.rules.sample import Progress, sample_size
from pendopo.modules.satisfaction.rules.small_cells import hidden

TABLE = json.loads((Path(__file__).parent / "cases" / "krejcie_morgan.json").read_text("utf-8"))["tabel"]
PERMEN = instruments.instrument("permen14_2017")


def test_the_published_table_of_samples() -> None:
    assert len(TABLE) == 90
    assert {population: sample_size(population) for population, _size in TABLE} == dict(TABLE)


def test_samples_of_nobody_and_of_few() -> None:
    assert [sample_size(population) for population in (0, 1, 2, 5)] == [0, 1, 2, 5]
    with pytest.raises(ValueError, match="not negative"):
        sample_size(-1)


def test_progress() -> None:
    half = Progress(88, 175, 320, {"gender=female": 60, "gender=male": 10}, {"gender=female": 20, "gender=male": 68})
    assert (half.missing, half.percent, half.is_thin, half.wanted) == (87, 50, True, {"gender=female": 40})
    assert (Progress(175, 175, 320, {}, {}).is_thin, Progress(400, 175, 320, {}, {}).percent) == (False, 100)
    nobody_knows = Progress(40, 0, None, {}, {})
    assert (nobody_knows.is_thin, nobody_knows.percent, nobody_knows.missing) == (True, 100, 0)


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31)),
        ("2026-S2", (2026, 7, 1), (2026, 12, 31)),
        ("2024-Q1", (2024, 1, 1), (2024, 3, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
    ],
)
def test_periods(code: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    assert (period(code).starts_on, period(code).ends_on) == (dt.date(*start), dt.date(*end))


@pytest.mark.parametrize("code", ["", "26", "2026-Q5", "2026-13", "2026-S3", "2026-Q1 ", "1999"])
def test_other_words_are_no_period(code: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        period(code)


# ------------------------------------------------------------------------------------------------------ instruments
def test_shipped_instruments() -> None:
    told = {
        key: (len(found.elements), found.scale, found.can_be_asked, [band.grade for band in found.bands])
        for key in instruments.shipped()
        for found in [instruments.instrument(key)]
    }
    assert told == {
        "permen14_2017": (9, 4, True, ["A", "B", "C", "D"]),
        "kep25_2004": (14, 4, False, ["A", "B", "C", "D"]),
        "spak": (5, 6, True, []),
    }
    assert all(instruments.instrument(key).source for key in told)


def test_the_two_ways_of_numbering() -> None:
    last = {name: [element.key for element in PERMEN.shown(name)][7:] for name in instruments.NUMBERINGS}
    assert last == {
        "questionnaire": ["sarana_prasarana", "penanganan_pengaduan"],
        "regulation": ["penanganan_pengaduan", "sarana_prasarana"],
    }


def test_labels() -> None:
    assert PERMEN.element("biaya_tarif").label(4) == "Gratis"
    assert PERMEN.element("penanganan_pengaduan").label(1) == "Tidak ada"
    assert instruments.instrument("spak").element("percaloan").label(6) == "6"
    with pytest.raises(KeyError):
        PERMEN.element("harga")


def changed(**parts: Any) -> dict[str, Any]:
    return {**instruments.shipped()["permen14_2017"], **parts}


def with_elements(change: Any) -> dict[str, Any]:
    elements = [dict(each) for each in instruments.shipped()["permen14_2017"]["elements"]]
    change(elements)
    return changed(elements=elements)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (with_elements(lambda e: e[0].update(weight="0.2")), "weights sum to"),
        (with_elements(lambda e: (e[0].update(weight="-1/9"), e[1].update(weight="3/9"))), "not above 0"),
        (with_elements(lambda e: e[0].update(key="prosedur")), "stands twice"),
        (changed(scale=1), "from 2 to 9"),
        (changed(scale=5), "5 labels"),
        (with_elements(lambda e: e[0].update(u={"questionnaire": 2, "regulation": 1})), "U-numbers"),
        (changed(bands=changed()["bands"][::-1]), "best first"),
        (changed(missing="guess"), "missing answers"),
        (changed(elements=[]), "cannot be read"),
        ({}, "cannot be read"),
        (changed(conversion="x"), "cannot be read"),
    ],
)
def test_bad_instruments_say_what_is_wrong(content: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInstrument, match=words):
        instruments.read(content)


def test_every_element_needs_a_weight() -> None:
    with pytest.raises(BadInstrument, match="Every element"):
        instruments.with_added(changed(), key="x", version="1", title="X", added=[], weights={"prosedur": "1"})


# ------------------------------------------------------------------------------------------------ answers, segments
def test_what_an_answer_must_be() -> None:
    assert marks_of(PERMEN, {"prosedur": 3, "produk": None, "biaya_tarif": 4}) == "030400000"
    for values, field in (
        ({"harga": 3}, "harga"),
        ({"prosedur": 0}, "prosedur"),
        ({"prosedur": 5}, "prosedur"),
        ({"prosedur": True}, "prosedur"),
        ({"prosedur": "4"}, "prosedur"),
        ({}, "persyaratan"),
        ({"prosedur": None}, "persyaratan"),
    ):
        with pytest.raises(BadAnswer) as refused:
            marks_of(PERMEN, values)  # type: ignore[arg-type]
        assert refused.value.field == field


def test_traits_are_kept_as_characters() -> None:
    everything = {trait.key: name for trait in traits.TRAITS for name, _label in trait.values.values()}
    assert traits.told(traits.said(everything)) == everything
    assert traits.said({}) == "00000"
    for wrong in ({"gender": "x"}, {"faith": "x"}):
        with pytest.raises(KeyError):
            traits.said(wrong)
    assert set(traits.segments_of("channel")) == {f"channel={key}" for key, _label in traits.CHANNELS.values()}


@pytest.mark.parametrize(
    ("cells", "total", "expected"),
    [
        ({"a": 50, "b": 40}, 90, ""),
        ({"a": 0, "b": 40}, 40, ""),
        ({"a": 3, "b": 40, "c": 7}, 50, "ac"),  # c hides with a, or a would be the rest
        ({"a": 1, "b": 2, "c": 40}, 43, "abc"),  # together 3: c would tell that three people are not c
        ({"a": 4, "b": 4, "c": 40}, 48, "ab"),
        ({"a": 3, "b": 40}, 60, "a"),  # 17 said nothing and blur what a is
        ({"a": 3, "b": 40}, 45, "a"),  # 2 said nothing: a and they are five in two groups
        ({"a": 20, "b": 30}, 52, "a"),  # 2 said nothing: they are a small cell as well
        ({"a": 3}, 3, "a"),
        ({}, 0, ""),
    ],
)
def test_small_cells(cells: dict[str, int], total: int, expected: str) -> None:
    assert "".join(sorted(hidden(cells, total=total))) == expected


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), max_size=6), st.integers(0, 12))
def test_nothing_hidden_can_be_computed(cells: dict[str, int], untold: int) -> None:
    total = sum(cells.values()) + untold
    small = hidden(cells, total=total)
    shown = {name: n for name, n in cells.items() if name not in small}
    assert all(n == 0 or n >= 5 for n in shown.values())
    rest = total - sum(shown.values())
    if small:
        # What the page leaves open is at least five people in at least two groups, or all there are.
        parts = len(small) + bool(untold)
        assert (rest >= 5 and parts >= 2) or not any(shown.values())
    else:
        assert (rest == untold and not 0 < untold < 5) or not cells or not any(cells.values())


# --------------------------------------------------------------------------------------------------------- counting
LINES = st.builds(
    counting.line,
    st.sampled_from("TKPLI"),
    st.tuples(*(st.sampled_from("0" + "".join(trait.values)) for trait in traits.TRAITS)).map("".join),
    st.text("01234", min_size=3, max_size=3),
)


@given(st.lists(LINES, max_size=60))
def test_counting_by_bits_is_counting(lines: list[str]) -> None:
    expected: counting.Tallies = {}
    for each in lines:
        marks = each[6:]
        segments = ["", f"channel={traits.CHANNELS[each[0]][0]}"]
        segments += [f"{key}={value}" for key, value in traits.told(each[1:6]).items()]
        for segment in segments:
            counts = expected.setdefault((segment, "0" not in marks), [0] * 15)
            for place, mark in enumerate(marks):
                counts[5 * place + int(mark)] += 1
    assert counting.tallies("".join(lines), elements=3, scale=4) == expected


@pytest.mark.parametrize("wrong", [("X", "00000", "333"), ("L", "0000", "333"), ("L", "00000", "3,3")])
def test_no_answer(wrong: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="no answer"):
        counting.line(*wrong)


def test_half_an_answer() -> None:
    with pytest.raises(ValueError, match="no whole number"):
        counting.tallies("L0000033", elements=3, scale=4)


def test_long_texts_are_counted_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(counting.line("L", "10000", str(1111 + number % 3)) for number in range(50))
    whole = counting.tallies(lines, elements=4, scale=4)
    monkeypatch.setattr(counting, "_AT_ONCE", 7)
    assert counting.tallies(lines, elements=4, scale=4) == whole


def test_differences() -> None:
    before: counting.Tallies = {("", True): [1, 2], ("a", True): [1, 0]}
    after: counting.Tallies = {("", True): [1, 2], ("b", True): [0, 3]}
    assert counting.difference(before, after) == {("a", True): [-1, 0], ("b", True): [0, 3]}
