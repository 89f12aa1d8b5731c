"""Permintaan subjek data: what somebody may ask about their own data, and the procedure with its 3 × 24 hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.kernel.workflow.rules import CITIZEN, SYSTEM, Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "subject_request"
REGISTER: Final = "subject_request"
NUMBER_TEMPLATE: Final = "{code}-PDP-{year}-{seq:04d}"
CLOCK: Final = "answer"

RECEIVED, ANSWERED, WITHDRAWN = "received", "answered", "withdrawn"


@dataclass(frozen=True, slots=True)
class Right:
    """One right: its words, article, and the code of the deadline rule that it is answered by."""

    code: str
    title: str
    hint: str
    article: str
    rule: str


ACCESS, CORRECT, ERASE, OBJECT, WITHDRAW = "access", "correct", "erase", "object", "withdraw"
RIGHTS: Final[Mapping[str, Right]] = {
    right.code: right
    for right in (
        Right(ACCESS, _("Salinan data saya"),
              _("Semua yang tersimpan tentang Anda, sebagai berkas yang dapat dibaca dan diolah."),
              "UU 27/2022 Pasal 7 dan 32", "pdp_access"),
        Right(CORRECT, _("Memperbaiki data saya"), _("Sebutkan yang keliru dan yang benar."),
              "UU 27/2022 Pasal 6 dan 30", "pdp_correct"),
        # No number of hours was read for erasing itself; until it is done the processing is to be limited (Pasal 41).
        Right(ERASE, _("Menghapus data saya"),
              _("Nomor, tanggal, dan pokok permohonan tetap dalam register yang diwajibkan undang-undang; pengenal Anda tidak."),
              "UU 27/2022 Pasal 8 dan 43", "pdp_limit"),
        Right(OBJECT, _("Menunda atau membatasi pemrosesan"), _("Data disimpan, tetapi tidak dipakai selama dibatasi."),
              "UU 27/2022 Pasal 11 dan 41", "pdp_limit"),
        Right(WITHDRAW, _("Menarik persetujuan"), _("Untuk hal yang pernah Anda setujui secara terpisah."),
              "UU 27/2022 Pasal 9 dan 40", "pdp_withdraw"),
    )
}  # fmt: skip

GRANTED, PARTLY, REFUSED = "granted", "partly", "refused"
RESULTS: Final[Mapping[str, str]] = {
    GRANTED: _("Dipenuhi"),
    PARTLY: _("Dipenuhi sebagian"),
    REFUSED: _("Tidak dapat dipenuhi"),
}
CHANNELS: Final[Mapping[str, str]] = {
    "web": _("Halaman lacak"),
    "desk": _("Meja layanan"),
    "letter": _("Surat atau surel"),
}

_HANDLERS: Final = frozenset({"ppid", "front_office"})

PROCEDURE: Final = Procedure(
    key="subject_request",
    version="2026.1",
    title=_("Permintaan subjek data pribadi"),
    initial=RECEIVED,
    states=(
        State(RECEIVED, _("Diterima"), _("Diterima"), _("Instansi menjawab paling lambat 3 × 24 jam."), "info"),
        State(ANSWERED, _("Dijawab"), _("Dijawab"), _("Jawaban ada di halaman ini."), "ok", is_final=True),
        State(WITHDRAWN, _("Dicabut"), _("Dicabut"), _("Permintaan ini tidak dilanjutkan."), "neutral", is_final=True),
    ),
    steps=(
        Step("receive", _("Terima permintaan"), (), RECEIVED, _HANDLERS | {CITIZEN}, "UU 27/2022 Pasal 14"),
        Step("answer", _("Jawab permintaan"), (RECEIVED,), ANSWERED, frozenset({"ppid"}), "UU 27/2022 Pasal 30, 32, 40, dan 41"),
        Step("withdraw", _("Cabut permintaan"), (RECEIVED,), WITHDRAWN, _HANDLERS | {CITIZEN, SYSTEM}, "UU 27/2022 Pasal 14"),
    ),
)  # fmt: skip
