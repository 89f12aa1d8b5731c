"""A frozen report as PDF, DOCX and XLSX. Nothing is computed here: all three say what was frozen."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.modules.satisfaction.models import Report
from pendopo.ui.formats import moment

# A bar of a DOCX table is written with as many blocks: one for every five of a hundred.
_BLOCK: Final = "█"
_PER_BLOCK: Final = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A report ready for the letter compiler."""

    content: dict[str, Any]
    letterhead: dict[str, Any]
    file_name: str
    template: str = "satisfaction/report"


def _frozen(report: Report) -> str:
    return _("Angka dibekukan pada %(at)s.") % {"at": moment(report.frozen_at, report.agency)}


def _share(cell: str) -> float:
    """Return how far a bar goes, 0 to 1, from a value as it is written: "81,36" of 100."""
    try:
        return min(max(float(Decimal(cell.replace(".", "").replace(",", "."))) / 100, 0.0), 1.0)
    except ArithmeticError:
        return 0.0


def pdf(report: Report) -> Paper:
    """Return the report for the letter compiler."""
    with translation.override("id"):
        chapters = [
            {
                **chapter,
                "parts": [
                    {
                        **part,
                        "tables": [
                            {
                                **table,
                                "bars": []
                                if table["bar"] is None
                                else [_share(row[table["bar"]]) for row in table["rows"]],
                            }
                            for table in part["tables"]
                        ],
                    }
                    for part in chapter["parts"]
                ],
            }
            for chapter in report.figures["chapters"]
        ]
        content = {"title": report.figures["title"], "frozen": _frozen(report), "chapters": chapters}
        head = letterhead_of(
            report.agency, number=report.survey.number, on=clock.today(report.agency.timezone), subject=content["title"]
        )
        return Paper(content, head, f"laporan-skm-{report.survey.period}.pdf")


def docx(report: Report) -> bytes:
    """Return the report as DOCX, for those who have to add to it."""
    from docx import Document

    with translation.override("id"):
        paper = Document()
        paper.core_properties.title = report.figures["title"]
        paper.core_properties.author = report.agency.name
        paper.core_properties.created = clock.now().replace(tzinfo=None)
        paper.core_properties.language = "id-ID"
        paper.add_heading(report.figures["title"], level=0)
        paper.add_paragraph(f"{report.agency.name}, {letter_date(clock.today(report.agency.timezone))}")
        paper.add_paragraph(_frozen(report))
        for chapter in report.figures["chapters"]:
            paper.add_heading(chapter["title"], level=1)
            for part in chapter["parts"]:
                paper.add_heading(part["heading"], level=2)
                for text in part["paragraphs"]:
                    paper.add_paragraph(text)
                for table in part["tables"]:
                    _docx_table(paper, table)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _docx_table(paper: Any, table: dict[str, Any]) -> None:
    has_bar = table["bar"] is not None
    paper.add_paragraph(table["title"], style="Caption")
    grid = paper.add_table(rows=1, cols=len(table["headings"]) + has_bar)
    grid.style = "Table Grid"
    for cell, heading in zip(grid.rows[0].cells, [*table["headings"], _("Grafik")], strict=False):
        cell.text = heading
    for row in table["rows"]:
        bar = [_BLOCK * round(100 * _share(row[table["bar"]]) / _PER_BLOCK)] if has_bar else []
        for cell, text in zip(grid.add_row().cells, [*row, *bar], strict=True):
            cell.text = text


def xlsx(report: Report) -> bytes:
    """Return the annex: one row per respondent, values as numbers, then the sums and means; no cell becomes a formula."""
    from xlsxwriter import Workbook

    annex, made = report.figures["annex"], io.BytesIO()
    with translation.override("id"):
        book = Workbook(made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        bold, mean = book.add_format({"bold": True}), book.add_format({"bold": True, "num_format": "0.000"})
        sheet = book.add_worksheet(_("Olah data"))
        sheet.write_row(0, 0, [report.figures["title"]], bold)
        sheet.write_row(1, 0, [_frozen(report)])
        sheet.write_row(3, 0, [_("Responden"), _("Layanan"), *annex["names"]], bold)
        sheet.set_column(1, 1, 32)
        sums, counts = [0] * len(annex["names"]), [0] * len(annex["names"])
        for number, (service, marks) in enumerate(annex["rows"], start=1):
            row = number + 3
            sheet.write_number(row, 0, number)
            sheet.write_string(row, 1, annex["services"][service])
            for place, mark in enumerate(map(int, marks)):
                if mark:
                    sheet.write_number(row, place + 2, mark)
                if "0" not in marks:
                    sums[place], counts[place] = sums[place] + mark, counts[place] + 1
        last = len(annex["rows"]) + 4
        sheet.write_row(last, 1, [_("Jumlah (kuesioner lengkap)"), *sums], bold)
        sheet.write_row(
            last + 1, 1, ["NRR", *(total / n if n else 0 for total, n in zip(sums, counts, strict=True))], mean
        )
        sheet.write_row(last + 2, 1, ["IKM", float(report.figures["index"])], bold)
        book.close()
    return made.getvalue()
