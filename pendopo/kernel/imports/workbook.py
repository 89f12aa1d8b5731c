"""A workbook's first sheet as lines of JSON, read in a process of its own: a sheet can claim to be larger than memory.

Argument: memory limit in bytes. The first line of output tells the sheet; each other is `[line, cells]` of a line that is
not empty.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pendopo.kernel.documents.confined import limit_memory
from pendopo.kernel.imports.rules import FORMULA, MAX_COLUMNS, MAX_ROWS, MERGED, is_empty

_RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA_ALONE: Final = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


def lines(content: bytes) -> Iterator[str]:
    """Yield the lines of JSON; whatever cannot be read is raised. At most one row more than may be imported."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = [
        (number, sheet.name)
        for number, sheet in enumerate(book.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    for number, name in sheets:
        sheet = book.get_sheet_by_index(number)
        if not sheet.height:
            continue
        yield json.dumps({"sheet": name})
        marks = _marks(sheet.merged_cell_ranges or [], _uncomputed(content, name))
        count, margin = 0, [""] * (sheet.start or (0, 0))[1]
        for line, values in enumerate(sheet.iter_rows(), start=1):
            cells = [*margin, *map(_text, values)][:MAX_COLUMNS]
            for place, mark in marks.get(line, {}).items():
                if place < len(cells) and not cells[place]:
                    cells[place] = mark
            if not is_empty(cells):
                count += 1
                yield json.dumps([line, cells], ensure_ascii=False)
            if count > MAX_ROWS + 40:
                return
        return
    yield json.dumps({"sheet": ""})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, dt.date) else str(value).replace("\0", "")


def _marks(
    merged: list[tuple[tuple[int, int], tuple[int, int]]], formulas: list[tuple[int, int]]
) -> dict[int, dict[int, str]]:
    """Return line → place → what stands there instead of a value. Cells merged within one line are simply empty."""
    marks: dict[int, dict[int, str]] = {}
    for line, place in formulas:
        marks.setdefault(line, {})[place] = FORMULA
    for (top, left), (bottom, right) in merged:
        for line in range(top + 2, min(bottom, MAX_ROWS) + 2):
            for place in range(left, min(right, MAX_COLUMNS) + 1):
                marks.setdefault(line, {})[place] = f"{MERGED}{top + 1}"
    return marks


def _uncomputed(content: bytes, name: str) -> list[tuple[int, int]]:
    """Return line and place of formulas that no program has computed: the reader shows them as empty."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = _part(archive, name)
        if part not in archive.namelist():
            return []
        return [(int(found[2]), _place(found[1])) for found in _FORMULA_ALONE.finditer(archive.read(part))]


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """Return where the sheet of this name lies in the archive, empty when that is not told."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - this process has bounds of its own
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    wanted = [
        sheet.get(_RELATIONS) for sheet in book.iter() if sheet.tag.endswith("}sheet") and sheet.get("name") == name
    ]
    for link in links:
        if link.get("Id") in wanted:
            target = link.get("Target") or ""
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


if __name__ == "__main__":  # pragma: no cover - measured through lines()
    limit_memory(int(sys.argv[1]))
    for text in lines(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(text.encode() + b"\n")
