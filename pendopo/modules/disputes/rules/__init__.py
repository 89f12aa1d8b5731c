"""Sengketa informasi publik: the stages at the Komisi Informasi and in court (UU 14/2008 Pasal 37–50; PerKI 1/2013).

The Komisi Informasi owns the dispute; the agency follows it. Its periods are told, never held against anybody here
(question A12: counted from the day the petition was received).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.kernel.workflow.rules import Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "dispute"
REGISTER: Final = "dispute"
NUMBER_TEMPLATE: Final = "{code}-SKT-{year}-{seq:06d}"

PETITIONED, REGISTERED, MEDIATION, ADJUDICATION = "petitioned", "registered", "mediation", "adjudication"
AGREED, DECIDED, IN_COURT, ENDED, LAPSED = "agreed", "decided", "in_court", "ended", "lapsed"

_DESK = frozenset({"ppid"})
_RUNNING = (PETITIONED, REGISTERED, MEDIATION, ADJUDICATION, AGREED, DECIDED, IN_COURT)
_UU: Final = "UU 14/2008"

RESULTS: Final[Mapping[str, str]] = {
    "granted": _("Permohonan dikabulkan seluruhnya"),
    "partly": _("Permohonan dikabulkan sebagian"),
    "refused": _("Permohonan ditolak"),
}
COURTS: Final[Mapping[str, str]] = {
    "ptun": _("Pengadilan Tata Usaha Negara (badan publik negara)"),
    "pn": _("Pengadilan Negeri (badan publik selain badan publik negara)"),
}
LAPSES: Final[Mapping[str, str]] = {
    "absent": _("Pemohon tidak hadir"),
    "withdrawn": _("Pemohon mencabut permohonan"),
    "not_admitted": _("Permohonan tidak diterima: kewenangan, kedudukan hukum, atau jangka waktu"),
}
SESSIONS: Final[Mapping[str, str]] = {
    "preliminary": _("Pemeriksaan awal"),
    "mediation": _("Mediasi"),
    "evidence": _("Pembuktian"),
    "decision": _("Pembacaan putusan"),
    "other": _("Sidang lain"),
}

PROCEDURE: Final = Procedure(
    key="dispute",
    version="2026.1",
    title=_("Sengketa informasi publik"),
    initial=PETITIONED,
    states=(
        State(
            PETITIONED, _("Diajukan ke Komisi Informasi"), _("Diajukan"), _("Komisi Informasi memeriksa permohonan.")
        ),
        State(
            REGISTERED, _("Terdaftar, pemeriksaan awal"), _("Terdaftar"), _("Komisi Informasi memanggil para pihak.")
        ),
        State(MEDIATION, _("Mediasi"), _("Mediasi"), _("Para pihak mencari kesepakatan.")),
        State(ADJUDICATION, _("Ajudikasi"), _("Ajudikasi"), _("Majelis memeriksa dan memutus.")),
        State(AGREED, _("Sepakat dalam mediasi"), _("Sepakat"), _("Kesepakatan dilaksanakan."), "ok"),
        State(DECIDED, _("Diputus"), _("Diputus"), _("Putusan dilaksanakan, atau digugat ke pengadilan."), "warn"),
        State(IN_COURT, _("Di pengadilan"), _("Di pengadilan"), _("Pengadilan memeriksa gugatan."), "warn"),
        State(ENDED, _("Berkekuatan hukum tetap"), _("Selesai"), _("Putusan sudah tetap."), "ok", is_final=True),
        State(LAPSED, _("Gugur"), _("Gugur"), _("Permohonan sengketa tidak dilanjutkan."), "neutral", is_final=True),
    ),
    steps=(
        Step(
            "record", _("Catat sengketa"), (), PETITIONED, _DESK, f"{_UU} Pasal 37 ayat (2)", deadline="dispute_window"
        ),
        Step(
            "register",
            _("Catat registrasi Komisi Informasi"),
            (PETITIONED,),
            REGISTERED,
            _DESK,
            "PerKI 1/2013",
            deadline="ki_register",
        ),
        Step(
            "mediate",
            _("Catat mulai mediasi"),
            (REGISTERED, ADJUDICATION),
            MEDIATION,
            _DESK,
            f"{_UU} Pasal 40; PerKI 1/2013 Pasal 37",
            deadline="mediation_start",
        ),
        Step(
            "agree",
            _("Catat kesepakatan mediasi"),
            (MEDIATION,),
            AGREED,
            _DESK,
            f"{_UU} Pasal 40",
            deadline="mediation",
        ),
        Step("adjudicate", _("Catat mulai ajudikasi"), (REGISTERED, MEDIATION), ADJUDICATION, _DESK, f"{_UU} Pasal 42"),
        Step(
            "order_test",
            _("Catat perintah uji konsekuensi"),
            (ADJUDICATION,),
            None,
            _DESK,
            "PerKI 1/2021 Pasal 49 ayat (1) huruf c",
        ),
        Step(
            "decide",
            _("Catat putusan Komisi Informasi"),
            (ADJUDICATION,),
            DECIDED,
            _DESK,
            f"{_UU} Pasal 38 ayat (2)",
            deadline="ki_finish",
        ),
        Step(
            "sue",
            _("Catat gugatan ke pengadilan"),
            (DECIDED,),
            IN_COURT,
            _DESK,
            f"{_UU} Pasal 47 dan 48",
            deadline="lawsuit",
        ),
        Step(
            "end",
            _("Catat berkekuatan hukum tetap"),
            (AGREED, DECIDED, IN_COURT),
            ENDED,
            _DESK,
            f"{_UU} Pasal 11 ayat (2) dan Pasal 50",
        ),
        Step(
            "lapse", _("Catat gugur"), (PETITIONED, REGISTERED, MEDIATION, ADJUDICATION), LAPSED, _DESK, "PerKI 1/2013"
        ),
        Step("schedule", _("Catat jadwal sidang"), _RUNNING, None, _DESK, "PerKI 1/2013"),
        Step("note", _("Tulis catatan"), _RUNNING, None, _DESK, f"{_UU} Pasal 37"),
    ),
)

# Informational clocks of the Komisi Informasi, all from the petition; the lawsuit's 14 days bind the parties.
CLOCK_REGISTER, CLOCK_START, CLOCK_FINISH = "ki_register", "ki_start", "ki_finish"
CLOCK_MEDIATION, CLOCK_LAWSUIT = "mediation", "lawsuit"
CLOCK_TITLES: Final[Mapping[str, str]] = {
    CLOCK_REGISTER: _("Registrasi oleh Komisi Informasi"),
    CLOCK_START: _("Komisi Informasi mulai menangani"),
    CLOCK_FINISH: _("Penyelesaian oleh Komisi Informasi"),
    CLOCK_MEDIATION: _("Mediasi"),
    CLOCK_LAWSUIT: _("Gugatan ke pengadilan"),
}

# Which clocks a step stops.
STOPS: Final[Mapping[str, tuple[str, ...]]] = {
    "register": (CLOCK_REGISTER,),
    "mediate": (CLOCK_START,),
    "adjudicate": (CLOCK_START, CLOCK_MEDIATION),
    "agree": (CLOCK_MEDIATION, CLOCK_FINISH),
    "decide": (CLOCK_FINISH,),
    "sue": (CLOCK_LAWSUIT,),
    "end": tuple(CLOCK_TITLES),
    "lapse": tuple(CLOCK_TITLES),
}


def may_be_mediated(grounds: str) -> bool:
    """Say whether the dispute goes to mediation: grounds b–g; ground a alone goes to adjudication (confidence C)."""
    return grounds != "a"


# ----------------------------------------------------------------------------------------------- figures of the report
VERSION: Final = "2026.1"
FIGURES: Final[Mapping[str, str]] = {
    "received": _("Sengketa yang diajukan"),
    "running": _("Belum selesai pada saat laporan dibekukan"),
    "agreed": _("Selesai dengan kesepakatan mediasi"),
    "won_granted": _("Diputus: permohonan dikabulkan seluruhnya"),
    "won_partly": _("Diputus: permohonan dikabulkan sebagian"),
    "won_refused": _("Diputus: permohonan ditolak"),
    "sued": _("Digugat ke pengadilan"),
    "lapsed": _("Gugur"),
}


def marks_of(*, state: str, result: str, is_agreed: bool, is_sued: bool) -> frozenset[str]:
    """Return the figures of the annual report in which the dispute counts."""
    marks = {"received"}
    if is_agreed:
        marks.add("agreed")
    if result:
        marks.add(f"won_{result}")
    if is_sued:
        marks.add("sued")
    if state == LAPSED:
        marks.add("lapsed")
    elif state != ENDED:
        marks.add("running")
    return frozenset(marks)
