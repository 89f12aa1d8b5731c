"""Who may what with the protection of personal data."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.privacy.models import Destruction
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _

_READERS: Final = frozenset({people.PPID, people.SUPERIOR, people.AGENCY_ADMIN, people.AUDITOR})
_DECIDERS: Final = frozenset({people.PPID, people.SUPERIOR, people.AGENCY_ADMIN})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "privacy.look": _READERS,
    "privacy.arrange": frozenset({people.AGENCY_ADMIN}),
    "privacy.destroy": _DECIDERS,
    # Who asks is shown to those who see identities anyhow.
    "privacy.requests": frozenset({people.PPID, people.FRONT_OFFICE}),
    "privacy.answer": frozenset({people.PPID}),
    "privacy.views": frozenset({people.AUDITOR, people.AGENCY_ADMIN}),
    "privacy.incidents": frozenset({people.PPID, people.AGENCY_ADMIN}),
}

ANOTHER_ONE: Final = _("Instansi ini mewajibkan dua orang: pengusul pemusnahan tidak boleh menyetujuinya.")


def may_approve(actor: Actor, destruction: Destruction) -> Verdict:
    """Say whether `actor` may approve the list: under four eyes nobody who proposed it."""
    proposed = destruction.proposed_by_id
    if destruction.four_eyes and proposed is not None and actor.user is not None and actor.user.pk == proposed:
        return Denied(ANOTHER_ONE)
    return ALLOWED


def may_step(actor: Actor, step: Step, destruction: Destruction) -> Verdict:
    """Say whether `actor`, who has the role, may take a step with this list."""
    return may_approve(actor, destruction) if step.name == "approve" else ALLOWED
