"""Pemusnahan data pribadi: the procedure of a list of what is to be destroyed, from proposal to certificate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from pendopo.kernel.workflow.rules import SYSTEM, Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "destruction"
REGISTER: Final = "destruction"
NUMBER_TEMPLATE: Final = "{code}-BAP-{year}-{seq:04d}"

PROPOSED, APPROVED, DONE, REFUSED = "proposed", "approved", "done", "refused"
WAITING, DESTROYED, LEFT = "waiting", "destroyed", "left"
ITEM_STATES: Final = {WAITING: _("Menunggu"), DESTROYED: _("Dimusnahkan"), LEFT: _("Ditinggalkan")}

# Why a case that was listed was left alone after all.
HELD: Final = _("masih ada keberatan, sengketa, atau penahanan")
DONE_BEFORE: Final = _("sudah dihapus sebelumnya")

_DECIDERS: Final = frozenset({"ppid", "superior", "agency_admin"})
_LAW: Final = "UU 27/2022 Pasal 44"

PROCEDURE: Final = Procedure(
    key="destruction",
    version="2026.1",
    title=_("Pemusnahan data pribadi"),
    initial=PROPOSED,
    states=(
        State(PROPOSED, _("Menunggu persetujuan"), _("Menunggu persetujuan"), _("Daftarnya sedang diperiksa."), "warn"),
        State(APPROVED, _("Disetujui"), _("Disetujui"), _("Pemusnahan berjalan di latar belakang."), "info"),
        State(DONE, _("Dimusnahkan"), _("Dimusnahkan"), _("Berita acaranya ada."), "ok", is_final=True),
        State(REFUSED, _("Ditolak"), _("Ditolak"), _("Tidak ada yang dimusnahkan."), "neutral", is_final=True),
    ),
    steps=(
        Step("propose", _("Usulkan pemusnahan"), (), PROPOSED, _DECIDERS | {SYSTEM}, "UU 27/2022 Pasal 43"),
        Step("approve", _("Setujui pemusnahan"), (PROPOSED,), APPROVED, _DECIDERS | {SYSTEM}, _LAW),
        Step("refuse", _("Tolak pemusnahan"), (PROPOSED,), REFUSED, _DECIDERS, _LAW),
        Step("finish", _("Selesaikan pemusnahan"), (APPROVED,), DONE, frozenset({SYSTEM}), _LAW),
    ),
)  # fmt: skip


def list_digest(lines: Iterable[tuple[str, str]]) -> str:
    """Return one SHA-256 for number and digest of every destroyed case, in the order of the list."""
    return hashlib.sha256("\n".join(f"{number} {digest}" for number, digest in lines).encode()).hexdigest()
