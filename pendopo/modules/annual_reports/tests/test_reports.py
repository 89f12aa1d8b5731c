"""The report as PDF, DOCX and XLSX: one structure, the same numbers in each."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from docx import Document
from pikepdf import Pdf
from python_calamine import CalamineWorkbook

from pendopo.kernel.documents.letters import render_letter
from pendopo.modules.annual_reports import reports
from pendopo.modules.annual_reports.queries import announced
from pendopo.modules.annual_reports.tests.yearbook import make_office, written

from tests.archivable import against_archiving

pytestmark = pytest.mark.django_db

FIGURES = [
    ("Permohonan yang diterima", "4", ""),
    ("Dikabulkan seluruhnya", "3", "75,0 %"),
    ("Ditolak", "1", "25,0 %"),
    ("Lama menjawab", "2,5", ""),
    ("mengungkap rahasia pribadi", "1", ""),
    ("menghambat penegakan hukum", "0", ""),
]


def test_the_announcement_holds_what_the_law_asks_and_the_reasons_used() -> None:
    report = written(make_office())
    assert [(line.title, line.value) for line in announced(report.snapshot)] == [
        ("Permohonan yang diterima", "4"),
        ("Dikabulkan seluruhnya", "3"),
        ("Ditolak", "1"),
        ("Lama menjawab", "2.5"),
        ("mengungkap rahasia pribadi", "1"),
    ]


@pytest.mark.parametrize("make", [reports.pdf, reports.announcement])
def test_pdf_is_made_and_tagged(make: object) -> None:
    paper = make(written(make_office()))  # type: ignore[operator]
    content = render_letter(paper.template, paper.content, letterhead=paper.letterhead)
    assert against_archiving(content) == set()
    made = Pdf.open(io.BytesIO(content))
    assert made.Root.MarkInfo.Marked
    assert str(made.Root.Lang) == "id-ID"


def test_pdf_has_six_parts_with_their_figures_also_for_english_readers() -> None:
    report = written(make_office())
    with translation.override("en"):
        content = reports.pdf(report).content
    assert [section["title"] for section in content["sections"]] == [
        "Gambaran umum kebijakan pelayanan informasi publik",
        "Gambaran umum pelaksanaan pelayanan informasi publik",
        "Rincian pelayanan informasi publik",
        "Rincian penyelesaian sengketa informasi publik",
        "Kendala eksternal dan internal",
        "Rekomendasi dan rencana tindak lanjut",
    ]
    tables = content["sections"][2]["tables"]
    assert [tuple(row) for table in tables for row in table["rows"]] == FIGURES
    # The notes that nobody wrote leave no empty heading.
    assert content["sections"][2]["passages"] == []


def test_docx_holds_texts_and_figures() -> None:
    paper = Document(io.BytesIO(reports.docx(written(make_office()))))
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert texts[0] == "Laporan Layanan Informasi Publik Tahun 2025"
    assert "Isi policy." in texts
    rows = [tuple(cell.text for cell in row.cells) for table in paper.tables for row in table.rows[1:]]
    assert rows == FIGURES


def test_xlsx_holds_figures_as_numbers_and_the_cases_without_names() -> None:
    book = CalamineWorkbook.from_filelike(reports.xlsx(written(make_office())))
    assert book.sheet_names == ["Angka", "permohonan"]
    figures = book.get_sheet_by_name("Angka").to_python()
    assert figures[4:7] == [
        ["Permohonan informasi publik", "Permohonan yang diterima", 4.0, ""],
        ["Permohonan informasi publik", "Dikabulkan seluruhnya", 3.0, 75.0],
        ["Permohonan informasi publik", "Ditolak", 1.0, 25.0],
    ]
    cases = book.get_sheet_by_name("permohonan").to_python()
    assert cases[0] == ["Nomor", "Tanggal", "Tanda", "Hari kerja"]
    assert [(row[0], str(row[1]), row[2], row[3]) for row in cases[1:]] == [
        ("001/PPID", "2025-01-01", "granted, received", 1.0),
        ("002/PPID", "2025-01-01", "granted, received", 2.0),
        ("003/PPID", "2025-01-01", "granted, received", 3.0),
        ("004/PPID", "2025-01-01", "ground_17h, received, refused", 4.0),
    ]
