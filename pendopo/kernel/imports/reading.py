"""The rows of an uploaded register: CSV in whatever encoding and with whatever separator, or the first sheet of a XLSX."""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from typing import Final

from pendopo.kernel.documents.confined import ConfinedFailure, run_confined
from pendopo.kernel.documents.rules import MEGABYTE, extension_of
from pendopo.kernel.imports.rules import MAX_COLUMNS, MAX_ROWS, Cells, Unreadable, is_empty
from pendopo.lib.text import gettext_noop as _

_SECONDS: Final = 60.0
_MEMORY: Final = 1536 * MEGABYTE
_SEPARATORS: Final = ",;\t"
_MAX_CELL: Final = 131_072

_log = logging.getLogger(__name__)

_BROKEN: Final = _("Berkas ini tidak terbaca sebagai tabel. Simpan ulang sebagai XLSX atau CSV, lalu unggah lagi.")
_TOO_MANY: Final = _("Berkas ini berisi lebih dari %(most)s baris. Bagi menjadi beberapa berkas, misalnya per tahun.")
_NOTHING: Final = _("Berkas ini tidak berisi baris. Pastikan tabelnya ada di lembar pertama, lalu unggah lagi.")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the sheet's name (empty for CSV) and its lines, once, without the empty ones."""

    sheet: str
    lines: Iterator[tuple[int, Cells]]


def in_utf8(content: bytes) -> bytes:
    """Return the text of a CSV file in UTF-8: older spreadsheet programs write it in Windows' own encoding (cp1252)."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode()
    return content


def open_table(name: str, content: bytes) -> Table:
    """Return the rows of an inspected file by the extension of its name; raise Unreadable for what is no table."""
    return _workbook(content) if extension_of(name) == "xlsx" else _csv(content)


def _bounded(lines: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Yield lines that hold something; raise Unreadable after the last that may be."""
    count = 0
    for line, cells in lines:
        if is_empty(cells):
            continue
        count += 1
        if count > MAX_ROWS + 1:
            raise Unreadable(_TOO_MANY, most=f"{MAX_ROWS:,}".replace(",", "."))
        yield line, cells


def _csv(content: bytes) -> Table:
    text = in_utf8(content).decode("utf-8-sig")
    return Table("", _bounded(_csv_lines(text, separator_of(text))))


def separator_of(text: str) -> str:
    """Return the sign between cells: of comma, semicolon and tab the one that cuts the first rows most alike."""

    def worth(separator: str) -> tuple[float, int]:
        widths: list[int] = []
        try:
            for cells in csv.reader(StringIO(text[:65_536], newline=""), delimiter=separator):
                if any(cell.strip() for cell in cells):
                    widths.append(len(cells))
                if len(widths) == 30:
                    break
        except csv.Error:
            return (0, 0)
        usual = max(sorted(set(widths), reverse=True), key=widths.count, default=0)
        return (widths.count(usual) / len(widths), usual) if usual > 1 else (0, 0)

    return max(_SEPARATORS, key=worth)


def _csv_lines(text: str, separator: str) -> Iterator[tuple[int, Cells]]:
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, cells[:MAX_COLUMNS]
            # A cell may hold several lines: people find a row by the line on which it begins.
            line = reader.line_num + 1
    except csv.Error as broken:
        raise Unreadable(_BROKEN) from broken


def _workbook(content: bytes) -> Table:
    try:
        answer = run_confined("pendopo.kernel.imports.workbook", content, seconds=_SECONDS, memory=_MEMORY)
    except ConfinedFailure as failure:
        _log.warning("Reading a workbook of %d bytes failed: %s", len(content), failure)
        raise Unreadable(_BROKEN) from failure
    told = TextIOWrapper(BytesIO(answer), encoding="utf-8", newline="\n")
    sheet = str(json.loads(told.readline() or "{}").get("sheet", ""))
    return Table(sheet, _bounded((line, cells) for line, cells in map(json.loads, told)))


def head_of(name: str, content: bytes, lines: int) -> tuple[Table, list[tuple[int, Cells]], int]:
    """Return the table, its first `lines` lines and how many it has; raise Unreadable, also for too many or none."""
    table = open_table(name, content)
    head, count = [], 0
    for found in table.lines:
        count += 1
        if count <= lines:
            head.append(found)
    if not head:
        raise Unreadable(_NOTHING)
    return table, head, count
