"""Traces of a person, telling words, the procedure's articles."""

from __future__ import annotations

import pytest

from pendopo.modules.disclosure.rules import figures, procedure
from pendopo.modules.disclosure.rules.privacy import ADDRESS, CONTACT, NAME, NUMBER, TRACES, Known, traces_in
from pendopo.modules.disclosure.rules.suggesting import telling

KNOWN = Known(
    names=("Drs. Budi A. Santoso", "Koperasi Maju Bersama"),
    addresses=("Jl. Melati Indah 14, Cimahi", ""),
    numbers=("3174015502900077", "0812-3456-7890", "", "12"),
    emails=("budi@surat.example", ""),
    codes=("PPID-2026-000012", ""),
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Berapa anggaran jalan tahun 2025?", []),
        ("Saya Budi, warga sini", [NAME]),
        ("BUDI SANTOSO bertanya", [NAME, NAME]),
        # An initial and a title tell nobody, and a name inside another word is no name.
        ("Drs. A. menulis tentang santosoku", []),
        ("Atas nama koperasi Maju", [NAME]),
        ("Rumah saya di melati indah", [ADDRESS]),
        ("Taman melati yang indah", []),
        ("NIK 3174015502900077", ["nik", CONTACT]),
        ("NIK saya 3174 0155 0290 0077", ["nik", CONTACT]),
        ("hubungi +62 812 3456 7890", ["phone", CONTACT]),
        ("tulis ke BUDI@surat.example", ["email", NAME, CONTACT]),
        ("lihat PPID-2026-000012", [NUMBER]),
        ("lihat ppid-2026- 000012", [NUMBER]),
        ("tahun 2025 ada 12 jalan", []),
        ("orang lain 3273011201900002", ["nik"]),
    ],
)
def test_what_looks_like_a_trace(text: str, kinds: list[str]) -> None:
    found = traces_in({"question": text}, KNOWN)
    assert [each.kind for each in found] == kinds
    # What is shown of a trace never is the trace.
    assert not any("Santoso" in each.sample or "3174015502900077" in each.sample for each in found)


def test_a_trace_is_judged_with_the_line_it_stands_in() -> None:
    first = traces_in({"question": "Budi bertanya.\nLain."}, KNOWN)
    same = traces_in({"question": "Lain lagi.\nBudi bertanya."}, KNOWN)
    other = traces_in({"question": "Budi bertanya lagi."}, KNOWN)
    elsewhere = traces_in({"title": "Budi bertanya."}, KNOWN)
    assert [each.key for each in first] == [each.key for each in same]
    assert len({each.key for each in [*first, *other, *elsewhere]}) == 3
    twice = traces_in({"question": "Budi bertanya.\nBudi bertanya."}, KNOWN)
    assert [each.key for each in twice] == [each.key for each in first]


def test_without_anything_known_patterns_are_found_still() -> None:
    assert [each.kind for each in traces_in({"summary": "a@b.example"}, Known())] == ["email"]
    assert set(TRACES) == {"nik", "phone", "email", NAME, ADDRESS, NUMBER, CONTACT}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Saya mohon data, LAPORAN keuangan; dan laporan 2025!", ["laporan", "keuangan", "2025"]),
        ("saya mohon data dan informasi untuk di ke", []),
        ("ab cd", []),
        ("satu dua tiga empat lima enam tujuh delapan sembilan", "satu dua tiga empat lima enam tujuh delapan".split()),
    ],
)
def test_telling_words(words: str, found: list[str]) -> None:
    assert telling(words) == found


def test_every_way_has_its_article() -> None:
    assert procedure.BASIS == {
        "request": "UU 14/2008 Pasal 11 ayat (1) huruf a",
        "objection": "UU 14/2008 Pasal 11 ayat (2)",
        "dispute": "UU 14/2008 Pasal 11 ayat (2)",
    }
    assert procedure.WAYS.keys() == procedure.BASIS.keys()


@pytest.mark.parametrize(
    ("counts", "marks"),
    [((0, 0, 0), set()), ((3, 0, 0), {"shown"}), ((3, 2, 1), {"shown", "opened", "answered"})],
)
def test_marks(counts: tuple[int, int, int], marks: set[str]) -> None:
    assert figures.marks_of(*counts) == marks
