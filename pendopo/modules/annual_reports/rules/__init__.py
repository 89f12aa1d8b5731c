"""Laporan Layanan Informasi Publik (PerKI 1/2021 Pasal 56): its six parts, its procedure, and what must be told.

The list of parts was read in an article that quotes Pasal 56 (confidence B); the headings inside the second, third and
fourth part follow Pasal 36 of the earlier PerKI 1/2010 (confidence C), which is why they are data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pendopo.kernel.workflow.rules import Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "annual_report"
REGISTER: Final = "annual_report"
NUMBER_TEMPLATE: Final = "{code}-LAP-{year}-{seq:06d}"
REPORT: Final = "laporan_layanan"
ARTICLE: Final = "PerKI 1/2021 Pasal 56"
ANNOUNCEMENT_ARTICLE: Final = "UU 14/2008 Pasal 12"

CLOCK: Final = "annual_report"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the report that a person writes: its key, heading, what it should tell, and whether it must be there."""

    key: str
    heading: str
    hint: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts. `sources` are the kinds of cases whose figures stand in it."""

    key: str
    title: str
    passages: tuple[Passage, ...]
    sources: tuple[str, ...] = ()


PARTS: Final = (
    Part(
        "kebijakan",
        _("Gambaran umum kebijakan pelayanan informasi publik"),
        (Passage("policy", _("Kebijakan"), _("Peraturan, maklumat, dan sasaran layanan informasi tahun ini.")),),
    ),
    Part(
        "pelaksanaan",
        _("Gambaran umum pelaksanaan pelayanan informasi publik"),
        (
            Passage("facilities", _("Sarana dan prasarana"), _("Ruang, laman, aplikasi, dan akses penyandang disabilitas.")),
            Passage("staff", _("Sumber daya manusia"), _("Jumlah dan kualifikasi petugas, pelatihan yang diikuti.")),
            Passage("budget", _("Anggaran dan penggunaannya"), _("Anggaran layanan informasi dan realisasinya.")),
        ),
    ),
    Part(
        "rincian",
        _("Rincian pelayanan informasi publik"),
        (Passage("service_note", _("Penjelasan"), _("Hal yang perlu dijelaskan dari angka di bagian ini."), needed=False),),
        ("permohonan", "dik"),
    ),
    Part(
        "sengketa",
        _("Rincian penyelesaian sengketa informasi publik"),
        (Passage("dispute_note", _("Penjelasan"), _("Hasil dan pelaksanaan keberatan, mediasi, dan putusan."), needed=False),),
        ("keberatan", "sengketa"),
    ),
    Part(
        "kendala",
        _("Kendala eksternal dan internal"),
        (
            Passage("obstacles_external", _("Kendala eksternal"), _("Kendala dari luar badan publik.")),
            Passage("obstacles_internal", _("Kendala internal"), _("Kendala di dalam badan publik.")),
        ),
    ),
    Part(
        "rekomendasi",
        _("Rekomendasi dan rencana tindak lanjut"),
        (
            Passage("recommendations", _("Rekomendasi"), _("Yang perlu diperbaiki, dan oleh siapa.")),
            Passage("follow_up", _("Rencana tindak lanjut"), _("Kegiatan, penanggung jawab, dan waktunya.")),
        ),
    ),
)  # fmt: skip
PASSAGES: Final[Mapping[str, Passage]] = {passage.key: passage for part in PARTS for passage in part.passages}

COMPILING, PROPOSED, APPROVED, PUBLISHED = "compiling", "proposed", "approved", "published"
_PPID = frozenset({"ppid"})

PROCEDURE: Final = Procedure(
    key="annual_report",
    version="2026.1",
    title=_("Laporan tahunan layanan informasi publik"),
    initial=COMPILING,
    states=(
        State(COMPILING, _("Disusun"), _("Disusun"), _("PPID menyusun laporan.")),
        State(PROPOSED, _("Menunggu persetujuan"), _("Disusun"), _("Atasan PPID memeriksa laporan.")),
        State(APPROVED, _("Disetujui"), _("Disetujui"), _("PPID mengumumkan laporan."), "ok"),
        State(PUBLISHED, _("Diumumkan"), _("Diumumkan"), _("Laporan dapat dibaca setiap orang."), "ok", is_final=True),
    ),
    steps=(
        Step("start", _("Mulai laporan"), (), COMPILING, _PPID, ARTICLE),
        Step("write", _("Tulis bagian"), (COMPILING,), None, _PPID, ARTICLE),
        Step("freeze", _("Bekukan angka lagi"), (COMPILING,), None, _PPID, ARTICLE),
        Step("propose", _("Ajukan ke atasan PPID"), (COMPILING,), PROPOSED, _PPID, ARTICLE),
        Step("send_back", _("Kembalikan"), (PROPOSED,), COMPILING, frozenset({"superior"}), ARTICLE),
        Step("approve", _("Setujui"), (PROPOSED,), APPROVED, frozenset({"superior"}), ARTICLE),
        Step("publish", _("Umumkan"), (APPROVED,), PUBLISHED, _PPID, ARTICLE, deadline="annual_report"),
    ),
)


def missing_passages(texts: Mapping[str, str]) -> list[Passage]:
    """Return the passages that must be written before the report can be proposed, in their order."""
    return [passage for passage in PASSAGES.values() if passage.needed and not texts.get(passage.key, "").strip()]


def is_final_figure(year: int, cut_off_on: date) -> bool:
    """Return whether figures frozen on that local day cover the whole year: only then may the report be proposed.

    >>> is_final_figure(2025, date(2025, 12, 31)), is_final_figure(2025, date(2026, 1, 1))
    (False, True)
    """
    return cut_off_on > date(year, 12, 31)
