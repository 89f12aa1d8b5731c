"""Words: folded, split, chosen; spellings; the weight of a day."""

from __future__ import annotations

import datetime as dt
import doctest
import math

import pytest

from pendopo.kernel.search import rules, stems


@pytest.mark.parametrize("module", [rules, stems])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("text", ["Résumé ÀÉ", "ﬁnal İ ß", "日本 ANGGARAN", "kopi\u0301", ""])
def test_folding_keeps_every_place(text: str) -> None:
    assert len(rules.folded(text)) == len(text)


def test_accents_fold_and_what_has_no_small_form_of_one_letter_stays() -> None:
    assert rules.folded("Café ÀÉ") == "cafe ae"
    assert rules.folded("ﬁ ß") == "ﬁ ß"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  -- ** (( ", []),
        ("anggaran Anggaran ANGGARAN", ["anggaran"]),
        ('"anggaran" OR title:rahasia AND NOT x*', ["anggaran", "title", "rahasia", "not", "x"]),
        ("UU 14/2008, pasal 17 huruf-a", ["uu", "14", "2008", "pasal", "17", "huruf"]),
        ("yang dan", ["yang", "dan"]),
        ("x" * 300, ["x" * 40]),
    ],
)
def test_everything_that_is_typed_is_words(text: str, words: list[str]) -> None:
    assert rules.asked(text) == words


def test_only_so_many_words_are_looked_at() -> None:
    assert rules.asked(" ".join(f"k{n}" for n in range(100))) == [f"k{n}" for n in range(rules.MAX_WORDS)]
    assert rules.asked("a" * 201 + " " + "b" * 10) == ["a" * 40]


def test_a_newer_day_weighs_a_little_more() -> None:
    def factor(day: dt.date) -> float:
        return math.log2(2 + rules.freshness(day))

    assert factor(dt.date(1990, 5, 1)) == factor(dt.date(2000, 1, 1)) == 1.0
    assert factor(dt.date(2020, 1, 1)) == pytest.approx(1.1, abs=1e-4)
    assert factor(dt.date(2020, 1, 2)) > factor(dt.date(2020, 1, 1))


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("pengecualian", "kecuali"), ("dikecualikan", "kecuali"), ("kecuali", "kecuali"), ("pemohon", "mohon"),
        ("permohonan", "mohon"), ("penilaian", "nilai"), ("menilai", "nilai"), ("pengelola", "kelola"), ("terima", "terima"),
        ("berita", "berita"), ("keterbukaan", "buka"), ("keuangan", "uang"), ("sppd", "sppd"), ("b3", "b3"), ("ñandú", "ñandú"),
    ],
)  # fmt: skip
def test_roots_of_the_words_of_this_field(word: str, root: str) -> None:
    assert stems.stem(word) == root
    assert stems.stem(word) == root


def test_roots_are_remembered_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "MOST_WORDS", 3)
    stems._known.clear()
    for word in ("satu", "dua", "tiga", "empat", "lima"):
        stems.stem(word)
    assert len(stems._known) <= 3
