"""CSV and XLSX hold exactly what the page shows, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from python_calamine import CalamineWorkbook

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.reporting import registers, writers
from pendopo.kernel.reporting.period import of_year
from pendopo.kernel.reporting.registers import Column, Register, Sheet
from pendopo.kernel.reporting.tests.letters import AT, LETTERS, send

PPID = Actor(kind="staff", label="Ani", roles=frozenset({"ppid"}))
AUDITOR = Actor(kind="staff", label="Budi", roles=frozenset({"auditor"}))


def letters(agency: Agency, actor: Actor = PPID, register: Register = LETTERS, **filters: str) -> Sheet:
    return registers.sheet(register, agency=agency, period=of_year(2026), filters=filters, actor=actor)


def csv_rows(sheet: Sheet) -> list[list[str]]:
    content = b"".join(writers.to_csv(sheet))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def book(sheet: Sheet) -> bytes:
    with clock.frozen(AT), writers.to_xlsx(sheet) as file:
        return file.read()


def xlsx_rows(sheet: Sheet) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book(sheet))).get_sheet_by_index(0).to_python()


HEADINGS = [
    "Perihal", "Penerima: Alamat", "Penerima: Percobaan", "Dibuat", "Hasil: Tanggal", "Hasil: Biaya", "Hasil: Terkirim",
    "Keterangan",
]  # fmt: skip


def test_csv_exactly(agency: Agency, other_agency: Agency) -> None:
    send(agency, subject='Satu, "dua"\nbaris', attempts=3)
    send(agency, subject="=1+1", recipient="+62 812", state="sent", sent_at=AT, last_error="@x")
    send(agency, at=AT.replace(year=2025))
    send(other_agency)
    assert csv_rows(letters(agency)) == [
        HEADINGS,
        ['Satu, "dua"\nbaris', "siti@contoh.id", "3", "2026-08-04 01:30", "2026-08-03", "-12.50", "Tidak", ""],
        ["'=1+1", "'+62 812", "0", "2026-08-04 01:30", "2026-08-03", "-12.50", "Ya", "'@x"],
    ]
    assert [row[0] for row in csv_rows(letters(agency, status="sent"))] == ["Perihal", "'=1+1"]


def test_personal_columns_are_empty_for_those_who_may_not_see(agency: Agency) -> None:
    send(agency)
    assert csv_rows(letters(agency, AUDITOR))[1] == [
        "Perihal 0", "", "0", "2026-08-04 01:30", "2026-08-03", "-12.50", "Tidak", "",
    ]  # fmt: skip
    assert xlsx_rows(letters(agency, AUDITOR))[-1][1] == ""


def test_xlsx_exactly(agency: Agency) -> None:
    send(agency, subject="=1+1", attempts=3, last_error="https://contoh.id")
    rows = xlsx_rows(letters(agency))
    assert [row[0] for row in rows[:6]] == [
        "Register surat uji",
        "Dinas Kominfo Sukamaju",
        "Periode: Tahun 2026",
        "Dicetak: 4 Agustus 2026 pukul 01.30 WIB",
        "Dasar: Pasal 1 aturan uji",
        "",
    ]
    assert rows[6:] == [
        ["Perihal", "Penerima", "Penerima", "Dibuat", "Hasil", "Hasil", "Hasil", "Keterangan"],
        ["", "Alamat", "Percobaan", "", "Tanggal", "Biaya", "Terkirim", ""],
        ["=1+1", "siti@contoh.id", 3, dt.datetime(2026, 8, 4, 1, 30), dt.date(2026, 8, 3), -12.5, "Tidak",
         "https://contoh.id"],
    ]  # fmt: skip


def test_xlsx_is_ready_for_paper_and_holds_no_formula(agency: Agency) -> None:
    send(agency, subject="=1+1")
    with zipfile.ZipFile(io.BytesIO(book(letters(agency)))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        names = parts.read("xl/workbook.xml").decode()
    merged = {part.split('"')[0] for part in page.split('<mergeCell ref="')[1:]}
    assert merged == {"A7:A8", "B7:C7", "D7:D8", "E7:G7", "H7:H8"}
    assert 'orientation="landscape"' in page
    assert 'paperSize="9"' in page
    assert 'fitToHeight="0"' in page
    assert '<pane xSplit="1" ySplit="8"' in page
    assert "$7:$8" in names
    assert "<f>" not in page
    assert "<hyperlink" not in page


def test_xlsx_with_one_heading_row_and_odd_values(agency: Agency) -> None:
    long = "x" * 40_000
    values: list[Any] = [10**15, 10**14, Decimal("0.1"), "\x00\x0bA\tB", long, "-5", None]
    plain = Register(
        key="polos",
        title="Polos",
        columns=[Column(f"c{n}", f"K{n}", lambda row, value=value: value) for n, value in enumerate(values)],
        rows=LETTERS.rows,
    )
    send(agency)
    rows = xlsx_rows(letters(agency, register=plain))
    assert rows[4:6] == [[""] * 7, [f"K{n}" for n in range(7)]]
    (found,) = rows[6:]
    cut = found[4]
    assert found[:4] + found[5:] == ["1000000000000000", 10**14, 0.1, "A\tB", "-5", ""]
    assert (len(cut), cut.endswith(" … (terpotong; teks lengkap ada di sistem)")) == (32_767, True)
    assert csv_rows(letters(agency, register=plain))[1] == [
        "1000000000000000", "100000000000000", "0.1", "\x0bA\tB", long, "-5", "",
    ]  # fmt: skip


def test_translated_cells_are_written_in_words(agency: Agency) -> None:
    send(agency)
    words = Register(
        key="kata", title="Kata", columns=[Column("a", "A", lambda row: gettext_lazy("Ya"))], rows=LETTERS.rows
    )
    assert csv_rows(letters(agency, register=words))[1] == ["Ya"]


def test_failed_export_closes_its_file(agency: Agency) -> None:
    def fail(row: object) -> str:
        raise LookupError("kolom rusak")

    send(agency)
    broken = Register(key="rusak", title="Rusak", columns=[Column("a", "A", fail)], rows=LETTERS.rows)
    with pytest.raises(LookupError):
        writers.to_xlsx(letters(agency, register=broken))


def test_single_grouped_column_is_not_merged(agency: Agency) -> None:
    lone = Register(
        key="satu",
        title="Satu",
        columns=[Column("a", "A", lambda row: 1, group="G"), Column("b", "B", lambda row: 2)],
        rows=LETTERS.rows,
    )
    send(agency)
    assert xlsx_rows(letters(agency, register=lone))[5:] == [["G", "B"], ["A", ""], [1, 2]]


def test_empty_register_has_its_headings(agency: Agency) -> None:
    assert csv_rows(letters(agency)) == [HEADINGS]
    assert len(xlsx_rows(letters(agency))) == 8


@pytest.mark.parametrize("count", [1, 50])
def test_exports_cost_one_query(agency: Agency, count: int, django_assert_num_queries: Any) -> None:
    send(agency, count)
    sheet = letters(agency)
    with django_assert_num_queries(1):
        assert len(csv_rows(sheet)) == count + 1
    with django_assert_num_queries(1):
        assert len(xlsx_rows(sheet)) == count + 8


def test_csv_streams_in_bounded_memory(agency: Agency) -> None:
    send(agency, 6_000, last_error="x" * 400)
    tracemalloc.start()
    pieces = [len(piece) for piece in writers.to_csv(letters(agency))]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(pieces) == 4
    assert sum(pieces) > 2_800_000
    # The whole result is nearly 3 MB of text and many more of rows; only a chunk of 2,000 is held at a time.
    assert peak < 12_000_000
