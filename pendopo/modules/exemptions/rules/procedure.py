"""Prosedur pengujian konsekuensi: states and steps of an exemption, with their articles."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.workflow.rules import SYSTEM, Procedure, State, Step, Tone
from pendopo.lib.text import gettext_noop as _

PROPOSED, IDENTIFICATION, ANALYSIS, TESTING = "proposed", "identification", "analysis", "testing"
DETERMINATION, APPROVAL, IN_FORCE = "determination", "approval", "in_force"
EXPIRED, AMENDED, CANCELLED, OPENED, DROPPED = "expired", "amended", "cancelled", "opened", "dropped"

# Work is left in these; an exemption in force waits for its end or a new test.
WORKING: Final = (PROPOSED, IDENTIFICATION, ANALYSIS, TESTING, DETERMINATION, APPROVAL)

_PPID: Final = frozenset({"ppid"})
_HEAD: Final = frozenset({"superior"})
_BOTH: Final = _PPID | _HEAD
_JOB: Final = frozenset({SYSTEM})
_PERKI49: Final = "PerKI 1/2021 Pasal 49"
_PP61: Final = "PP 61/2010"


def _state(name: str, label: str, text: str, tone: Tone = "info", *, final: bool = False) -> State:
    return State(name, label, label, text, tone, is_final=final)


PROCEDURE: Final = Procedure(
    key="exemption",
    version="2026.1",
    title=_("Pengujian konsekuensi"),
    initial=PROPOSED,
    states=(
        _state(PROPOSED, _("Usul"), _("PPID memeriksa usul unit.")),
        _state(IDENTIFICATION, _("Identifikasi"), _("PPID mencatat bagian informasi dan dokumen yang memuatnya.")),
        _state(ANALYSIS, _("Analisis undang-undang"), _("PPID menentukan huruf Pasal 17 dan undang-undang dasarnya.")),
        _state(TESTING, _("Uji konsekuensi"), _("Akibat bila dibuka dan bila ditutup ditimbang.")),
        _state(DETERMINATION, _("Penetapan PPID"), _("PPID menetapkan klasifikasi.")),
        _state(APPROVAL, _("Persetujuan pimpinan"), _("Pimpinan menyetujui atau mengembalikan.")),
        _state(IN_FORCE, _("Berlaku"), _("Informasi dikecualikan sampai tanggal berakhirnya."), "ok"),
        _state(
            EXPIRED, _("Kedaluwarsa"), _("Jangka waktu berakhir: informasi menjadi terbuka."), "neutral", final=True
        ),
        _state(AMENDED, _("Diubah"), _("Penetapan baru menggantikannya setelah uji ulang."), "neutral", final=True),
        _state(
            CANCELLED, _("Dibatalkan"), _("Komisi Informasi atau pengadilan membatalkannya."), "neutral", final=True
        ),
        _state(OPENED, _("Dibuka"), _("Informasi dinyatakan terbuka."), "neutral", final=True),
        _state(DROPPED, _("Dihentikan"), _("Usul tidak dilanjutkan."), "neutral", final=True),
    ),
    steps=(
        Step("propose", _("Usulkan pengecualian"), (), PROPOSED, _PPID | {"back_office"}, _PERKI49),
        Step("accept", _("Terima usul"), (PROPOSED,), IDENTIFICATION, _PPID, _PERKI49),
        Step("identify", _("Catat informasi dan dokumen"), (IDENTIFICATION,), ANALYSIS, _PPID, _PERKI49),
        Step("analyse", _("Tentukan dasar hukum"), (ANALYSIS,), TESTING, _PPID, f"{_PERKI49}; UU 14/2008 Pasal 17"),
        Step("test", _("Uji konsekuensi"), (TESTING,), DETERMINATION, _PPID, f"UU 14/2008 Pasal 19; {_PERKI49}"),
        Step("determine", _("Tetapkan klasifikasi"), (DETERMINATION,), APPROVAL, _PPID, f"{_PP61}; {_PERKI49}"),
        Step("endorse", _("Beri persetujuan antara"), (APPROVAL,), None, _BOTH, _PP61),
        Step("approve", _("Setujui penetapan"), (APPROVAL,), IN_FORCE, _HEAD, _PP61),
        Step("send_back", _("Kembalikan untuk diperbaiki"), WORKING[2:], IDENTIFICATION, _BOTH, _PERKI49),
        Step("drop", _("Hentikan usul"), WORKING, DROPPED, _PPID, _PERKI49),
        Step("open", _("Nyatakan terbuka"), (TESTING, IN_FORCE), OPENED, _BOTH, "UU 14/2008 Pasal 2 ayat (4)"),
        Step("retest", _("Uji ulang"), (IN_FORCE,), None, _PPID, f"UU 14/2008 Pasal 20; {_PERKI49}"),
        Step("amend", _("Ganti dengan penetapan baru"), (IN_FORCE,), AMENDED, _BOTH, _PERKI49),
        Step("cancel", _("Catat pembatalan"), (IN_FORCE,), CANCELLED, _BOTH, "UU 14/2008 Pasal 11 ayat (2)"),
        Step("expire", _("Akhiri karena jangka waktu habis"), (IN_FORCE,), EXPIRED, _JOB, "UU 14/2008 Pasal 20"),
    ),
)
