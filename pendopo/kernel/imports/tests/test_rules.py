"""Readers, headings and their mapping, by table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from pendopo.kernel.imports import rules
from pendopo.kernel.imports.rules import Column, Unreadable, find_heading, guess, line_of, read_day, read_row
from pendopo.kernel.imports.tests.guests import COLUMNS

THIRD = dt.date(2023, 8, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/08/2023", THIRD),
        ("3/8/2023", THIRD),
        ("3-8-23", THIRD),
        ("3.8.2023", THIRD),
        ("03 08 2023", THIRD),
        ("2023-08-03", THIRD),
        ("2023-08-03 09:15", THIRD),
        ("2023-08-03T09:15:00Z", THIRD),
        ("3/8/2023 pukul 09.15 WIB", THIRD),
        ("3 Agustus 2023", THIRD),
        ("Kamis, 3 Agustus 2023", THIRD),
        ("Jum'at/ 4 agustus 2023", dt.date(2023, 8, 4)),
        ("3 Agt 23", THIRD),
        ("3-Aug-2023", THIRD),
        ("45141", THIRD),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("1 Pebruari 2011", dt.date(2011, 2, 1)),
        # Two digits are always of this century: no register under the law of 2008 is older.
        ("01/01/99", dt.date(2099, 1, 1)),
        # Day before month, also where both readings are possible.
        ("04/03/2023", dt.date(2023, 3, 4)),
    ],
)
def test_days(text: str, day: dt.date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("08/23/2023", "“08/23/2023” tidak mungkin: bulan 23 tidak ada. Tulis hari lebih dahulu, lalu bulan."),
        ("31/02/2023", "“31/02/2023” tidak ada dalam kalender. Perbaiki di berkas asal."),
        ("29/02/2023", "“29/02/2023” tidak ada dalam kalender. Perbaiki di berkas asal."),
        ("0/08/2023", "“0/08/2023” tidak ada dalam kalender. Perbaiki di berkas asal."),
        ("2023-13-01", "“2023-13-01” tidak mungkin: bulan 13 tidak ada. Tulis hari lebih dahulu, lalu bulan."),
        ("3 Agustus", "“3 Agustus” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023."),
        ("Agustus 2023", "“Agustus 2023” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023."),
        ("3 Foo 2023", "“3 Foo 2023” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023."),
        ("03/08-2023", "“03/08-2023” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023."),
        ("2023", "“2023” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023."),
        ("03/08/1923", "Tahun 1923 tidak masuk akal. Perbaiki di berkas asal."),
        ("99999", "Tahun 2173 tidak masuk akal. Perbaiki di berkas asal."),
        ("0x3", "“0x3” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023."),
    ],
)
def test_no_days(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        read_day(text)
    assert str(wrong.value) == sentence


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("15000", 15000),
        ("15.000", 15000),
        ("Rp1.500.000", 1500000),
        ("Rp. 1.500,00", 1500),
        ("Rp 20.000,-", 20000),
        ("0", 0),
    ],
)
def test_whole_numbers(text: str, amount: int) -> None:
    assert rules.read_whole(text) == amount


@pytest.mark.parametrize("text", ["1,5", "1.50", "dua", "-3", "1.2.3", "1" * 16])
def test_no_whole_numbers(text: str) -> None:
    with pytest.raises(Unreadable, match="bukan bilangan bulat"):
        rules.read_whole(text)


@pytest.mark.parametrize(("text", "amount"), [("-", 0), ("Gratis", 0), ("Rp5.000", 5000)])
def test_rupiah(text: str, amount: int) -> None:
    assert rules.read_rupiah(text) == Decimal(amount)


@pytest.mark.parametrize(("text", "ticked"), [("√", True), ("v", True), ("X", True), ("ya", True), ("1", True), ("-", False),
                                             ("–", False), ("0", False), ("Tidak", False)])  # fmt: skip
def test_ticks(text: str, ticked: bool) -> None:
    assert rules.read_tick(text) is ticked


def test_choices_ignore_case_and_punctuation_and_name_what_may_be() -> None:
    read = rules.choice_of({"grant": ("Dikabulkan", "Diberikan"), "refuse": ("Ditolak",)})
    assert [read(text) for text in ("DIKABULKAN.", " diberikan ", "Di-tolak".replace("-", ""))] == [
        "grant",
        "grant",
        "refuse",
    ]
    with pytest.raises(Unreadable) as wrong:
        read("Entahlah")
    assert str(wrong.value) == "“Entahlah” tidak dikenal. Pakai salah satu: Dikabulkan, Ditolak."


def test_text_too_long_is_told_without_quoting_it() -> None:
    with pytest.raises(Unreadable) as wrong:
        line_of(5)("Enam ya")
    assert str(wrong.value) == "Teks ini lebih dari 5 karakter. Pendekkan di berkas asal."


PLAIN = ["Nomor", "Tanggal", "Nama", "Keperluan"]


@pytest.mark.parametrize(
    ("lines", "line", "texts"),
    [
        ([PLAIN, ["1", "x", "y", "z"]], 1, tuple(PLAIN)),
        ([["BUKU TAMU", "", "", ""], ["Dinas", "", "", ""], PLAIN], 3, tuple(PLAIN)),
        # Two rows of headings: groups above, their columns below.
        (
            [
                ["Judul", "", "", ""],
                ["NO.", "Tgl", "Tamu", ""],
                ["", "", "Nama", "Keperluan"],
                ["1", "2/3/23", "A", "PKL"],
            ],
            3,
            ("NO.", "Tgl", "Tamu: Nama", "Tamu: Keperluan"),
        ),
        # A first row without number is no second row of headings.
        ([PLAIN, ["", "3/8/2023", "Tamu 1", "Magang"]], 1, tuple(PLAIN)),
        ([PLAIN, ["", f"{rules.MERGED}1", "", ""], ["1", "2", "3", "4"]], 1, tuple(PLAIN)),
    ],
)
def test_heading_is_found(lines: list[list[str]], line: int, texts: tuple[str, ...]) -> None:
    found = find_heading(list(enumerate(lines, start=1)), COLUMNS)
    assert (found.line, found.texts) == (line, texts)


@pytest.mark.parametrize("lines", [[], [["a", "b"]], [["Nomor", "b"], ["1", "2"]]])
def test_no_heading(lines: list[list[str]]) -> None:
    with pytest.raises(Unreadable, match="Baris judul kolom tidak ditemukan"):
        find_heading(list(enumerate(lines, start=1)), COLUMNS)


@pytest.mark.parametrize(
    ("texts", "mapped"),
    [
        (PLAIN, {"number": 0, "day": 1, "name": 2, "why": 3}),
        (["  NAMA  tamu:", "tgl.", "no"], {"name": 0, "day": 1, "number": 2}),
        (["Tamu: Nama", "Tanggal (WIB)", "Nomor urut"], {"name": 0, "day": 1, "number": 2}),
        (["Nama", "Nama tamu", "Nomor"], {"name": 0, "number": 2}),
        (["Nomorator", ""], {}),
    ],
)
def test_guess(texts: list[str], mapped: dict[str, int]) -> None:
    assert guess(texts, COLUMNS) == mapped


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1", "2", "3"], True),
        (["(1)", "(2)", "(3)"], True),
        (["1", "2"], False),
        (["1", "3", "4"], False),
        (["", "1", "2", "3"], True),
    ],
)
def test_line_of_column_numbers(cells: list[str], numbers: bool) -> None:
    assert rules.is_column_numbers(cells) is numbers


def test_row_tells_every_wrong_cell_in_words() -> None:
    cells = [f"{rules.MERGED}4", "31/02/2023", rules.FORMULA, "#REF!", f"{rules.MERGED}4"]
    row, problems = read_row(7, cells, COLUMNS, {"number": 0, "day": 1, "name": 2, "why": 3, "count": 4})
    assert row.line == 7
    assert [(found.column, found.sentence % found.params) for found in problems] == [
        ("number", "Sel ini digabung dengan baris 4 dan nilainya hanya ada di sana. Pisahkan selnya, lalu isi."),
        ("day", "“31/02/2023” tidak ada dalam kalender. Perbaiki di berkas asal."),
        ("name", "Sel ini berisi rumus tanpa hasil. Buka dan simpan ulang berkasnya di aplikasi lembar kerja."),
        ("why", "Sel ini berisi galat rumus (#REF!). Ganti dengan nilainya."),
        # A merged cell of a column that may be empty would lose its value without a word.
        ("count", "Sel ini digabung dengan baris 4 dan nilainya hanya ada di sana. Pisahkan selnya, lalu isi."),
    ]


def test_row_reads_values_and_leaves_empty_cells_out() -> None:
    row, problems = read_row(
        2, ["1", "3/8/23", " Budi ", ""], COLUMNS, {"number": 0, "day": 1, "name": 2, "why": 3, "count": 9}
    )
    assert (row.values, problems) == ({"number": "1", "day": THIRD, "name": "Budi"}, [])
    _row, problems = read_row(2, ["", "3/8/23"], COLUMNS, {"number": 0, "day": 1, "name": 2})
    assert [(found.column, found.sentence) for found in problems] == [
        ("number", "Kolom ini kosong. Isi di berkas asal."),
        ("name", "Kolom ini kosong. Isi di berkas asal."),
    ]


def test_columns_of_one_importer_have_keys_of_their_own() -> None:
    assert len({column.key for column in COLUMNS}) == len(COLUMNS)
    assert Column("a", "A", str).needed is False
