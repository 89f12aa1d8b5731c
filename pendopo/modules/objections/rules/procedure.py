"""Prosedur keberatan: the states and steps of an objection, with their articles (reference section 7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.kernel.workflow.rules import CITIZEN, SYSTEM, Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

REGISTERED, ANSWERED, UNANSWERED = "registered", "answered", "unanswered"
SETTLED, CONTESTED, WITHDRAWN, CLOSED = "settled", "contested", "withdrawn", "closed"

_DESK = frozenset({"front_office", "ppid"})
_SUPERIOR = frozenset({"superior"})
_ALL = _DESK | _SUPERIOR
_WAITING = (REGISTERED, UNANSWERED)
_OPEN = (REGISTERED, ANSWERED, UNANSWERED)
_UU35: Final = "UU 14/2008 Pasal 35"
_UU36: Final = "UU 14/2008 Pasal 36"
_UU37: Final = "UU 14/2008 Pasal 37 ayat (2)"

PROCEDURE: Final = Procedure(
    key="objection",
    version="2026.1",
    title=_("Keberatan atas layanan informasi publik"),
    initial=REGISTERED,
    states=(
        State(
            REGISTERED,
            _("Menunggu atasan PPID"),
            _("Diterima dan terdaftar"),
            _("Atasan PPID memeriksa keberatan Anda dan memberi tanggapan tertulis."),
        ),
        State(
            ANSWERED,
            _("Ditanggapi"),
            _("Sudah ditanggapi"),
            _("Baca tanggapannya. Beri tahu kami apakah Anda puas; bila tidak, Anda dapat mengajukan sengketa."),
            "ok",
        ),
        State(
            UNANSWERED,
            _("Tidak dijawab dalam waktunya"),
            _("Tidak dijawab sampai batas waktu"),
            _("Anda dapat mengajukan penyelesaian sengketa ke Komisi Informasi, tanpa menunggu tanggapan kami."),
            "error",
        ),
        State(
            SETTLED,
            _("Selesai, pemohon puas"),
            _("Selesai"),
            _("Anda menyatakan puas dengan tanggapan. Terima kasih."),
            "ok",
            is_final=True,
        ),
        State(
            CONTESTED,
            _("Pemohon tidak puas"),
            _("Anda tidak puas dengan tanggapan"),
            _("Anda dapat mengajukan penyelesaian sengketa ke Komisi Informasi selama waktunya belum lewat."),
            "warn",
            is_final=True,
        ),
        State(
            WITHDRAWN,
            _("Dicabut"),
            _("Dicabut"),
            _("Keberatan ini sudah berakhir. Anda dapat mengajukan keberatan baru."),
            "neutral",
            is_final=True,
        ),
        State(
            CLOSED,
            _("Berakhir tanpa tanggapan pemohon"),
            _("Berakhir"),
            _("Waktu mengajukan sengketa sudah lewat. Keberatan tetap tercatat dalam register."),
            "neutral",
            is_final=True,
        ),
    ),
    steps=(
        Step(
            "submit",
            _("Daftarkan keberatan"),
            (),
            REGISTERED,
            _DESK | {CITIZEN},
            f"{_UU35} ayat (1); {_UU36} ayat (1); PerKI 1/2021 Pasal 39–41",
            deadline="objection_window",
            public_text=_("Keberatan diterima dan diberi nomor registrasi."),
        ),
        Step(
            "settle",
            _("Catat musyawarah"),
            (REGISTERED,),
            None,
            _ALL,
            f"{_UU35} ayat (2)",
            public_text=_("Musyawarah dilakukan dan hasilnya dicatat."),
        ),
        Step("note", _("Tulis catatan"), _OPEN, None, _ALL, f"{_UU36} ayat (2)"),
        Step(
            "answer",
            _("Beri tanggapan"),
            _WAITING,
            ANSWERED,
            _SUPERIOR,
            f"{_UU36} ayat (2) dan (3)",
            deadline="superior_reply",
            public_text=_("Atasan PPID memberi tanggapan tertulis."),
        ),
        Step(
            "mark_unanswered",
            _("Nyatakan tidak dijawab"),
            (REGISTERED,),
            UNANSWERED,
            frozenset({SYSTEM}),
            f"{_UU36} ayat (2); {_UU37}",
            public_text=_("Atasan PPID tidak memberi tanggapan sampai batas waktu."),
        ),
        Step(
            "execute",
            _("Laksanakan putusan"),
            (ANSWERED, CONTESTED),
            None,
            frozenset({"ppid"}),
            f"{_UU36} ayat (2); UU 14/2008 Pasal 11 ayat (2)",
            public_text=_("PPID melaksanakan perintah atasannya."),
        ),
        Step(
            "accept",
            _("Nyatakan puas"),
            (ANSWERED, UNANSWERED),
            SETTLED,
            _DESK | {CITIZEN},
            _UU37,
            public_text=_("Pemohon menyatakan puas."),
        ),
        Step(
            "contest",
            _("Nyatakan tidak puas"),
            (ANSWERED, UNANSWERED),
            CONTESTED,
            _DESK | {CITIZEN},
            _UU37,
            deadline="dispute_window",
            public_text=_("Pemohon menyatakan tidak puas."),
        ),
        Step(
            "close",
            _("Tutup karena waktunya lewat"),
            (ANSWERED, UNANSWERED),
            CLOSED,
            frozenset({SYSTEM}),
            _UU37,
            public_text=_("Waktu mengajukan sengketa berakhir."),
        ),
        Step(
            "withdraw",
            _("Cabut keberatan"),
            (REGISTERED,),
            WITHDRAWN,
            _DESK | {CITIZEN},
            _UU35,
            public_text=_("Keberatan dicabut oleh pemohon."),
        ),
    ),
)

# Silence and a late answer each open a window of their own; both run, the citizen is told the earlier date.
CLOCK_REPLY, CLOCK_SILENCE, CLOCK_DISPUTE = "superior_reply", "dispute_after_silence", "dispute_after_answer"
CLOCK_RULES: Final[Mapping[str, str]] = {
    CLOCK_REPLY: "superior_reply",
    CLOCK_SILENCE: "dispute_window",
    CLOCK_DISPUTE: "dispute_window",
}
CLOCK_TITLES: Final[Mapping[str, str]] = {
    CLOCK_REPLY: _("Tanggapan atasan PPID"),
    CLOCK_SILENCE: _("Masa mengajukan sengketa, sejak waktu tanggapan berakhir"),
    CLOCK_DISPUTE: _("Masa mengajukan sengketa, sejak tanggapan"),
}
