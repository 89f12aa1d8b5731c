"""Prosedur mengumumkan jawaban: states and steps of an answer that is made public, with their articles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.kernel.workflow.rules import Procedure, State, Step, Tone
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "public_answer"
REGISTER: Final = "public_answer"
NUMBER_TEMPLATE: Final = "{code}-JWB-{year}-{seq:04d}"

DRAFT, PROPOSED, PUBLISHED, CORRECTING = "draft", "proposed", "published", "correcting"
WITHDRAWN, DROPPED = "withdrawn", "dropped"
# Everybody reads the last edition of an answer in one of these.
PUBLIC: Final = (PUBLISHED, CORRECTING)
# The text is being written in these.
WRITING: Final = (DRAFT, CORRECTING)

# Why the answer is public: by the request that got it, or because an objection or a dispute opened it.
BY_REQUEST, BY_OBJECTION, BY_DISPUTE = "request", "objection", "dispute"
WAYS: Final[Mapping[str, str]] = {
    BY_REQUEST: _("Diberikan atas permohonan"),
    BY_OBJECTION: _("Dinyatakan terbuka melalui keberatan"),
    BY_DISPUTE: _("Dinyatakan terbuka melalui sengketa informasi"),
}
# Pasal 11 ayat (1) huruf a: what is under the body's control stands on the list that everybody may read.
BASIS: Final[Mapping[str, str]] = {
    BY_REQUEST: "UU 14/2008 Pasal 11 ayat (1) huruf a",
    BY_OBJECTION: "UU 14/2008 Pasal 11 ayat (2)",
    BY_DISPUTE: "UU 14/2008 Pasal 11 ayat (2)",
}

_PPID: Final = frozenset({"ppid"})
_BOTH: Final = _PPID | {"superior"}
_LAW: Final = "UU 14/2008 Pasal 11"
_PRIVATE: Final = "UU 14/2008 Pasal 17 huruf h"


def _state(name: str, label: str, text: str, tone: Tone = "info", *, final: bool = False) -> State:
    return State(name, label, label, text, tone, is_final=final)


PROCEDURE: Final = Procedure(
    key="public_answer",
    version="2026.1",
    title=_("Pengumuman jawaban"),
    initial=DRAFT,
    states=(
        _state(DRAFT, _("Konsep"), _("PPID menulis pertanyaan tanpa data pribadi dan ringkasan jawaban.")),
        _state(PROPOSED, _("Menunggu orang kedua"), _("Orang lain memeriksa sebelum diumumkan.")),
        _state(PUBLISHED, _("Diumumkan"), _("Semua orang dapat membacanya."), "ok"),
        _state(CORRECTING, _("Sedang diperbaiki"), _("Yang lama tetap tampil sampai perbaikan diumumkan."), "warn"),
        _state(WITHDRAWN, _("Ditarik"), _("Tidak tampil lagi."), "neutral", final=True),
        _state(DROPPED, _("Dibatalkan"), _("Konsep tidak diumumkan."), "neutral", final=True),
    ),
    steps=(
        Step("begin", _("Siapkan pengumuman"), (), DRAFT, _PPID, _LAW),
        Step("write", _("Tulis naskah"), WRITING, None, _PPID, _PRIVATE),
        Step("propose", _("Ajukan ke orang kedua"), (DRAFT,), PROPOSED, _PPID, _PRIVATE),
        Step("send_back", _("Kembalikan naskah"), (PROPOSED,), DRAFT, _BOTH, _PRIVATE),
        Step("publish", _("Umumkan"), (DRAFT, PROPOSED, CORRECTING), PUBLISHED, _BOTH, _LAW),
        Step("correct", _("Perbaiki"), (PUBLISHED,), CORRECTING, _PPID, _LAW),
        Step("keep", _("Batalkan perbaikan"), (CORRECTING,), PUBLISHED, _PPID, _LAW),
        Step("withdraw", _("Tarik"), PUBLIC, WITHDRAWN, _BOTH, _PRIVATE),
        Step("drop", _("Batalkan konsep"), (DRAFT, PROPOSED), DROPPED, _PPID, _LAW),
    ),
)
