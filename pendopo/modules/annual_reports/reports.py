"""The report as paper: one structure, written as PDF, DOCX and XLSX. Always in Indonesian, whatever the officer reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.reporting.models import SnapshotRow
from pendopo.modules.annual_reports import rules
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.annual_reports.queries import FigureLine, FigureTable, announced, tables_of
from pendopo.ui.formats import moment, number_text

_UNWRITTEN: Final = "–"


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts with what was written and the figures that belong to it."""

    number: int
    part: rules.Part
    passages: list[tuple[rules.Passage, str]]
    tables: list[FigureTable]


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter-like file ready to be rendered."""

    template: str
    content: dict[str, Any]
    letterhead: dict[str, Any]
    file_name: str


def sections(report: AnnualReport) -> Iterator[Section]:
    """Yield the six parts in their order."""
    for number, part in enumerate(rules.PARTS, start=1):
        passages = [(passage, report.texts.get(passage.key, "")) for passage in part.passages]
        tables = [table for source in part.sources for table in tables_of(report.snapshot, source)]
        yield Section(number, part, passages, tables)


def _is_empty(section: Section) -> bool:
    return not section.tables and not any(text or passage.needed for passage, text in section.passages)


def title(report: AnnualReport) -> str:
    """Return the report's title in the active language."""
    return _("Laporan Layanan Informasi Publik Tahun %(year)s") % {"year": report.report_year}


def _frozen(report: AnnualReport) -> str:
    at = moment(report.snapshot.cut_off_at, report.agency)
    versions = ", ".join(f"{key} {version}" for key, version in sorted(report.snapshot.versions.items()))
    return _(
        "Angka dihitung dari perkara yang diterima dalam tahun %(year)s dan dibekukan pada %(at)s (aturan: %(versions)s)."
    ) % {
        "year": report.report_year,
        "at": at,
        "versions": versions,
    }


def _rows(table: FigureTable) -> list[list[str]]:
    return [
        [line.title, line.shown, f"{number_text(line.share, 1)} %" if line.share is not None else ""]
        for line in table.lines
    ]


def pdf(report: AnnualReport) -> Paper:
    """Return the whole report for the letter compiler."""
    with translation.override("id"):
        content = {
            "title": title(report),
            "agency": report.agency.name,
            "frozen": _frozen(report),
            "basis": rules.ARTICLE,
            "headings": [_("Uraian"), _("Jumlah"), _("Bagian")],
            "sections": [
                {
                    "title": _(section.part.title),
                    "passages": [
                        {"heading": _(passage.heading), "text": text}
                        for passage, text in section.passages
                        if passage.needed or text
                    ],
                    "tables": [
                        {"title": f"{table.source.title}: {_(table.heading).lower()}", "rows": _rows(table)}
                        for table in section.tables
                    ],
                    "nothing": _("Tidak ada yang tercatat dalam tahun ini.") if _is_empty(section) else "",
                }
                for section in sections(report)
            ],
        }
        head = letterhead_of(
            report.agency,
            number=report.number,
            on=clock.today(report.agency.timezone),
            subject=title(report),
        )
        return Paper("annual_reports/report", content, head, f"laporan-layanan-informasi-{report.report_year}.pdf")


def _announced_title(line: FigureLine) -> str:
    if line.figure.basis == rules.ANNOUNCEMENT_ARTICLE:
        return line.title
    return _("Alasan penolakan: %(reason)s (%(article)s)") % {"reason": line.title, "article": line.figure.basis}


