"""Who may what with answers that are made public, and with what was counted."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.rules import procedure

_READERS: Final = frozenset({people.PPID, people.SUPERIOR, people.AUDITOR})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "disclosure.look": _READERS,
    "disclosure.write": frozenset({people.PPID}),
    "disclosure.publish": frozenset({people.PPID, people.SUPERIOR}),
    "disclosure.register": _READERS,
    "disclosure.counted": _READERS | {people.FRONT_OFFICE},
    "disclosure.arrange": frozenset({people.AGENCY_ADMIN}),
}

NOT_THE_WRITER: Final = _("Instansi ini meminta dua orang. Yang menulis naskah tidak mengumumkannya.")
PROPOSE_FIRST: Final = _("Instansi ini meminta dua orang. Ajukan naskahnya dahulu ke orang kedua.")
SECOND_ONLY: Final = _("Atasan PPID mengumumkan naskah yang sudah diajukan kepadanya.")


def may_publish(actor: Actor, answer: Answer, *, four_eyes: bool) -> Verdict:
    """Say whether `actor` may publish what is written: under four eyes what another one wrote and proposed."""
    if not four_eyes:
        is_own_step = actor.has(people.PPID) or answer.state == procedure.PROPOSED
        return ALLOWED if is_own_step else Denied(SECOND_ONLY)
    if answer.state == procedure.DRAFT:
        return Denied(PROPOSE_FIRST)
    if actor.user_pk == answer.written_by_id:
        return Denied(NOT_THE_WRITER)
    return ALLOWED


def may_step(actor: Actor, step: Step, answer: Answer, *, four_eyes: bool) -> Verdict:
    """Say whether `actor`, who has the role, may take a step with this answer."""
    if step.name == "publish":
        return may_publish(actor, answer, four_eyes=four_eyes)
    return ALLOWED
