"""Who may what with duties, links, reviews and urgent notices."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.people.permissions import may as holds
from pendopo.lib.text import gettext_noop as _

_ANNOUNCERS: Final = frozenset({people.PPID, people.FRONT_OFFICE, people.BACK_OFFICE})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "publishing.look": frozenset({people.PPID, people.SUPERIOR, people.AUDITOR, people.BACK_OFFICE}),
    "publishing.prove": frozenset({people.PPID, people.BACK_OFFICE}),
    "publishing.manage": frozenset({people.PPID}),
    "publishing.review": frozenset({people.PPID, people.SUPERIOR}),
    "publishing.announce": _ANNOUNCERS,
    "publishing.announce_everywhere": frozenset({people.PPID}),
    "publishing.grant": frozenset({people.PPID, people.AGENCY_ADMIN}),
}


def may_prove(actor: Actor, unit_id: UUID | None, owner_id: UUID | None) -> Verdict:
    """Say whether `actor` may bring a proof: the PPID for any duty, others for what they or their unit own."""
    if holds(actor, "publishing.manage"):
        return ALLOWED
    if actor.user_pk == owner_id or unit_id in actor.unit_ids:
        return ALLOWED
    return Denied(_("Kewajiban ini milik unit lain. Mintalah PPID menyerahkannya kepada unit Anda."))


def may_announce(actor: Actor, *, granted: bool) -> Verdict:
    """Say whether `actor` may announce, update and end urgent notices: the PPID, and officers on duty (petugas siaga)."""
    if actor.has(people.PPID) or (granted and actor.has(*_ANNOUNCERS)):
        return ALLOWED
    return Denied(_("Anda belum terdaftar sebagai petugas siaga. Hubungi PPID sekarang juga bila ada keadaan darurat."))