def announcement(report: AnnualReport) -> Paper:
    """Return the yearly announcement (UU 14/2008 Pasal 12): how many, how long, granted, refused, and why."""
    with translation.override("id"):
        rows = [[_announced_title(line), line.shown] for line in announced(report.snapshot)]
        subject = _("Pengumuman layanan informasi publik tahun %(year)s") % {"year": report.report_year}
        content = {
            "title": subject,
            "opening": _(
                "Berdasarkan Pasal 12 Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik, "
                "%(agency)s mengumumkan layanan informasi publik tahun %(year)s sebagai berikut."
            )
            % {"agency": report.agency.name, "year": report.report_year},
            "headings": [_("Uraian"), _("Jumlah")],
            "rows": rows,
            "frozen": _frozen(report),
            "date": letter_date(clock.today(report.agency.timezone)),
            "signer": {
                "title": "Pejabat Pengelola Informasi dan Dokumentasi",
                "name": str(report.snapshot.taken_by or ""),
            },
        }
        head = letterhead_of(
            report.agency, number=report.number, on=clock.today(report.agency.timezone), subject=subject
        )
        return Paper("annual_reports/announcement", content, head, f"pengumuman-{report.report_year}.pdf")


def docx(report: AnnualReport) -> bytes:
    """Return the report as DOCX, for those who have to edit or copy from it."""
    from docx import Document

    with translation.override("id"):
        paper = Document()
        paper.core_properties.title = title(report)
        paper.core_properties.author = report.agency.name
        paper.core_properties.created = clock.now().replace(tzinfo=None)
        paper.core_properties.language = "id-ID"
        paper.add_heading(title(report), level=0)
        paper.add_paragraph(f"{report.agency.name}, {letter_date(clock.today(report.agency.timezone))}")
        paper.add_paragraph(_frozen(report))
        for section in sections(report):
            paper.add_heading(f"{section.number}. {_(section.part.title)}", level=1)
            for passage, text in section.passages:
                if passage.needed or text:
                    paper.add_heading(_(passage.heading), level=2)
                    for piece in (text or _UNWRITTEN).split("\n\n"):
                        paper.add_paragraph(piece)
            for table in section.tables:
                paper.add_heading(f"{table.source.title}: {_(table.heading).lower()}", level=2)
                _docx_table(paper, [_("Uraian"), _("Jumlah"), _("Bagian")], _rows(table))
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _docx_table(paper: Any, headings: list[str], rows: list[list[str]]) -> None:
    grid = paper.add_table(rows=1, cols=len(headings))
    grid.style = "Table Grid"
    for cell, heading in zip(grid.rows[0].cells, headings, strict=True):
        cell.text = heading
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text


def xlsx(report: AnnualReport) -> io.BytesIO:
    """Return figures and the cases behind them as XLSX, rows streamed; no cell can become a formula."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    with translation.override("id"):
        book = Workbook(made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(_("Angka"))
        sheet.set_column(0, 1, 48)
        lines: list[list[object]] = [
            [title(report)],
            [_frozen(report)],
            [],
            [_("Perkara"), _("Uraian"), _("Jumlah"), _("Bagian (%)")],
        ]
        for section in sections(report):
            for table in section.tables:
                for line in table.lines:
                    value = float(line.value) if line.value is not None else None
                    part = float(line.share) if line.share is not None else None
                    lines.append([str(table.source.title), line.title, value, part])
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells, bold if number in {0, 3} else None)
        for source in sorted(report.snapshot.values):
            _case_sheet(book, report, source, bold)
        book.close()
    made.seek(0)
    return made


def _case_sheet(book: Any, report: AnnualReport, source: str, bold: Any) -> None:
    sheet = book.add_worksheet(source[:31])
    sheet.set_column(0, 0, 28)
    sheet.write_row(0, 0, [_("Nomor"), _("Tanggal"), _("Tanda"), _("Hari kerja")], bold)
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    rows = SnapshotRow.objects.for_agency(report.agency).filter(snapshot=report.snapshot, source=source).order_by("id")
    for number, row in enumerate(rows.iterator(chunk_size=2000), start=1):
        sheet.write_string(number, 0, row.number)
        sheet.write_datetime(number, 1, row.on, date)
        sheet.write_string(number, 2, ", ".join(mark for mark in row.marks.split("|") if mark))
        if "days" in row.measures:
            sheet.write_number(number, 3, row.measures["days"])
