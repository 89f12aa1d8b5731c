"""How long personal data are kept (masa simpan): periods as data, each with source and confidence.

UU 27/2022 Pasal 43–44 asks for an end "berdasarkan jadwal retensi arsip" and gives no number. The defaults below are a
design, marked D, that an agency shortens or lengthens with the number of its own decree; nothing else reads them as law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _

IDENTITY_FILE, IDENTITY, REGISTER = "identity_file", "identity", "register"


@dataclass(frozen=True, slots=True)
class Period:
    """One period: what ends with it, since when it runs, its default in days (None: no end until decreed), and why.

    `needs_approval`: a person agrees before anything is destroyed. `mark` is the confidence of the default.
    """

    code: str
    title: str
    holds: str
    starts: str
    days: int | None
    needs_approval: bool
    source: str
    mark: str


PERIODS: Final[Mapping[str, Period]] = {
    period.code: period
    for period in (
        Period(
            IDENTITY_FILE,
            _("Salinan kartu identitas"),
            _("Gambar KTP dan surat kuasa yang dilampirkan untuk pemeriksaan identitas"),
            _("sejak permohonan dinyatakan lengkap, atau sejak berakhir"),
            30,
            False,
            "rancangan: salinan kartu identitas hanya perlu untuk pemeriksaan; jadwal retensi arsip instansi menentukan",
            "D",
        ),
        Period(
            IDENTITY,
            _("Identitas pemohon"),
            _("NIK, alamat, kontak, pekerjaan, kebutuhan khusus, dan surel kepada pemohon"),
            _("sejak perkara dan keberatan atau sengketanya berakhir"),
            365,
            True,
            "rancangan: satu tahun setelah perkara berakhir, atau menurut jadwal retensi arsip instansi",
            "D",
        ),
        Period(
            REGISTER,
            _("Nama dan isi dalam register"),
            _("Nama, nama dalam isi permohonan, surat, lampiran, dan kode lacak"),
            _("sejak perkara dan keberatan atau sengketanya berakhir"),
            None,
            True,
            "register diwajibkan PerKI 1/2021; lamanya menurut jadwal retensi arsip, yang tidak terbaca",
            "N",
        ),
    )
}
# What ends first to what ends last: the end of one is the end of all before it.
LEVELS: Final = (IDENTITY_FILE, IDENTITY, REGISTER)


def includes(level: str, period: str) -> bool:
    """Return whether erasing up to `level` also erases what is kept for `period`.

    >>> includes("register", "identity"), includes("identity", "register")
    (True, False)
    """
    return period in LEVELS and LEVELS.index(period) <= LEVELS.index(level)
