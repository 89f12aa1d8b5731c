"""Files as agencies have them, made for one test."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from pendopo.kernel.documents.inspection import Inspected, inspect_bytes

HEADINGS = ("Nomor", "Tanggal", "Nama", "Keperluan", "Jumlah")


def row(number: int, **other: Any) -> list[Any]:
    """Return a right row of the visitors' book."""
    values = {
        "number": f"{number:04d}/BT/2023",
        "day": "03/08/2023",
        "name": f"Tamu {number}",
        "why": "Magang",
        "count": "2",
    }
    return list((values | other).values())


def csv_of(rows: Sequence[Sequence[Any]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as CSV, every cell quoted."""
    lines = [separator.join('"' + str(cell).replace('"', '""') + '"' for cell in cells) for cells in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx_of(rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], None] | None = None) -> bytes:
    """Return rows as XLSX; `change` gets sheet and workbook before it is closed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Buku tamu")
    for line, cells in enumerate(rows):
        sheet.write_row(line, 0, cells)
    if change:
        change(sheet, book)
    book.close()
    return out.getvalue()


def inspected(content: bytes, name: str = "buku.csv") -> Inspected:
    """Return a file as the form hands it over."""
    return inspect_bytes(content, name=name, allowed=frozenset({"csv", "xlsx"}))


def upload(content: bytes, name: str = "buku.csv") -> SimpleUploadedFile:
    """Return a file as the browser sends it."""
    return SimpleUploadedFile(name, content)
