"""Who may look after letters' signatures."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from pendopo.kernel.documents.models import Signature
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict, declare_permissions
from pendopo.kernel.people.rules import FRONT_OFFICE, PPID, SUPERIOR
from pendopo.lib.text import gettext_noop as _

SIGN: Final = "documents.sign"


def declare() -> None:
    """Declare the permission: the desk and the PPID, whose letters name the requester, and the superior who signs."""
    declare_permissions({SIGN: frozenset({FRONT_OFFICE, PPID, SUPERIOR})})


def visible(actor: Actor) -> Q:
    """Return the condition on Signature rows that `actor` may see: all for who sees identities, else one's own."""
    return Q() if actor.sees_identity else Q(signer_id=actor.user_pk)


def may_sign(actor: Actor, signature: Signature) -> Verdict:
    """Say whether `actor` may sign or decline: only the one whose name stands under the letter."""
    if signature.signer_id == actor.user_pk:
        return ALLOWED
    return Denied(_("Surat ini ditandatangani oleh pejabat yang namanya tercantum di bawahnya."))


def may_withdraw(actor: Actor, signature: Signature) -> Verdict:
    """Say whether `actor` may withdraw a signed letter: its signer, or the PPID."""
    if actor.has(PPID) or signature.signer_id == actor.user_pk:
        return ALLOWED
    return Denied(_("Surat yang sudah ditandatangani dicabut oleh penanda tangannya atau oleh PPID."))
