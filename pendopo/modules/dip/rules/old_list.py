"""DIP lama: how the columns of a list in a spreadsheet are called, and what a row must hold to be taken over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pendopo.kernel.imports.rules import (
    Column,
    Problem,
    Unreadable,
    block_of,
    choice_of,
    folded,
    line_of,
    read_tick,
    shown,
)
from pendopo.lib.text import clean_line
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.rules import contents, kinds, limits
from pendopo.modules.dip.rules.categories import CATEGORIES
from pendopo.modules.dip.rules.contents import Contents, NoLink

_CLASSES: Final = {
    kinds.PERIODIC: ("Berkala", "Informasi berkala", "Secara berkala", "Wajib berkala"),
    kinds.IMMEDIATE: ("Serta-merta", "Informasi serta merta", "Sertamerta"),
    kinds.ANY_TIME: ("Setiap saat", "Informasi setiap saat", "Tersedia setiap saat"),
}
_FORMS: Final = {
    kinds.SOFT: ("Softcopy", "Soft copy", "Elektronik", "Digital", "PDF", "Soft file", "Softfile"),
    kinds.HARD: ("Hardcopy", "Hard copy", "Cetak", "Tercetak", "Buku", "Kertas"),
    kinds.BOTH: (
        "Softcopy dan hardcopy", "Hardcopy dan softcopy", "Hardcopy/softcopy", "Softcopy/hardcopy",
        "Soft copy dan hard copy", "Hard copy dan soft copy", "Cetak dan elektronik", "Keduanya",
    ),
}  # fmt: skip
_CYCLES: Final = {
    kinds.ON_CHANGE: ("Bila ada perubahan", "Sewaktu-waktu", "Setiap ada perubahan"),
    kinds.MONTHLY: ("Setiap bulan", "Bulanan"),
    kinds.QUARTERLY: ("Setiap tiga bulan", "Triwulanan", "Triwulan"),
    kinds.HALF_YEARLY: ("Setiap enam bulan", "Semesteran", "Semester"),
    kinds.YEARLY: ("Setiap tahun", "Tahunan"),
}
_CATEGORY_OF: Final = {folded(found.label): code for code, found in CATEGORIES.items()}


def read_category(text: str) -> str:
    """Return the code of an item of the law by its words or its code; raise Unreadable."""
    code = _CATEGORY_OF.get(folded(text)) or clean_line(text)
    if code not in CATEGORIES:
        raise Unreadable(
            _("“%(text)s” bukan jenis informasi yang dikenal. Pakai kata dari lembar Petunjuk templat."),
            text=shown(text),
        )
    return code


def read_year(text: str) -> int:
    """Return a year of four digits; raise Unreadable."""
    found = re.fullmatch(r"(\d{4})(?:\.0)?", clean_line(text))
    if not found:
        raise Unreadable(_("“%(text)s” bukan tahun. Tulis empat angka, misalnya 2026."), text=shown(text))
    return int(found[1])


def read_tags(text: str) -> list[str]:
    """Return the words between commas or semicolons."""
    return [tag for tag in (clean_line(part) for part in re.split(r"[,;\n]", text)) if tag]


def read_links(text: str) -> list[contents.Link]:
    """Return the links, one to a line; raise Unreadable."""
    try:
        return [contents.read_link(line) for line in text.splitlines() if line.strip()]
    except NoLink as wrong:
        raise Unreadable(
            _("“%(text)s” bukan alamat tautan. Tulis seperti https://contoh.go.id/berkas.pdf."), text=shown(str(wrong))
        ) from wrong


# fmt: off
COLUMNS: Final = (
    Column("number", _("Nomor"), line_of(limits.NUMBER_MAX), ("No", "No.", "Kode", "Nomor entri", "Nomor DIP"), needed=True),
    Column("title", _("Judul"), line_of(limits.TITLE_MAX), ("Nama informasi", "Judul informasi", "Nama dokumen")),
    Column("summary", _("Ringkasan isi informasi"), block_of(limits.SUMMARY_MAX),
           ("Ringkasan", "Ringkasan informasi", "Ringkasan isi", "Isi informasi"), needed=True),
    Column("unit", _("Unit yang menguasai"), line_of(200),
           ("Unit", "Unit kerja", "Satuan kerja", "Satker", "Unit/satker yang menguasai", "Pejabat/unit yang menguasai",
            "Pejabat/unit/satker yang menguasai informasi")),
    Column("holder", _("Pejabat yang menguasai"), line_of(limits.LINE_MAX), ("Pejabat", "Pejabat penguasa informasi")),
    Column("responsible", _("Penanggung jawab pembuatan atau penerbitan"), line_of(limits.LINE_MAX),
           ("Penanggung jawab", "Penanggung jawab pembuatan/penerbitan informasi",
            "Penanggung jawab pembuatan/penerbitan"), needed=True),
    Column("made_when", _("Waktu pembuatan"), line_of(60),
           ("Waktu", "Waktu dan tempat pembuatan", "Waktu dan tempat pembuatan informasi", "Tanggal pembuatan"), needed=True),
    Column("made_where", _("Tempat pembuatan"), line_of(100), ("Tempat",)),
    Column("form", _("Bentuk informasi"), choice_of(_FORMS),
           ("Bentuk", "Format", "Bentuk informasi yang tersedia", "Format/bentuk informasi yang tersedia")),
    Column("retention", _("Jangka waktu penyimpanan"), line_of(limits.LINE_MAX),
           ("Retensi", "Retensi arsip", "Masa simpan", "Jangka waktu penyimpanan atau retensi arsip"), needed=True),
    Column("entry_class", _("Klasifikasi"), choice_of(_CLASSES), ("Kategori", "Klasifikasi informasi"), needed=True),
    Column("category", _("Jenis informasi"), read_category, ("Jenis",)),
    Column("info_year", _("Tahun informasi"), read_year, ("Tahun",)),
    Column("tags", _("Kata kunci"), read_tags, ("Tag", "Label")),
    Column("links", _("Tautan"), read_links, ("Link", "Alamat", "URL", "Alamat tautan")),
    Column("has_audio", _("Audio"), read_tick),
    Column("has_visual", _("Visual"), read_tick),
    Column("has_braille", _("Braille"), read_tick),
    Column("cycle", _("Siklus pemutakhiran"), choice_of(_CYCLES), ("Siklus", "Pemutakhiran")),
)
# fmt: on
_OF_CONTENTS: Final = frozenset(contents.NAMES)


def contents_in(values: Mapping[str, Any]) -> Contents:
    """Return what a row says; a list without titles gives the beginning of its summary.

    >>> contents_in({"summary": "Rekap tamu. Per bulan.", "entry_class": "periodic"}).title
    'Rekap tamu'
    """
    given = {name: value for name, value in values.items() if name in _OF_CONTENTS}
    first = clean_line(str(values.get("summary", "")))
    title = re.split(r"[.;\n]", first, maxsplit=1)[0] or first
    return Contents(**{"title": title[: limits.TITLE_MAX].strip(), "summary": "", "entry_class": "", **given})


def problems(values: Mapping[str, Any], this_year: int) -> list[Problem]:
    """Return what is wrong between the columns of a row."""
    found = contents_in(values).problems(this_year)
    return [Problem(name, each.template, {k: str(v) for k, v in each.params.items()}) for name, each in found.items()]
