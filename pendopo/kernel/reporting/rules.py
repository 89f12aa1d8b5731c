"""Figures (angka laporan): what a report counts, from facts about cases that are frozen with it.

Pure arithmetic: the same facts give the same figures, whoever counts and whenever.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal
from uuid import UUID

How = Literal["count", "median", "max", "sum"]

_TENTH: Final = Decimal("0.1")
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a report needs to know of one case, without personal data.

    `marks` are the counting figures it belongs to; `measures` are whole numbers such as working days.
    """

    subject_id: UUID
    number: str
    on: date
    marks: frozenset[str]
    measures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report: how many facts carry the mark `code`, or the median, largest or sum of a measure.

    `title` is a msgid, `group` the heading (a msgid) under which it stands with its neighbours; `basis` the article
    that asks for the figure, empty when none does. A `measure` is read from the facts with the mark `code`. `of` is the
    mark whose count is the whole that a share is taken of.
    """

    code: str
    title: str
    how: How = "count"
    measure: str = ""
    basis: str = ""
    group: str = ""
    of: str = ""


def median(values: Sequence[int]) -> Decimal | None:
    """Return the middle of `values`, the mean of the two middle ones for an even number; None without any.

    >>> median([3, 1, 2, 10])
    Decimal('2.5')
    """
    if not values:
        return None
    ordered = sorted(values)
    half, odd = divmod(len(ordered), 2)
    return Decimal(ordered[half]) if odd else Decimal(ordered[half - 1] + ordered[half]) / 2


def share(part: int, whole: int) -> Decimal | None:
    """Return `part` of `whole` in per cent with one decimal, rounded half up; None when there is no whole.

    >>> share(1, 3)
    Decimal('33.3')
    """
    if not whole:
        return None
    return (Decimal(part) * _HUNDRED / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP)


class Tally:
    """Counts facts as they pass, and digests them: two tallies are equal when every fact was."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = tuple(figures)
        self._counts: Counter[str] = Counter()
        self._measured: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._wanted = {(found.code, found.measure) for found in self._figures if found.measure}
        self._hash = hashlib.sha256()

    def add(self, fact: Fact) -> None:
        """Count one fact; raise ValueError for a mark that no figure knows."""
        unknown = fact.marks - {figure.code for figure in self._figures}
        if unknown:
            raise ValueError(f"{fact.number} carries marks that no figure counts: {sorted(unknown)}")
        self._counts.update(fact.marks)
        for code, measure in self._wanted:
            if code in fact.marks and measure in fact.measures:
                self._measured[code, measure].append(fact.measures[measure])
        self._hash.update(canonical(fact).encode())

    @property
    def digest(self) -> str:
        """Return SHA-256 (hexadecimal) over the facts in the order in which they came."""
        return self._hash.hexdigest()

    def values(self) -> dict[str, str | None]:
        """Return key of figure → its value as text; None where there is nothing to measure."""
        return {key_of(figure): self._value(figure) for figure in self._figures}

    def _value(self, figure: Figure) -> str | None:
        if figure.how == "count":
            return str(self._counts[figure.code])
        measured = self._measured[figure.code, figure.measure]
        if figure.how == "median":
            middle = median(measured)
            return None if middle is None else str(middle)
        if figure.how == "max":
            return str(max(measured)) if measured else None
        return str(sum(measured))


def key_of(figure: Figure) -> str:
    """Return the name under which a figure's value is kept.

    >>> key_of(Figure("answered", "Lama jawaban", "median", "days"))
    'answered:median:days'
    """
    return figure.code if figure.how == "count" else f"{figure.code}:{figure.how}:{figure.measure}"


def canonical(fact: Fact) -> str:
    """Return the fact as one line of text, always the same for the same fact."""
    shown = [str(fact.subject_id), fact.number, fact.on.isoformat(), sorted(fact.marks), sorted(fact.measures.items())]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"
