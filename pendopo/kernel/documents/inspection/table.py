"""Full parse of a CSV file: text in UTF-8, readable as rows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from pendopo.kernel.documents.rules import FileRefused
from pendopo.lib.text import gettext_noop

_MAX_CELL: Final = 131_072

_NOT_TEXT = gettext_noop(
    "Berkas CSV ini bukan teks UTF-8. Di aplikasi lembar kerja pilih “CSV UTF-8” saat menyimpan, lalu unggah lagi."
)
_NOT_ROWS = gettext_noop(
    "Berkas CSV ini tidak terbaca sebagai baris dan kolom. Simpan ulang sebagai CSV UTF-8, lalu unggah lagi."
)


def check_csv(content: bytes) -> None:
    """Raise FileRefused `wrong_type` when `content` is not UTF-8 text, `damaged` when it is not rows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise FileRefused("wrong_type", _NOT_TEXT) from broken
    if any(sign < " " and sign not in "\t\r\n" for sign in set(text)):
        raise FileRefused("wrong_type", _NOT_TEXT)
    csv.field_size_limit(_MAX_CELL)
    # Where a comma is the decimal sign, spreadsheet programs write a semicolon between cells.
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as broken:
        raise FileRefused("damaged", _NOT_ROWS) from broken
