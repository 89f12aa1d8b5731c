"""Isi satu entri DIP: what must stand in it before the PPID is asked, and what never fits together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.rules import kinds, limits
from pendopo.modules.dip.rules.categories import CATEGORIES


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: a sentence with named places, and their values."""

    template: str
    params: Mapping[str, object] = field(default_factory=dict)


Problems = dict[str, Problem]


@dataclass(frozen=True, slots=True)
class Contents:
    """The public words of a version, in the columns of PerKI 1/2010 Lampiran II and what the search needs beside them."""

    title: str
    summary: str
    entry_class: str
    category: str = ""
    holder: str = ""
    responsible: str = ""
    made_when: str = ""
    made_where: str = ""
    form: str = kinds.SOFT
    retention: str = ""
    info_year: int | None = None
    tags: Sequence[str] = ()
    has_audio: bool = False
    has_visual: bool = False
    has_braille: bool = False
    cycle: str = kinds.ON_CHANGE

    def problems(self, this_year: int) -> Problems:
        """Return field → problem; a draft may be kept with gaps in the official columns, but never with these."""
        found: Problems = {}
        if not self.title:
            found["title"] = Problem(_("Tulis judul informasi."))
        if not self.summary:
            found["summary"] = Problem(_("Tulis ringkasan isi informasi."))
        if self.entry_class not in kinds.CLASSES:
            found["entry_class"] = Problem(_("Pilih klasifikasi informasi."))
        elif self.category and (
            self.category not in CATEGORIES or CATEGORIES[self.category].entry_class != self.entry_class
        ):
            found["category"] = Problem(_("Jenis informasi ini bukan bagian klasifikasi yang dipilih."))
        if self.info_year is not None and not limits.YEAR_FIRST <= self.info_year <= this_year + 1:
            found["info_year"] = Problem(
                _("Isi tahun antara %(first)s dan %(last)s."), {"first": limits.YEAR_FIRST, "last": this_year + 1}
            )
        if len(self.tags) > limits.TAGS_MAX:
            found["tags"] = Problem(_("Paling banyak %(most)s kata kunci."), {"most": limits.TAGS_MAX})
        elif any(len(tag) > limits.TAG_MAX for tag in self.tags):
            found["tags"] = Problem(_("Satu kata kunci paling panjang %(most)s karakter."), {"most": limits.TAG_MAX})
        return found

    def gaps(self) -> list[str]:
        """Return the official columns that are still empty and that a published entry needs (Lampiran II)."""
        return [name for name in OFFICIAL if not getattr(self, name)]

    def as_fields(self) -> dict[str, Any]:
        """Return the values as a version holds them."""
        return asdict(self) | {"tags": list(self.tags)}


# The official columns besides title, summary and unit, which every entry has (PerKI 1/2010 Lampiran II).
OFFICIAL: Final = ("responsible", "made_when", "retention")
COLUMN_NAMES: Final[Mapping[str, str]] = {
    "responsible": _("Penanggung jawab pembuatan atau penerbitan"),
    "made_when": _("Waktu pembuatan"),
    "retention": _("Jangka waktu penyimpanan"),
}
NAMES: Final = tuple(each.name for each in fields(Contents))


_LINK: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an entry: where it leads, and what it is called."""

    url: str
    label: str = ""


class NoLink(ValueError):
    """A line holds no address that a browser can open."""


def read_link(line: str) -> Link:
    """Return the link in a line: the address first, then its name if it has one; raise NoLink.

    >>> read_link("https://contoh.go.id/apbd.pdf APBD 2026")
    Link(url='https://contoh.go.id/apbd.pdf', label='APBD 2026')
    """
    url, _space, label = line.strip().partition(" ")
    if not _LINK.fullmatch(url) or len(url) > limits.LINK_MAX:
        raise NoLink(line)
    return Link(url, label.strip(" |–-")[: limits.LINE_MAX])


def search_text(contents: Contents, *, unit: str) -> str:
    """Return the words by which an entry is found without the index, in lower case.

    >>> search_text(Contents("Laporan Kinerja", "Capaian", kinds.PERIODIC, tags=("LKjIP",)), unit="Bagian Umum")
    'laporan kinerja capaian lkjip bagian umum'
    """
    return " ".join([contents.title, contents.summary, *contents.tags, unit]).lower().strip()
