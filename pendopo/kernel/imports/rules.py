"""Reading a register that somebody kept elsewhere (register lama): columns, headings, days, choices, in words when wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pendopo.lib.text import clean_block, clean_line
from pendopo.lib.text import gettext_noop as _

MAX_ROWS: Final = 100_000
# Rows written in one transaction, and transactions in one round of the worker before mail and other jobs have their turn.
BATCH_ROWS: Final = 200
ROUND_BATCHES: Final = 100
# Problems kept with their sentence; all are counted.
MAX_PROBLEMS: Final = 1_000
MAX_TRIES: Final = 5
# Days after which an import that nobody touches loses its file and its problems.
KEEP_DAYS: Final = 30
# Lines in which the headings are looked for, and columns that are read.
HEAD_LINES: Final = 40
MAX_COLUMNS: Final = 80

UPLOADED, MAPPED, CHECKING, CHECKED = "uploaded", "mapped", "checking", "checked"
RUNNING, DONE, FAILED = "running", "done", "failed"
STATES: Final[Mapping[str, str]] = {
    UPLOADED: _("Menunggu pencocokan kolom"),
    MAPPED: _("Kolom dicocokkan"),
    CHECKING: _("Sedang diperiksa"),
    CHECKED: _("Sudah diperiksa"),
    RUNNING: _("Sedang dimasukkan"),
    DONE: _("Impor selesai"),
    FAILED: _("Terhenti"),
}
WORKING: Final = (CHECKING, RUNNING)

# What stands in a cell instead of a value. No file can hold these: NUL is no character of XML and is refused in CSV.
MERGED: Final = "\0merged:"
FORMULA: Final = "\0formula"
_SHEET_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})

Cells = Sequence[str]
Mapped = Mapping[str, int]


class Unreadable(ValueError):
    """A cell or a file cannot be read; `sentence` is a msgid with the remedy, filled from `params`."""

    def __init__(self, sentence: str, **params: str | int) -> None:
        super().__init__(sentence % params)
        self.sentence, self.params = sentence, params


@dataclass(frozen=True, slots=True)
class Column:
    """A column that an importer reads. `aliases` are other headings by which registers call it.

    `read` turns the cell's text into a value or raises Unreadable; it is not asked about empty cells.
    """

    key: str
    label: str
    read: Callable[[str], object]
    aliases: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell; `column` is empty when it is the whole row."""

    column: str
    sentence: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read: its line in the file, and a value for every column that holds one."""

    line: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the headings stand: the last line of them, and the text above each column."""

    line: int
    texts: tuple[str, ...]


def shown(text: str) -> str:
    """Return a cell as a sentence can quote it: one line of at most 40 characters."""
    line = clean_line(text)
    return line if len(line) <= 40 else line[:39].rstrip() + "…"


def cell_address(place: int, line: int) -> str:
    """Return how spreadsheets call a cell; `place` counts columns from 0.

    >>> cell_address(2, 17), cell_address(27, 1)
    ('C17', 'AB1')
    """
    letters, left = "", place + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def folded(text: str) -> str:
    """Return words without case and punctuation, to compare them.

    >>> folded(" Tgl.  Diterima (WIB) ")
    'tgl diterima wib'
    """
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


# ------------------------------------------------------------------------------------------------ readers of cells
def line_of(most: int) -> Callable[[str], str]:
    """Return a reader of one line of at most `most` characters."""

    def read(text: str) -> str:
        return _fitting(clean_line(text), most)

    return read


def block_of(most: int) -> Callable[[str], str]:
    """Return a reader of paragraphs of at most `most` characters."""

    def read(text: str) -> str:
        return _fitting(clean_block(text), most)

    return read


def _fitting(text: str, most: int) -> str:
    if len(text) > most:
        raise Unreadable(_("Teks ini lebih dari %(most)s karakter. Pendekkan di berkas asal."), most=most)
    return text


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb pebruari peb february", "maret mar march", "april apr", "mei may",
            "juni jun june", "juli jul july", "agustus agu agt ags aug august", "september sep sept",
            "oktober okt oct october", "november nov nopember nop", "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS: Final = r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)\b[\s,/]*"
