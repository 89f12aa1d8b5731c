"""Prosedur penetapan dan pemutakhiran DIP: states and steps of an entry (PerKI 1/2021 Pasal 23 ayat (2))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.kernel.workflow.rules import SYSTEM, Procedure, State, Step, Tone
from pendopo.lib.text import gettext_noop as _

DRAFT, REVIEW, PUBLISHED = "draft", "review", "published"
REVISION, REVISION_REVIEW = "revision", "revision_review"
WITHDRAWN, DROPPED = "withdrawn", "dropped"

# A version is public in these: a revision leaves the published one where it is.
PUBLIC: Final = (PUBLISHED, REVISION, REVISION_REVIEW)
# Somebody is writing, and the PPID is asked.
WRITING: Final = (DRAFT, REVISION)
ASKED: Final = (REVIEW, REVISION_REVIEW)
WORKING: Final = (*WRITING, *ASKED)

_PPID: Final = frozenset({"ppid"})
_BOTH: Final = _PPID | {"back_office"}
_PERKI23: Final = "PerKI 1/2021 Pasal 23 ayat (2)"
_UU11: Final = "UU 14/2008 Pasal 11 ayat (1) huruf a"
_UU11_2: Final = "UU 14/2008 Pasal 11 ayat (2)"


def _state(name: str, label: str, text: str, tone: Tone = "info", *, final: bool = False) -> State:
    return State(name, label, label, text, tone, is_final=final)


PROCEDURE: Final = Procedure(
    key="dip",
    version="2026.1",
    title=_("Penetapan dan pemutakhiran DIP"),
    initial=DRAFT,
    states=(
        _state(DRAFT, _("Konsep"), _("Unit atau PPID menyusun entri."), "neutral"),
        _state(REVIEW, _("Diperiksa"), _("PPID memeriksa lalu menerbitkan atau mengembalikan.")),
        _state(PUBLISHED, _("Terbit"), _("Masyarakat dapat membacanya."), "ok"),
        _state(REVISION, _("Direvisi"), _("Versi baru disusun; versi terbit tetap tampil."), "warn"),
        _state(REVISION_REVIEW, _("Revisi diperiksa"), _("PPID memeriksa versi baru; versi terbit tetap tampil.")),
        _state(WITHDRAWN, _("Ditarik"), _("Tidak tampil lagi; alasannya diumumkan."), "neutral", final=True),
        _state(DROPPED, _("Dihentikan"), _("Konsep tidak dilanjutkan."), "neutral", final=True),
    ),
    steps=(
        Step("write", _("Susun entri"), (), DRAFT, _BOTH, _UU11),
        Step("propose", _("Usulkan informasi yang telah dibuka"), (), DRAFT, frozenset({SYSTEM}), _UU11_2),
        Step("import", _("Ambil dari daftar lama"), (), PUBLISHED, frozenset({SYSTEM}), _UU11),
        Step("edit", _("Ubah konsep"), WRITING, None, _BOTH, _PERKI23),
        Step("submit", _("Ajukan kepada PPID"), (DRAFT,), REVIEW, _BOTH, _PERKI23),
        Step("send_back", _("Kembalikan untuk diperbaiki"), (REVIEW,), DRAFT, _PPID, _PERKI23),
        Step("publish", _("Terbitkan"), (REVIEW,), PUBLISHED, _PPID, _UU11),
        Step("revise", _("Revisi"), (PUBLISHED,), REVISION, _BOTH, _PERKI23),
        Step("submit_revision", _("Ajukan revisi kepada PPID"), (REVISION,), REVISION_REVIEW, _BOTH, _PERKI23),
        Step("send_back_revision", _("Kembalikan revisi"), (REVISION_REVIEW,), REVISION, _PPID, _PERKI23),
        Step("publish_revision", _("Terbitkan revisi"), (REVISION_REVIEW,), PUBLISHED, _PPID, _UU11),
        Step("discard", _("Batalkan revisi"), (REVISION, REVISION_REVIEW), PUBLISHED, _BOTH, _PERKI23),
        Step("confirm", _("Nyatakan masih mutakhir"), (PUBLISHED,), None, _BOTH, "UU 14/2008 Pasal 9 ayat (3)"),
        Step("withdraw", _("Tarik dari DIP"), PUBLIC, WITHDRAWN, _PPID, _PERKI23),
        Step("drop", _("Hentikan konsep"), (DRAFT, REVIEW), DROPPED, _BOTH, _PERKI23),
    ),
)

# The same verb on an entry that is public already.
_OF_REVISION: Final[Mapping[str, str]] = {
    "submit": "submit_revision",
    "send_back": "send_back_revision",
    "publish": "publish_revision",
}


def step_of(verb: str, state: str) -> str:
    """Return the procedure's step for `verb` in `state`: the revision's own where a version is public."""
    return _OF_REVISION.get(verb, verb) if state in PUBLIC else verb


def verb_of(step: str) -> str:
    """Return the verb, which names page and action, of a step."""
    return next((verb for verb, own in _OF_REVISION.items() if own == step), step)
