"""Reading a decree on days off (SKB 3 Menteri, Keppres) from CSV: date, name, kind. Pure: neither database nor clock.

People save what they have: from Excel with semicolons and a byte order mark, with titles above the table, with dates written
as 2026-08-17, 17/08/2026 or "Senin, 17 Agustus 2026". Every row is read; what cannot be read says why.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pendopo.lib.text import clean_line
from pendopo.lib.text import gettext_noop as _

MOST_ROWS: Final = 400
MOST_BYTES: Final = 200_000
NAME_MAX: Final = 120

NATIONAL: Final = "national"
JOINT_LEAVE: Final = "joint_leave"

_COLUMNS: Final = {
    "date": ("date", "tanggal", "tgl"),
    "name": ("name", "nama", "keterangan", "hari libur", "uraian", "peringatan"),
    "kind": ("kind", "jenis", "kategori"),
}
_KINDS: Final = {
    NATIONAL: ("national", "libur nasional", "nasional", "libur", "public"),
    JOINT_LEAVE: ("joint_leave", "joint leave", "cuti bersama", "cuti", "government"),
}
_MONTHS: Final = "januari februari maret april mei juni juli agustus september oktober november desember".split()
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDED: Final = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})\s+([a-z]+)\s+(\d{4})")


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; `sentence` is a msgid that says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class DecreeRow:
    """One line of the file: its number there, the text as it stood, and what was read; `problem` is a msgid or empty."""

    line: int
    text: str
    on: date | None = None
    name: str = ""
    kind: str = ""
    problem: str = ""


def read_decree_file(content: bytes) -> list[DecreeRow]:
    """Return the rows of a CSV file below its headings, wrong ones with their problem.

    Raises UnreadableFile for a file that is too large, no text, has no headings or no rows.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("Berkas terlalu besar. Satu tahun hari libur muat dalam beberapa kilobita."))
    text = _decoded(content)
    table = [(reader_line, cells) for reader_line, cells in _cells(text) if any(cells)]
    heading = next(((at, found) for at, (_line, cells) in enumerate(table) if (found := _headings(cells))), None)
    if heading is None:
        raise UnreadableFile(_("Baris judul tidak ditemukan. Tulis judul kolom: tanggal, nama, jenis."))
    below = table[heading[0] + 1 :]
    if not below:
        raise UnreadableFile(_("Tidak ada baris di bawah judul kolom."))
    if len(below) > MOST_ROWS:
        raise UnreadableFile(_("Terlalu banyak baris. Muat paling banyak 400 hari sekaligus."))
    return _without_doubles([_row(line, cells, heading[1]) for line, cells in below])


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile(_("Ini berkas Excel. Simpan dahulu sebagai CSV, lalu unggah berkas CSV itu."))
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile(_("Berkas ini bukan teks. Simpan sebagai CSV (UTF-8), lalu unggah lagi."))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.splitlines()
    if lines and lines[0].lower().startswith("sep="):
        # What Excel itself writes to say which sign divides the cells.
        lines[0] = ""
    sample = "\n".join(lines)
    divider = max(";\t,", key=lambda sign: sum(sign in line for line in lines))
    reader = csv.reader(io.StringIO(sample), delimiter=divider)
    try:
        for cells in reader:
            yield reader.line_num, [clean_line(cell) for cell in cells]
    except csv.Error as problem:
        raise UnreadableFile(
            _("Berkas ini bukan CSV yang utuh. Simpan ulang sebagai CSV, lalu unggah lagi.")
        ) from problem


def _headings(cells: Sequence[str]) -> dict[str, int] | None:
    """Return column → place if this line holds the three headings."""
    plain = [cell.casefold() for cell in cells]
    found = {
        column: next((at for at, cell in enumerate(plain) if cell in words), -1) for column, words in _COLUMNS.items()
    }
    return found if min(found.values()) >= 0 else None


def _row(line: int, cells: Sequence[str], places: dict[str, int]) -> DecreeRow:
    given = {column: cells[at] if at < len(cells) else "" for column, at in places.items()}
    text = " · ".join(cell for cell in cells if cell)
    on, name = read_date(given["date"]), given["name"]
    kind = next((code for code, words in _KINDS.items() if given["kind"].casefold() in words), "")
    if not given["date"]:
        problem = _("Tanggal kosong.")
    elif on is None:
        problem = _("Tanggal ini tidak ada. Tulis misalnya 2026-08-17 atau 17/08/2026.")
    elif not name:
        problem = _("Nama kosong.")
    elif len(name) > NAME_MAX:
        problem = _("Nama lebih dari 120 karakter.")
    elif not kind:
        problem = _("Jenis tidak dikenal. Tulis “libur nasional” atau “cuti bersama”.")
    else:
        problem = ""
    return DecreeRow(line, text, on, name, kind, problem)


def read_date(text: str) -> date | None:
    """Return the date that was written, None for what is no date.

    >>> read_date("Senin, 17 Agustus 2026")
    datetime.date(2026, 8, 17)
    """
    plain = text.casefold()
    if match := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    elif match := _SLASHED.fullmatch(plain):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _WORDED.fullmatch(plain)) and match[2] in _MONTHS:
        day, month, year = int(match[1]), _MONTHS.index(match[2]) + 1, int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_doubles(rows: list[DecreeRow]) -> list[DecreeRow]:
    """Mark a date that stands twice: with one name it is a double, with two kinds nobody knows which is meant."""
    seen: dict[date, DecreeRow] = {}
    checked = []
    for row in rows:
        before = seen.get(row.on) if row.on and not row.problem else None
        problem = row.problem
        if before is not None and before.kind != row.kind:
            problem = _("Tanggal ini sudah ada di atas dengan jenis lain.")
        elif before is not None and before.name.casefold() == row.name.casefold():
            problem = _("Baris ini sama dengan baris di atas.")
        elif row.on and not problem:
            seen[row.on] = row
        checked.append(DecreeRow(row.line, row.text, row.on, row.name, row.kind, problem))
    return checked
