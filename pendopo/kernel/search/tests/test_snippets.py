"""Snippets: the place where the words stand, safe to show, marked by root and by beginning."""

from __future__ import annotations

import pytest

from pendopo.kernel.search.snippets import Marker


def marker(*roots: str, beginnings: tuple[str, ...] = ()) -> Marker:
    return Marker(frozenset(roots), beginnings)


@pytest.mark.parametrize(
    ("roots", "text", "marked"),
    [
        (("kecuali",), "Pengecualian informasi", "<mark>Pengecualian</mark> informasi"),
        (
            ("tulis",),
            "Ia menulis, ditulis, penulisan.",
            "Ia <mark>menulis</mark>, <mark>ditulis</mark>, <mark>penulisan</mark>.",
        ),
        (("ada",), "Pengadaan barang tidak di kanada", "<mark>Pengadaan</mark> barang tidak di kanada"),
        (("cafe",), "Di Café & <b>", "Di <mark>Café</mark> &amp; &lt;b&gt;"),
        (("ada",), "adaada adanya", "adaada <mark>adanya</mark>"),
        (("2024",), "Tahun 2024/2025", "Tahun <mark>2024</mark>/2025"),
        (("script",), "<script>alert(1)</script>", "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
        ((), "apa adanya", "apa adanya"),
        (("a",), "a & b", "<mark>a</mark> &amp; b"),
        ((".*",), "anything .* at all", "anything .* at all"),
    ],
)
def test_words_are_marked_by_their_root(roots: tuple[str, ...], text: str, marked: str) -> None:
    assert marker(*roots).title(text) == marked
    assert marker(*roots).snippet(text) == marked


def test_a_beginning_marks_the_whole_word() -> None:
    assert marker("angg", beginnings=("angg",)).title("Anggaran & tanggal") == "<mark>Anggaran</mark> &amp; tanggal"


def test_the_snippet_shows_where_most_words_stand() -> None:
    text = "awal " * 80 + "uang saja " + "jeda " * 80 + "uang dan sehat bersama " + "akhir " * 80
    shown = marker("uang", "sehat").snippet(text)
    assert "<mark>uang</mark> dan <mark>sehat</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 320


def test_without_a_match_the_snippet_is_the_beginning() -> None:
    shown = marker("tiada").snippet("kata " * 100)
    assert shown.startswith("kata kata")
    assert shown.endswith("kata …")


@pytest.mark.parametrize("text", ["x" * 1000, "x" * 1000 + " uang", "uang " + "y" * 1000, "é" * 1000])
def test_one_endless_word_is_no_obstacle(text: str) -> None:
    assert len(marker("uang").snippet(text)) < 300


def test_blanks_and_lines_are_folded() -> None:
    assert marker("uang").snippet("satu\n\n\n  uang\tdua") == "satu <mark>uang</mark> dua"
