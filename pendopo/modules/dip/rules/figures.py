"""Angka laporan DIP: in which figures of the annual report an entry counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.rules import kinds

# Name of the rules by which marks are given; changes whenever the same entry would be counted otherwise.
VERSION: Final = "2026.1"

# Code → words, and the figure of which it is a part.
FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "public": (_("Entri terbit pada akhir masa laporan"), ""),
    **{f"public_{code}": (text, "public") for code, text in kinds.CLASSES.items()},
    "added": (_("Entri baru dalam masa laporan"), ""),
    "renewed": (_("Entri dimutakhirkan dalam masa laporan"), ""),
    "withdrawn": (_("Entri ditarik dalam masa laporan"), ""),
}


def marks_of(
    *, published: Sequence[tuple[date, str]], withdrawn_on: date | None, start: date, end: date
) -> frozenset[str]:
    """Return the figures in which an entry counts; `published` is day and class of each version up to `end`, in order."""
    marks = set()
    if withdrawn_on is None or withdrawn_on > end:
        marks |= {"public", f"public_{published[-1][1]}"}
    elif withdrawn_on >= start:
        marks.add("withdrawn")
    if published[0][0] >= start:
        marks.add("added")
    if any(day >= start for day, _class in published[1:]):
        marks.add("renewed")
    return frozenset(marks)
