"""Answers as a table: one row per respondent, one column per element; every cell that is none is named with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.rules import counting, index
from pendopo.modules.satisfaction.rules.instruments import Instrument
from pendopo.modules.satisfaction.rules.traits import IMPORT, NOT_SAID, TRAITS

_FRACTION = re.compile(r"[+-]?\d*[.,]\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+", re.ASCII)
_FORMULA = tuple("=+-@\t")
_DIGITS = "123456789"
_AT_ONCE = 20_000
# Problems found before reading stops: more would only repeat the first ones.
_PROBLEMS_KEPT = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, or with a row when `column` is empty. `text` is a msgid, filled from `params`.

    Rows count from 1 as in the file, its heading included.
    """

    row: int
    column: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Computed:
    """What a table came to: a figure, or the problems that stand in its way."""

    figure: index.Figure | None
    problems: tuple[Problem, ...]


def compute_table(
    rows: Iterable[Sequence[object]],
    instrument: Instrument,
    *,
    method: index.Method = index.EXACT,
    numbering: str = "questionnaire",
    blanks: bool = False,
) -> Computed:
    """Return the index of a table, read row by row in bounded memory.

    A heading may name the elements by U-number (as `numbering` counts), key or name, in any order; without one the columns
    stand in the order of U-numbers. With `blanks` an empty cell is an element left out. Raises ValueError when the method
    does not fit the instrument.
    """
    table = _Table(instrument, numbering, blanks)
    found: counting.Tallies = {}
    lines = table.lines(rows)
    while some := list(islice(lines, _AT_ONCE)):
        counting.add(found, counting.tallies("".join(some), elements=len(instrument.elements), scale=instrument.scale))
    if table.problems:
        return Computed(None, tuple(table.problems))
    complete = found.get(("", True), [0] * instrument.width)
    figure = index.compute(instrument, complete, found.get(("", False), ()), method=method)
    if figure is None:
        nothing = Problem(0, "", _("Tidak ada baris yang terisi lengkap, jadi tidak ada indeks."))
        return Computed(None, (nothing,))
    return Computed(figure, ())


class _Table:
    """A table that is being read: the order of its columns, and what was wrong so far."""

    def __init__(self, instrument: Instrument, numbering: str, blanks: bool) -> None:
        self.instrument, self.blanks = instrument, blanks
        self.problems: list[Problem] = []
        self.shown = [element.key for element in instrument.shown(numbering)]
        self.columns = self.shown
        self._names = {f"u{number}": key for number, key in enumerate(self.shown, start=1)}
        for element in instrument.elements:
            self._names |= {element.key: element.key, element.name.casefold(): element.key}
        self._good = re.compile(",".join([f"[1-{instrument.scale}]"] * len(instrument.elements)))
        self._before = counting.line(IMPORT, NOT_SAID * len(TRAITS), "1")[:-1]

    def lines(self, rows: Iterable[Sequence[object]]) -> Iterator[str]:
        """Yield answers as they are counted; stop after the first few problems."""
        order: list[int] = []
        for number, row in enumerate(rows, start=1):
            cells = ["" if cell is None else str(cell) for cell in row]
            if number == 1 and self._is_heading(cells):
                if not self._take_heading(cells):
                    return
                continue
            order = order or [self.columns.index(key) for key in self.instrument.keys]
            if self._good.fullmatch(",".join(cells)) is None:
                if not any(cell.strip() for cell in cells) and not self.blanks:
                    if cells:
                        self._note(number, "", _("Baris ini kosong. Isi setiap unsur, atau hapus barisnya."))
                    continue
                cells = self._checked(number, cells)
                if len(self.problems) >= _PROBLEMS_KEPT:
                    return
                if not cells:
                    continue
            yield self._before + "".join([cells[place] for place in order])

    def _is_heading(self, cells: Sequence[str]) -> bool:
        return any(cell.strip()[:1].isalpha() for cell in cells)

    def _take_heading(self, cells: Sequence[str]) -> bool:
        named = []
        for place, cell in enumerate(cells, start=1):
            key = self._names.get(cell.strip().casefold())
            if key is None:
                text = _("Judul kolom “%(title)s” tidak dikenal. Tulis U1 sampai U%(count)s, atau hapus baris judul.")
                self._note(1, str(place), text, title=cell.strip()[:40], count=len(self.shown))
            else:
                named.append(key)
        if not self.problems and sorted(named) != sorted(self.shown):
            text = _("Judul kolom harus menyebut setiap unsur satu kali: U1 sampai U%(count)s.")
            self._note(1, "", text, count=len(self.shown))
        self.columns = named
        return not self.problems

    def _checked(self, row: int, cells: Sequence[str]) -> list[str]:
        """Return the cells as digits; note what is wrong with each and return nothing then."""
        if len(cells) != len(self.columns):
            text = _("Baris ini berisi %(found)s kolom, padahal instrumen mempunyai %(count)s unsur.")
            self._note(row, "", text, found=len(cells), count=len(self.columns))
            return []
        before = len(self.problems)
        digits = [self._digit(row, self.columns[place], cell.strip()) for place, cell in enumerate(cells)]
        return digits if len(self.problems) == before else []

    def _digit(self, row: int, key: str, cell: str) -> str:
        scale = self.instrument.scale
        if len(cell) == 1 and cell in _DIGITS[:scale]:
            return cell
        column = f"U{self.shown.index(key) + 1}"
        if not cell:
            if self.blanks:
                return NOT_SAID
            text = _("Sel ini kosong. Isi nilai 1 sampai %(scale)s, atau hapus baris responden yang tidak lengkap.")
        elif _FRACTION.fullmatch(cell):
            text = _("Nilai “%(cell)s” pecahan. Tulis bilangan bulat 1 sampai %(scale)s.")
        elif _NUMBER.fullmatch(cell):
            text = _("Nilai “%(cell)s” di luar skala. Tulis 1 sampai %(scale)s.")
        elif cell.startswith(_FORMULA):
            text = _("Sel ini berisi rumus. Tulis nilainya: 1 sampai %(scale)s.")
        else:
            text = _("“%(cell)s” bukan nilai. Tulis 1 sampai %(scale)s.")
        self._note(row, column, text, cell=cell[:20], scale=scale)
        return ""

    def _note(self, row: int, column: str, text: str, **params: object) -> None:
        if len(self.problems) < _PROBLEMS_KEPT:
            self.problems.append(Problem(row, column, text, params))