_CLOCK: Final = r"(?:[\sT,]+(?:pukul\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:wib|wita|wit|z)?)?"
_ISO: Final = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_NUMBERS: Final = re.compile(rf"(\d{{1,2}})\s*([/.\-\s])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_WORDS: Final = re.compile(rf"(\d{{1,2}})[\s\-/.]+([a-z]+)[\s\-/.,]+(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_SERIAL: Final = re.compile(r"\d{5}")
# Day 0 of a spreadsheet's counting of days, for every day after February 1900.
_SHEET_EPOCH: Final = dt.date(1899, 12, 30)
_YEARS: Final = range(1990, 2100)
_NO_DAY: Final = _("“%(text)s” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023.")
_SWAPPED: Final = _("“%(text)s” tidak mungkin: bulan %(month)s tidak ada. Tulis hari lebih dahulu, lalu bulan.")
_NO_SUCH: Final = _("“%(text)s” tidak ada dalam kalender. Perbaiki di berkas asal.")
_FAR: Final = _("Tahun %(year)s tidak masuk akal. Perbaiki di berkas asal.")


def read_day(text: str) -> dt.date:
    """Return the day: yyyy-mm-dd, or day before month with / . or -, or the month in words, or a spreadsheet's number.

    Two digits of a year are always of this century: registers under UU 14/2008 begin in 2010. A time of day is left
    out. Raises Unreadable.
    """
    plain = re.sub(rf"^{_WEEKDAYS}", "", clean_line(text), flags=re.IGNORECASE)
    if _SERIAL.fullmatch(plain):
        return _sensible(_SHEET_EPOCH + dt.timedelta(days=int(plain)), text)
    if found := _ISO.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _NUMBERS.fullmatch(plain):
        return _day(_year(found[4]), int(found[3]), int(found[1]), text)
    if (found := _WORDS.fullmatch(plain)) and (month := _MONTHS.get(found[2].casefold())):
        return _day(_year(found[3]), month, int(found[1]), text)
    raise Unreadable(_NO_DAY, text=shown(text))


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(year: int, month: int, day: int, text: str) -> dt.date:
    if month > 12:
        raise Unreadable(_SWAPPED, text=shown(text), month=month)
    try:
        return _sensible(dt.date(year, month, day), text)
    except ValueError as wrong:
        if isinstance(wrong, Unreadable):
            raise
        raise Unreadable(_NO_SUCH, text=shown(text)) from wrong


def _sensible(day: dt.date, _text: str) -> dt.date:
    if day.year not in _YEARS:
        raise Unreadable(_FAR, year=day.year)
    return day


def choice_of(words: Mapping[str, Sequence[str]]) -> Callable[[str], str]:
    """Return a reader that finds the value whose words stand in the cell; case and punctuation do not matter."""
    known = {folded(word): value for value, many in words.items() for word in many}
    offered = ", ".join(many[0] for many in words.values())

    def read(text: str) -> str:
        value = known.get(folded(text))
        if value is None:
            raise Unreadable(
                _("“%(text)s” tidak dikenal. Pakai salah satu: %(offered)s."), text=shown(text), offered=offered
            )
        return value

    return read


_NO_TICK: Final = frozenset({"-", "–", "—", "−", ".", "0", "tidak", "no", "false", "bukan"})


def read_tick(text: str) -> bool:
    """Return whether a cell is ticked: anything but a dash, zero or "tidak", because registers use many signs."""
    return clean_line(text).casefold() not in _NO_TICK


_MONEY: Final = re.compile(r"(?:rp\.?)?\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](?:0{1,2}|-))?(?:,-|-)?", re.IGNORECASE)


def read_whole(text: str) -> int:
    """Return a whole number, also with dots between thousands or as an amount in rupiah; raise Unreadable."""
    found = _MONEY.fullmatch(clean_line(text))
    if not found or len(found[1]) > 15:
        raise Unreadable(_("“%(text)s” bukan bilangan bulat. Tulis seperti 15000 atau Rp15.000."), text=shown(text))
    return int(found[1].replace(".", ""))


def read_rupiah(text: str) -> Decimal:
    """Return an amount in rupiah; a dash, "gratis" and "nihil" are nothing to pay. Raises Unreadable."""
    if folded(text) in {"", "gratis", "nihil", "tidak ada", "tanpa biaya", "cuma cuma"}:
        return Decimal(0)
    return Decimal(read_whole(text))


# ---------------------------------------------------------------------------------------- headings and their mapping
def plain(cell: str) -> str:
    """Return the cell's own text, empty for a cell that has none."""
    return "" if cell.startswith("\0") else cell.strip()


def is_empty(cells: Cells) -> bool:
    """Return whether nothing stands in the line; a cell that belongs to a merged one above is nothing."""
    return not any(plain(cell) or cell == FORMULA for cell in cells)


def find_heading(lines: Sequence[tuple[int, Cells]], columns: Sequence[Column]) -> Heading:
    """Return where the headings stand, also below titles and in two rows with merged cells; raise Unreadable.

    It is the line in which most columns are recognised, at least two.
    """
    known = _known(columns)
    scores = [sum(folded(plain(cell)) in known for cell in cells) for _line, cells in lines]
    if not scores or max(scores) < 2:
        raise Unreadable(
            _(
                "Baris judul kolom tidak ditemukan dalam %(lines)s baris pertama. "
                "Tulis judul seperti Nomor pendaftaran dan Tanggal diterima di atas kolomnya, lalu unggah lagi."
            ),
            lines=HEAD_LINES,
        )
    place = scores.index(max(scores))
    # Of two rows of headings either may hold more: the groups above are told by what is empty below them.
    if place and _is_above(lines[place - 1][1], lines[place][1]):
        place -= 1
    line, cells = lines[place]
    texts = [plain(cell) for cell in cells]
    if place + 1 < len(lines) and _is_above(cells, lines[place + 1][1]):
        line, below = lines[place + 1]
        texts = _joined(texts, [plain(cell) for cell in below])
    return Heading(line, tuple(clean_line(text) for text in texts))


def _is_above(above: Cells, below: Cells) -> bool:
    """Return whether `below` are sub-headings: words, none where a heading above has the first column to itself."""
    top, sub = [plain(cell) for cell in above], [plain(cell) for cell in below]
    first = next((number for number, text in enumerate(top) if text), None)
    if first is None or sum(map(bool, top)) < 2 or (first < len(sub) and sub[first]):
        return False
    texts = [text for text in sub if text]
    return bool(texts) and not any(any(sign.isdigit() for sign in text) for text in texts)


def _joined(top: list[str], sub: list[str]) -> list[str]:
    joined, group = [], ""
    for number in range(max(len(top), len(sub))):
        above = top[number] if number < len(top) else ""
        below = sub[number] if number < len(sub) else ""
        group = above or group
        joined.append(f"{group}: {below}" if below else above)
    return joined


def _known(columns: Sequence[Column]) -> dict[str, str]:
    return {folded(name): column.key for column in columns for name in (*column.aliases, column.label)}


def guess(texts: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Return column → place by the headings; each place once: the same words first, then headings that begin so."""
    known = _known(columns)
    found: dict[str, int] = {}
    names = [(place, name) for place, text in enumerate(texts) for name in _names(text)]
    for place, name in names:
        key = known.get(name)
        if key and key not in found and place not in found.values():
            found[key] = place
    for alias in sorted(known, key=len, reverse=True):
        for place, name in names:
            if known[alias] not in found and place not in found.values() and name.startswith(f"{alias} "):
                found[known[alias]] = place
    return found


def _names(text: str) -> list[str]:
    """Return the heading with its group, and without."""
    _group, colon, own = text.partition(": ")
    return [folded(text), folded(own)] if colon else [folded(text)]


def is_column_numbers(cells: Cells) -> bool:
    """Return whether the line only numbers the columns: 1 2 3 …, as printed forms do."""
    texts = [plain(cell).strip("()") for cell in cells if plain(cell)]
    return len(texts) >= 3 and texts == [str(number) for number in range(1, len(texts) + 1)]


# ------------------------------------------------------------------------------------------------------- whole rows
def read_row(line: int, cells: Cells, columns: Sequence[Column], mapped: Mapped) -> tuple[Row, list[Problem]]:
    """Return the values of a row, and what is wrong with it."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for column in columns:
        place = mapped.get(column.key)
        cell = cells[place] if place is not None and place < len(cells) else ""
        try:
            if text := _text(cell, column.needed):
                values[column.key] = column.read(text)
        except Unreadable as wrong:
            problems.append(Problem(column.key, wrong.sentence, wrong.params))
    return Row(line, values), problems


def _text(cell: str, needed: bool) -> str:
    if needed and not cell.strip():
        raise Unreadable(_("Kolom ini kosong. Isi di berkas asal."))
    if cell.startswith(MERGED):
        raise Unreadable(
            _("Sel ini digabung dengan baris %(first)s dan nilainya hanya ada di sana. Pisahkan selnya, lalu isi."),
            first=int(cell.removeprefix(MERGED)),
        )
    if cell == FORMULA:
        raise Unreadable(
            _("Sel ini berisi rumus tanpa hasil. Buka dan simpan ulang berkasnya di aplikasi lembar kerja.")
        )
    if cell.strip() in _SHEET_ERRORS:
        raise Unreadable(_("Sel ini berisi galat rumus (%(text)s). Ganti dengan nilainya."), text=cell.strip())
    return cell.strip()
