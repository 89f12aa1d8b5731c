"""A register as CSV or XLSX, from the same columns as the page; streamed, so that 100,000 rows need little memory."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.reporting.registers import Cell, Sheet, has_groups, heading_groups
from pendopo.kernel.reporting.wording import period_in_words
from pendopo.lib.formulas import guarded
from pendopo.ui.formats import moment

_BOM: Final = b"\xef\xbb\xbf"
_CHUNK: Final = 2_000
_MAX_CELL: Final = 32_767
# Excel keeps 15 digits; a longer whole number is written as text.
_MAX_EXACT: Final = 10**15
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _localised(value: Cell, zone: ZoneInfo) -> str | int | Decimal | dt.date | None:
    """Return a cell as one of a few plain types; moments become local and naive, choices become words."""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).replace(tzinfo=None)
    if isinstance(value, Promise):
        return str(value)
    return value


def _csv_cell(value: Cell, zone: ZoneInfo) -> str:
    plain = _localised(value, zone)
    if plain is None:
        return ""
    if isinstance(plain, dt.datetime):
        return plain.isoformat(sep=" ", timespec="minutes")
    if isinstance(plain, dt.date):
        return plain.isoformat()
    if isinstance(plain, Decimal):
        return f"{plain:f}"
    if isinstance(plain, int):
        return str(plain)
    return guarded(str(plain).replace("\x00", ""))


class _Echo:
    """A file whose write returns what it was given, for csv.writer."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def to_csv(sheet: Sheet) -> Iterator[bytes]:
    """Yield the register as CSV (UTF-8 with BOM, comma, CRLF), some thousand rows at a time; one heading row.

    A grouped column is headed "group: heading". Dates are ISO, moments local to the agency.
    """
    rows = (sheet.cells(row) for row in sheet.ordered.iterator(chunk_size=_CHUNK))
    lines = csv_lines(sheet.headings, rows, ZoneInfo(sheet.agency.timezone))
    yield _BOM + next(lines)
    yield from lines


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]], zone: ZoneInfo) -> Iterator[bytes]:
    """Yield a table as CSV (RFC 4180: UTF-8, comma, CRLF) without BOM, some thousand rows at a time, safe in spreadsheets."""
    writer = csv.writer(_Echo())
    yield writer.writerow([guarded(heading) for heading in headings]).encode()
    lines: list[str] = []
    for row in rows:
        lines.append(writer.writerow([_csv_cell(cell, zone) for cell in row]))
        if len(lines) == _CHUNK:
            yield "".join(lines).encode()
            lines = []
    if lines:
        yield "".join(lines).encode()


class _Book:
    """A workbook under construction: one sheet, written from top to bottom."""

    def __init__(self, out: IO[bytes], sheet: Sheet) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self.sheet = sheet
        self.zone = ZoneInfo(sheet.agency.timezone)
        self.book = xlsxwriter.Workbook(out, options)
        self.page = self.book.add_worksheet(_("Register"))
        add = self.book.add_format
        grid = {"border": 1, "valign": "top", "text_wrap": True}
        self.title = add({"bold": True, "font_size": 14})
        self.plain = add({})
        self.heading = add({**grid, "bold": True, "bg_color": "#eff5fd", "valign": "vcenter", "align": "center"})
        self.text = add(grid)
        self.number = add({**grid, "num_format": "0.############"})
        self.day = add({**grid, "num_format": "dd/mm/yyyy"})
        self.moment = add({**grid, "num_format": "dd/mm/yyyy hh:mm"})
        self.row = 0

    def line(self, text: str, look: Any) -> None:
        """Write one line across the top."""
        self.page.write_string(self.row, 0, _short(text), look)
        self.row += 1

    def head(self) -> None:
        """Write who, what, when; then the heading in one row or two, with merged cells."""
        register, agency = self.sheet.register, self.sheet.agency
        self.line(str(register.title), self.title)
        self.line(agency.name, self.plain)
        self.line(_("Periode: %(period)s") % {"period": period_in_words(self.sheet.period)}, self.plain)
        self.line(_("Dicetak: %(at)s") % {"at": moment(clock.now(), agency)}, self.plain)
        if register.basis:
            self.line(_("Dasar: %(basis)s") % {"basis": register.basis}, self.plain)
        self.row += 1
        top = self.row
        columns = register.columns
        rows = 2 if has_groups(columns) else 1
        for number, column in enumerate(columns):
            self.page.set_column(number, number, column.width)
            self.page.write_string(top, number, str(column.group or column.heading), self.heading)
        if rows == 2:
            for number, column in enumerate(columns):
                self.page.write_string(top + 1, number, str(column.heading) if column.group else "", self.heading)
            self._merge(top)
        self.row = top + rows
        self.page.freeze_panes(self.row, 1)
        self.page.repeat_rows(top, self.row - 1)

    def _merge(self, top: int) -> None:
        """Join cells of the two heading rows, whose text stands already."""
        number = 0
        for group in heading_groups(self.sheet.register.columns):
            last = number + len(group.columns) - 1
            if not group.heading or last > number:
                # Not merge_range: in constant memory it silently does nothing once the first of two rows is written.
                self.page.merge.append([top, number, top if group.heading else top + 1, last])
            number = last + 1

    def body(self) -> None:
        """Write all rows."""
        for row in self.sheet.ordered.iterator(chunk_size=_CHUNK):
            for number, cell in enumerate(self.sheet.cells(row)):
                self.cell(number, cell)
            self.row += 1

    def cell(self, number: int, value: Cell) -> None:
        """Write one cell by its type; text is always text, never a formula."""
        plain = _localised(value, self.zone)
        if plain is None:
            self.page.write_blank(self.row, number, None, self.text)
        elif isinstance(plain, dt.datetime):
            self.page.write_datetime(self.row, number, plain, self.moment)
        elif isinstance(plain, dt.date):
            self.page.write_datetime(self.row, number, plain, self.day)
        elif isinstance(plain, int | Decimal) and -_MAX_EXACT < plain < _MAX_EXACT:
            self.page.write_number(self.row, number, plain, self.number)
        else:
            self.page.write_string(self.row, number, _short(str(plain)), self.text)

    def finish(self) -> None:
        """Set up the paper and close the file."""
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.page.set_footer(f"&L{_('Register')}&R{_('Halaman')} &P / &N")
        self.book.close()


def _short(text: str) -> str:
    """Return `text` without control characters, cut at what a cell can hold, with a mark where it was cut."""
    clean = _CONTROL.sub("", text)
    if len(clean) <= _MAX_CELL:
        return clean
    mark = _(" … (terpotong; teks lengkap ada di sistem)")
    return clean[: _MAX_CELL - len(mark)] + mark


def to_xlsx(sheet: Sheet) -> IO[bytes]:
    """Return the register as an open temporary XLSX file at its beginning; the caller closes it, and it is gone."""
    out = tempfile.TemporaryFile(prefix="pendopo-register-")  # noqa: SIM115 - handed to the response, which closes it
    book = _Book(out, sheet)
    try:
        book.head()
        book.body()
        book.finish()
    except BaseException:
        # Closing the half-made book is what makes xlsxwriter let go of its own temporary file.
        book.book.close()
        out.close()
        raise
    out.seek(0)
    return out
