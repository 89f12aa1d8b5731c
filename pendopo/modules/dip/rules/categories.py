"""Jenis informasi wajib: the items that the law's classes list, as data with their source (confidence B).

No official copy of PerKI 1/2021 Pasal 14–22 could be read in full. The eleven periodic items stand alike in two
derived sources (a ministry's regulation and a city's category list); the sixteen at-all-times items in one ministry's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.rules.kinds import ANY_TIME, IMMEDIATE, PERIODIC


@dataclass(frozen=True, slots=True)
class Category:
    """One item: its code (stored), class, words, source and how sure that source is (A official … D not found)."""

    code: str
    entry_class: str
    label: str
    source: str
    confidence: str


_TWO: Final = "PermenKP 42/2023 dan daftar kategori Pemerintah Kota Surakarta, menurut PerKI 1/2021"
_ONE: Final = "PermenKP 42/2023, menurut PerKI 1/2021"
_UU10: Final = "UU 14/2008 Pasal 10"

_PERIODIC: Final = (
    _("Profil badan publik"),
    _("Ringkasan program dan kegiatan yang sedang berjalan"),
    _("Ringkasan kinerja"),
    _("Ringkasan laporan keuangan yang telah diaudit"),
    _("Ringkasan laporan akses informasi publik"),
    _("Peraturan, keputusan, dan kebijakan yang mengikat atau berdampak bagi publik"),
    _("Tata cara memperoleh informasi publik"),
    _("Tata cara pengaduan penyalahgunaan wewenang atau pelanggaran"),
    _("Pengadaan barang dan jasa"),
    _("Ketenagakerjaan dan kepegawaian"),
    _("Peringatan dini dan prosedur evakuasi di setiap kantor"),
)
_ANY_TIME: Final = {
    "a": _("Daftar informasi publik"),
    "b": _("Peraturan, keputusan, dan kebijakan"),
    "c": _("Organisasi, administrasi, kepegawaian, dan keuangan"),
    "d": _("Perjanjian dengan pihak ketiga beserta dokumen pendukungnya"),
    "e": _("Surat-menyurat pimpinan dalam rangka tugas"),
    "f": _("Syarat perizinan, izin yang diterbitkan, dan laporan penaatannya"),
    "g": _("Perbendaharaan atau inventaris"),
    "h": _("Rencana strategis dan rencana kerja"),
    "i": _("Agenda kerja pimpinan"),
    "j": _("Kegiatan pelayanan informasi publik"),
    "k": _("Pelanggaran yang ditemukan dalam pengawasan internal dan penindakannya"),
    "l": _("Pelanggaran yang dilaporkan masyarakat dan penindakannya"),
    "m": _("Peraturan perundang-undangan yang telah disahkan beserta kajian akademiknya"),
    "n": _("Informasi dan kebijakan yang disampaikan pejabat dalam pertemuan terbuka"),
    "o": _("Informasi yang telah dinyatakan terbuka"),
    "p": _("Standar pengumuman dan pelayanan informasi"),
}

CATEGORIES: Final[Mapping[str, Category]] = {
    found.code: found
    for found in (
        *(Category(f"periodic-{number}", PERIODIC, text, _TWO, "B") for number, text in enumerate(_PERIODIC, start=1)),
        Category(
            "immediate-1", IMMEDIATE, _("Ancaman terhadap hajat hidup orang banyak dan ketertiban umum"), _UU10, "B"
        ),
        *(Category(f"any_time-{letter}", ANY_TIME, text, _ONE, "B") for letter, text in _ANY_TIME.items()),
    )
}

# Where information belongs that an objection, a dispute or the end of an exemption has opened (Pasal 11 ayat (2)).
OPENED: Final = "any_time-o"
