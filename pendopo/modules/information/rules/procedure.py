"""Prosedur permohonan informasi: the states and steps of a request, with their articles (reference section 7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.kernel.workflow.rules import CITIZEN, SYSTEM, Procedure, State, Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.rules import notice

REGISTERED, AWAITING_REPAIR, IN_PROCESS, EXTENDED = "registered", "awaiting_repair", "in_process", "extended"
GRANTED, COMPLETED, REFUSED, NOT_HELD, REDIRECTED = "granted", "completed", "refused", "not_held", "redirected"
WITHDRAWN, CLOSED_INCOMPLETE = "withdrawn", "closed_incomplete"

_FRONT = frozenset({"front_office", "ppid"})
_BACK = frozenset({"back_office", "ppid"})
_ALL = _FRONT | _BACK
_WORKING = (IN_PROCESS, EXTENDED)
_OPEN = (REGISTERED, AWAITING_REPAIR, IN_PROCESS, EXTENDED, GRANTED)
_UU22: Final = "UU 14/2008 Pasal 22"
_PERKI: Final = "PerKI 1/2021"

PROCEDURE: Final = Procedure(
    key="inquiry",
    version="2026.1",
    title=_("Permohonan informasi publik"),
    initial=REGISTERED,
    states=(
        State(
            REGISTERED,
            _("Periksa kelengkapan"),
            _("Diterima dan terdaftar"),
            _("Petugas memeriksa kelengkapan permohonan Anda."),
        ),
        State(
            AWAITING_REPAIR,
            _("Menunggu perbaikan"),
            _("Perlu dilengkapi"),
            _("Lengkapi permohonan Anda sebelum batas waktu, agar dapat diproses."),
            "warn",
        ),
        State(
            IN_PROCESS,
            _("Diproses"),
            _("Sedang diproses"),
            _("PPID menyiapkan pemberitahuan tertulis untuk Anda."),
        ),
        State(
            EXTENDED,
            _("Diperpanjang"),
            _("Sedang diproses, waktu diperpanjang"),
            _("PPID memerlukan waktu tambahan dan telah memberitahukan alasannya. Perpanjangan hanya satu kali."),
            "warn",
        ),
        State(
            GRANTED,
            _("Dikabulkan, belum diserahkan"),
            _("Dikabulkan"),
            _("PPID menyerahkan informasi dengan cara yang Anda pilih."),
            "ok",
        ),
        State(
            COMPLETED,
            _("Selesai"),
            _("Selesai"),
            _("Informasi telah diserahkan. Bila tidak sesuai, Anda dapat mengajukan keberatan."),
            "ok",
            is_final=True,
        ),
        State(
            REFUSED,
            _("Ditolak"),
            _("Ditolak"),
            _("Baca alasannya dalam pemberitahuan tertulis. Anda dapat mengajukan keberatan."),
            "error",
            is_final=True,
        ),
        State(
            NOT_HELD,
            _("Tidak dikuasai"),
            _("Informasi tidak dikuasai"),
            _("Badan publik ini tidak menguasai informasi yang diminta. Anda dapat mengajukan keberatan."),
            "neutral",
            is_final=True,
        ),
        State(
            REDIRECTED,
            _("Dirujuk"),
            _("Dirujuk ke badan publik lain"),
            _("Ajukan permohonan ke badan publik yang disebut dalam pemberitahuan tertulis."),
            "neutral",
            is_final=True,
        ),
        State(
            WITHDRAWN,
            _("Dicabut"),
            _("Dicabut oleh pemohon"),
            _("Permohonan ini sudah berakhir. Anda dapat mengajukan permohonan baru."),
            "neutral",
            is_final=True,
        ),
        State(
            CLOSED_INCOMPLETE,
            _("Tidak dapat diproses"),
            _("Tidak dapat diproses karena tidak dilengkapi"),
            _("Permohonan tetap tercatat dalam register. Anda dapat mengajukan permohonan baru."),
            "neutral",
            is_final=True,
        ),
    ),
    steps=(
        Step(
            "register",
            _("Daftarkan permohonan"),
            (),
            REGISTERED,
            _FRONT | {CITIZEN},
            f"{_UU22} ayat (1)–(6)",
            public_text=_("Permohonan diterima dan diberi nomor pendaftaran."),
        ),
        Step(
            "import",
            _("Masukkan dari register lama"),
            (),
            None,
            frozenset({SYSTEM}),
            f"{_UU22} ayat (3) dan (4)",
            public_text=_("Permohonan dicatat dari register sebelum sistem ini dipakai."),
            opens=(COMPLETED, REFUSED, NOT_HELD, REDIRECTED, WITHDRAWN, CLOSED_INCOMPLETE),
        ),
        Step(
            "declare_complete",
            _("Nyatakan lengkap"),
            (REGISTERED,),
            IN_PROCESS,
            _FRONT | {SYSTEM},
            _PERKI,
            deadline="completeness_check",
            public_text=_("Permohonan dinyatakan lengkap."),
        ),
        Step(
            "declare_incomplete",
            _("Minta dilengkapi"),
            (REGISTERED,),
            AWAITING_REPAIR,
            _FRONT,
            _PERKI,
            deadline="completeness_check",
            public_text=_("Pemohon diminta melengkapi permohonan."),
        ),
        Step(
            "repair",
            _("Lengkapi permohonan"),
            (AWAITING_REPAIR,),
            REGISTERED,
            _FRONT | {CITIZEN},
            _PERKI,
            deadline="completeness_fix",
            public_text=_("Permohonan dilengkapi."),
        ),
        Step(
            "close_incomplete",
            _("Tutup karena tidak dilengkapi"),
            (AWAITING_REPAIR,),
            CLOSED_INCOMPLETE,
            _FRONT | {SYSTEM},
            _PERKI,
            public_text=_("Permohonan ditutup karena tidak dilengkapi sampai batas waktu."),
        ),
        Step(
            "assign",
            _("Teruskan ke unit"),
            _WORKING,
            None,
            _FRONT,
            f"{_UU22} ayat (7)",
            public_text=_("Permohonan diteruskan ke unit yang menguasai informasi."),
        ),
        Step("take", _("Ambil untuk dikerjakan"), _WORKING, None, _BACK, f"{_UU22} ayat (7)"),
        Step("ask_unit", _("Minta bahan ke unit lain"), _WORKING, None, _BACK, f"{_UU22} ayat (7)"),
        Step("supply", _("Berikan bahan"), _WORKING, None, _BACK, f"{_UU22} ayat (7)"),
        Step(
            "set_regime",
            _("Ubah aturan tenggat"),
            (REGISTERED, AWAITING_REPAIR, IN_PROCESS),
            None,
            _FRONT,
            f"{_UU22} ayat (9)",
            public_text=_("Aturan tenggat permohonan ini diubah."),
        ),
        Step("note", _("Tulis catatan"), _OPEN, None, _ALL, f"{_UU22} ayat (7)"),
        Step(
            "extend",
            _("Perpanjang waktu"),
            (IN_PROCESS,),
            EXTENDED,
            frozenset({"ppid"}),
            f"{_UU22} ayat (8)",
            deadline="notice",
            public_text=_("Waktu jawaban diperpanjang satu kali."),
        ),
        Step("draft", _("Susun pemberitahuan tertulis"), _WORKING, None, _BACK, f"{_UU22} ayat (7)"),
        Step("propose", _("Ajukan ke PPID"), _WORKING, None, _BACK, f"{_UU22} ayat (7)"),
        Step("send_back", _("Kembalikan konsep"), _WORKING, None, frozenset({"ppid"}), f"{_UU22} ayat (7)"),
        Step(
            "grant",
            _("Kabulkan"),
            _WORKING,
            GRANTED,
            frozenset({"ppid"}),
            f"{_UU22} ayat (7) huruf c dan d",
            deadline="notice",
            public_text=_("Pemberitahuan tertulis terbit: permohonan dikabulkan."),
        ),
        Step(
            "refuse",
            _("Tolak"),
            _WORKING,
            REFUSED,
            frozenset({"ppid"}),
            f"{_UU22} ayat (7) huruf c; Pasal 17; Pasal 6 ayat (3)",
            deadline="notice",
            public_text=_("Pemberitahuan tertulis terbit: permohonan ditolak."),
        ),
        Step(
            "declare_not_held",
            _("Nyatakan tidak dikuasai"),
            _WORKING,
            NOT_HELD,
            frozenset({"ppid"}),
            f"{_UU22} ayat (7) huruf a",
            deadline="notice",
            public_text=_("Pemberitahuan tertulis terbit: informasi tidak dikuasai."),
        ),
        Step(
            "redirect",
            _("Rujuk ke badan publik lain"),
            _WORKING,
            REDIRECTED,
            frozenset({"ppid"}),
            f"{_UU22} ayat (7) huruf b",
            deadline="notice",
            public_text=_("Pemberitahuan tertulis terbit: permohonan dirujuk."),
        ),
        Step("record_payment", _("Catat pembayaran"), (GRANTED,), None, _FRONT, f"{_UU22} ayat (7) huruf g"),
        Step(
            "deliver",
            _("Serahkan informasi"),
            (GRANTED,),
            COMPLETED,
            _ALL,
            f"{_UU22} ayat (7) huruf f",
            public_text=_("Informasi diserahkan kepada pemohon."),
        ),
        Step(
            "withdraw",
            _("Cabut permohonan"),
            _OPEN,
            WITHDRAWN,
            _FRONT | {CITIZEN},
            f"{_UU22}",
            public_text=_("Permohonan dicabut oleh pemohon."),
        ),
    ),
)

# Which step issues which decision.
ISSUING_STEP: Final[Mapping[str, str]] = {
    notice.GRANT: "grant",
    notice.PARTIAL: "grant",
    notice.REFUSE: "refuse",
    notice.NOT_HELD: "declare_not_held",
    notice.REDIRECT: "redirect",
}

# Both readings of question A1 run as clocks; the agency's setting says on which one a notice is called late.
CLOCK_CHECK, CLOCK_FIX = "completeness_check", "completeness_fix"
CLOCK_RECEIPT, CLOCK_COMPLETE = "notice_receipt", "notice_complete"
CLOCK_OBJECTION = "objection_window"
# What was handed over after the day of the notice is judged from that day on: a window of its own.
CLOCK_DELIVERED = "objection_delivered"
OBJECTION_CLOCKS: Final = frozenset({CLOCK_OBJECTION, CLOCK_DELIVERED})
# A clock of the notice that ended because another set of rules holds: it makes nobody late.
CLOCK_REPLACED = "notice_replaced"
CLOCK_TITLES: Final[Mapping[str, str]] = {
    CLOCK_CHECK: _("Pemeriksaan kelengkapan"),
    CLOCK_FIX: _("Perbaikan oleh pemohon"),
    CLOCK_RECEIPT: _("Pemberitahuan tertulis, dihitung dari penerimaan"),
    CLOCK_COMPLETE: _("Pemberitahuan tertulis, dihitung dari dinyatakan lengkap"),
    CLOCK_OBJECTION: _("Masa pengajuan keberatan"),
    CLOCK_DELIVERED: _("Masa pengajuan keberatan, sejak informasi diserahkan"),
    CLOCK_REPLACED: _("Pemberitahuan tertulis, menurut aturan yang diganti"),
}
