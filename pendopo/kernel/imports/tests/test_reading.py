"""Real files: encodings, separators, merged cells, formulas, limits."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pytest

from pendopo.kernel.imports import reading, rules, workbook
from pendopo.kernel.imports.rules import FORMULA, MERGED, Unreadable
from pendopo.kernel.imports.tests.files import csv_of, inspected, xlsx_of


def read(content: bytes, name: str = "x.csv") -> list[tuple[int, Sequence[str]]]:
    return [(line, list(cells)) for line, cells in reading.open_table(name, content).lines]


SENTENCE = "Jalan “Mawar” – nomor 7, é"
ROWS = [
    ["No", "Nama", "Alamat"],
    ["1", "Budi;Ani", SENTENCE],
    ["2", 'Kata "dia"', "baris satu\nbaris dua"],
    ["", "", ""],
    ["3", "Tab\tdua", "x"],
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_as_programs_write_it(separator: str, encoding: str) -> None:
    content = csv_of(ROWS, separator=separator, encoding=encoding)
    kept = inspected(reading.in_utf8(content)).content
    # The cell of two lines moves the rows behind it: a row is named by the line of the file on which it begins.
    assert read(kept) == [(1, ROWS[0]), (2, ROWS[1]), (3, ROWS[2]), (6, ROWS[4])]


def test_text_that_is_no_cp1252_either_is_not_lost_silently() -> None:
    assert "\ufffd" in reading.in_utf8(b"a\x81b\xff").decode()


def test_separator_is_not_taken_from_inside_cells() -> None:
    text = 'Nama;Alamat\r\n"Budi, S.H.";"Jalan A, B, C"\r\nAni;Jalan D, E, F\r\n'
    assert reading.separator_of(text) == ";"
    assert reading.separator_of("satu kolom\r\ndua\r\n") == ","


def test_workbook_gives_days_numbers_ticks_and_lines() -> None:
    content = xlsx_of([["No", "Tanggal"], [], [12.0, dt.date(2023, 8, 3), True, 1.5, dt.datetime(2023, 8, 3, 9, 15)]])
    assert read(inspected(content, "x.xlsx").content, "x.xlsx") == [
        (1, ["No", "Tanggal", "", "", ""]),
        (3, ["12", "2023-08-03", "ya", "1.5", "2023-08-03 09:15"]),
    ]


def test_merged_cells_and_formulas_without_value_are_marked() -> None:
    def change(sheet: Any, book: Any) -> None:
        sheet.merge_range(0, 0, 0, 2, "JUDUL")
        sheet.merge_range(2, 0, 4, 0, "12")
        sheet.write(3, 1, "Budi")
        sheet.write_formula(4, 1, "=A1&A2", None, "")
        sheet.write_formula(4, 2, "=1+1", None, 2)

    content = xlsx_of([[], ["No", "Nama", "Jumlah"], ["", "Ani", 1]], change)
    assert read(content, "x.xlsx") == [
        (1, ["JUDUL", "", ""]),
        (2, ["No", "Nama", "Jumlah"]),
        (3, ["12", "Ani", "1"]),
        (4, [f"{MERGED}3", "Budi", ""]),
        (5, [f"{MERGED}3", FORMULA, "2"]),
    ]


def test_empty_lines_and_columns_in_front_keep_their_place() -> None:
    content = xlsx_of([], lambda sheet, _book: sheet.write_row(2, 1, ["No", "Nama"]))
    assert read(content, "x.xlsx") == [(3, ["", "No", "Nama"])]


def test_first_sheet_that_holds_something_and_is_shown_is_read() -> None:
    def change(sheet: Any, book: Any) -> None:
        sheet.hide()
        book.add_worksheet("Kosong").activate()
        book.add_worksheet("Isi").write(0, 0, "ada")

    content = xlsx_of([["tersembunyi"]], change)
    table = reading.open_table("x.xlsx", content)
    assert (table.sheet, list(table.lines)) == ("Isi", [(1, ["ada"])])


def test_sheet_that_claims_to_be_huge_ends_its_own_process_only() -> None:
    content = xlsx_of([["a"]], lambda sheet, _book: sheet.write(1_048_575, 16_383, "z"))
    with pytest.raises(Unreadable, match="tidak terbaca sebagai tabel"):
        read(content, "x.xlsx")


def test_damaged_workbook_and_empty_files() -> None:
    with pytest.raises(Unreadable, match="tidak terbaca sebagai tabel"):
        read(xlsx_of([["a"]])[:-400], "x.xlsx")
    for name, content in (("x.csv", b"\r\n,,\r\n"), ("x.xlsx", xlsx_of([]))):
        with pytest.raises(Unreadable, match="tidak berisi baris"):
            reading.head_of(name, content, 5)


def test_one_row_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    rows = [["No"], *([str(number)] for number in range(3))]
    assert reading.head_of("x.csv", csv_of(rows), 2)[2] == 4
    with pytest.raises(Unreadable, match="lebih dari 3 baris"):
        reading.head_of("x.csv", csv_of([*rows, ["4"]]), 2)


def test_lines_of_the_confined_process_are_json_and_wide_rows_are_cut() -> None:
    told = [json.loads(line) for line in workbook.lines(xlsx_of([["a"] * 100]))]
    assert told == [{"sheet": "Buku tamu"}, [1, ["a"] * rules.MAX_COLUMNS]]
