"""What each kind of public body must publish (katalog kewajiban pengumuman): rows with article, source and confidence.

Confidence is A (read in the law), B (read in a derived text) or C (to be checked). The lists of eleven periodic and
sixteen at-all-times items were read in derived lists and not in PerKI 1/2021 itself, which is why they are rows. A new
regulation is a new `Catalogue` with its first day; periods are named by the code of their rule (`lib.deadlines`). The keys
of the first three kinds are the categories of the list of public information (DIP), which asks for them by the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from pendopo.lib.text import gettext_noop as _

Kind = Literal["periodic", "immediate", "any_time", "yearly", "standard"]

PERIODIC, IMMEDIATE, ANY_TIME, YEARLY, STANDARD = "periodic", "immediate", "any_time", "yearly", "standard"
KINDS: Final[Mapping[str, str]] = {
    PERIODIC: _("Berkala"),
    IMMEDIATE: _("Serta-merta"),
    ANY_TIME: _("Tersedia setiap saat"),
    YEARLY: _("Tahunan"),
    STANDARD: _("Standar layanan dan maklumat"),
}
# What an agency may add by itself, each with the period that it sets.
OWN_KINDS: Final = (PERIODIC, ANY_TIME, STANDARD)

# Kind of agency for which PerKI 1/2018 holds in place of PerKI 1/2021; it was not read, so only the law itself counts.
VILLAGE: Final = "village"

NOTICE_KEY: Final = "immediate-1"
REPORT_KEY: Final = "annual-report"
ANNOUNCEMENT_KEY: Final = "yearly-announcement"

_UU9, _UU11 = "UU 14/2008 Pasal 9", "UU 14/2008 Pasal 11"
_PERKI: Final = "PerKI 1/2021"
_LISTS: Final = _("daftar PermenKP 42/2023 dan Pemerintah Kota Surakarta")
_KKP: Final = _("daftar PermenKP 42/2023")
_LAW: Final = _("naskah undang-undang")
_REGULATION: Final = _("naskah peraturan")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to publish. `rule` is the code of its deadline rule, empty where it must only be there.

    `in_law` is False for what rests on PerKI 1/2021 alone and so does not bind villages.
    """

    key: str
    kind: Kind
    text: str
    article: str
    source: str
    confidence: Literal["A", "B", "C"]
    rule: str = ""
    in_law: bool = False


def _periodic(number: int, text: str, *, in_law: bool = False) -> Item:
    article = _UU9 if in_law else _PERKI
    return Item(f"periodic-{number}", "periodic", text, article, _LISTS, "B", "periodic_refresh", in_law)


def _any_time(letter: str, text: str, *, in_law: bool = False) -> Item:
    return Item(f"any_time-{letter}", "any_time", text, _UU11 if in_law else _PERKI, _KKP, "B", "", in_law)


def _standard(number: int, text: str) -> Item:
    return Item(f"standard-{number}", "standard", text, "PerKI 1/2021 Pasal 23 ayat (2)", _REGULATION, "A")


@dataclass(frozen=True)
class Catalogue:
    """The items in force from `valid_from` on, None for the earliest."""

    version: str
    items: tuple[Item, ...]
    valid_from: date | None = None

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        """Return the items by key."""
        return {item.key: item for item in self.items}

    def for_kind(self, agency_kind: str) -> tuple[Item, ...]:
        """Return what binds an agency of that kind."""
        return tuple(item for item in self.items if agency_kind != VILLAGE or item.in_law)


CATALOGUES: Final = (
    Catalogue(
        "2021.1",
        (
            _periodic(1, _("Profil badan publik"), in_law=True),
            _periodic(2, _("Ringkasan program dan kegiatan yang sedang berjalan"), in_law=True),
            _periodic(3, _("Ringkasan kinerja"), in_law=True),
            _periodic(4, _("Ringkasan laporan keuangan yang telah diaudit"), in_law=True),
            _periodic(5, _("Ringkasan laporan akses informasi publik")),
            _periodic(6, _("Peraturan, keputusan, dan kebijakan yang mengikat atau berdampak bagi publik")),
            _periodic(7, _("Tata cara memperoleh informasi publik")),
            _periodic(8, _("Tata cara pengaduan penyalahgunaan wewenang atau pelanggaran")),
            _periodic(9, _("Pengadaan barang dan jasa")),
            _periodic(10, _("Ketenagakerjaan dan kepegawaian")),
            _periodic(11, _("Peringatan dini dan prosedur evakuasi di setiap kantor")),
            Item(
                NOTICE_KEY, "immediate", _("Ancaman terhadap hajat hidup orang banyak dan ketertiban umum"),
                "UU 14/2008 Pasal 10; PerKI 1/2021 Pasal 25", _REGULATION, "A", in_law=True,
            ),
            _any_time("a", _("Daftar informasi publik"), in_law=True),
            _any_time("b", _("Peraturan, keputusan, dan kebijakan"), in_law=True),
            _any_time("c", _("Organisasi, administrasi, kepegawaian, dan keuangan")),
            _any_time("d", _("Perjanjian dengan pihak ketiga beserta dokumen pendukungnya"), in_law=True),
            _any_time("e", _("Surat-menyurat pimpinan dalam rangka tugas")),
            _any_time("f", _("Syarat perizinan, izin yang diterbitkan, dan laporan penaatannya")),
            _any_time("g", _("Perbendaharaan atau inventaris")),
            _any_time("h", _("Rencana strategis dan rencana kerja"), in_law=True),
            _any_time("i", _("Agenda kerja pimpinan")),
            _any_time("j", _("Kegiatan pelayanan informasi publik"), in_law=True),
            _any_time("k", _("Pelanggaran yang ditemukan dalam pengawasan internal dan penindakannya")),
            _any_time("l", _("Pelanggaran yang dilaporkan masyarakat dan penindakannya")),
            _any_time("m", _("Peraturan perundang-undangan yang telah disahkan beserta kajian akademiknya")),
            _any_time("n", _("Informasi dan kebijakan yang disampaikan pejabat dalam pertemuan terbuka"), in_law=True),
            _any_time("o", _("Informasi yang telah dinyatakan terbuka"), in_law=True),
            _any_time("p", _("Standar pengumuman dan pelayanan informasi")),
            Item(
                ANNOUNCEMENT_KEY, "yearly", _("Pengumuman tahunan: jumlah, waktu, dan hasil permohonan informasi"),
                "UU 14/2008 Pasal 12", _LAW, "A", "yearly_announcement", in_law=True,
            ),
            Item(
                REPORT_KEY, "yearly", _("Laporan layanan informasi publik"), "PerKI 1/2021 Pasal 56",
                _("berita yang mengutip pasalnya"), "B", "annual_report",
            ),
            _standard(1, _("Standar pengumuman")),
            _standard(2, _("Standar permintaan informasi publik")),
            _standard(3, _("Standar pengajuan keberatan")),
            _standard(4, _("Standar penetapan dan pemutakhiran daftar informasi publik")),
            _standard(5, _("Standar pendokumentasian informasi publik")),
            _standard(6, _("Standar maklumat pelayanan")),
            _standard(7, _("Standar pengujian konsekuensi")),
            Item("pledge", "standard", _("Maklumat pelayanan"), "PerKI 1/2021 Pasal 47", _REGULATION, "A"),
        ),
    ),
)  # fmt: skip


def catalogue_on(on: date) -> Catalogue:
    """Return the catalogue in force on that day: the newest that has begun."""
    return max(
        (each for each in CATALOGUES if (each.valid_from or date.min) <= on),
        key=lambda each: each.valid_from or date.min,
    )
