"""Who may what with an exemption."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.rules import procedure
from pendopo.modules.exemptions.rules.approval import STAGE_ROLES, next_stage

_WHOLE_AGENCY = frozenset({people.PPID, people.SUPERIOR, people.AUDITOR})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "exemptions.look": _WHOLE_AGENCY | {people.BACK_OFFICE},
    "exemptions.propose": frozenset({people.PPID, people.BACK_OFFICE}),
    "exemptions.test": frozenset({people.PPID}),
    "exemptions.decide": frozenset({people.PPID, people.SUPERIOR}),
    "exemptions.register": _WHOLE_AGENCY,
    "exemptions.arrange": frozenset({people.AGENCY_ADMIN}),
}


def visible(actor: Actor) -> Q:
    """Return the condition on Exemption rows that `actor` may see; a unit sees its own."""
    return Q() if actor.has(*_WHOLE_AGENCY) else Q(unit__in=actor.unit_ids)


def may_propose_for(actor: Actor, unit_id: UUID) -> Verdict:
    """Say whether `actor` may propose for a unit: the PPID for any, a unit for itself."""
    if actor.has(people.PPID) or unit_id in actor.unit_ids:
        return ALLOWED
    return Denied(_("Usul diajukan untuk unit Anda sendiri."))


def may_agree(actor: Actor, exemption: Exemption, chain: str) -> Verdict:
    """Say whether `actor` may speak for the next stage: in its role, and not having tested, decided or agreed before."""
    stage = next_stage(chain, len(exemption.agreements))
    if stage is None or not actor.has(*STAGE_ROLES[stage]):
        return Denied(_("Tahap persetujuan ini bukan bagian peran Anda."))
    user = actor.user_pk
    if user in {exemption.tested_by_id, exemption.determined_by_id}:
        return Denied(_("Yang menguji atau menetapkan tidak dapat menyetujui. Mintalah persetujuan orang lain."))
    if str(user) in {given["user"] for given in exemption.agreements}:
        return Denied(_("Anda sudah memberi persetujuan pada tahap sebelumnya."))
    return ALLOWED


def may_step(actor: Actor, step: Step, exemption: Exemption, chain: str) -> Verdict:
    """Say whether `actor` may take `step` with what the exemption holds now; the state is the engine's to check."""
    if not actor.has(*step.actors):
        return Denied(_("Peran Anda tidak mencakup langkah ini."))
    if step.name in {"endorse", "approve"}:
        left = next_stage(chain, len(exemption.agreements) + 1) is not None
        if left != (step.name == "endorse"):
            return Denied(_("Langkah ini belum sampai gilirannya dalam rantai persetujuan."))
        return may_agree(actor, exemption, chain)
    return ALLOWED


# Steps that other steps take by themselves.
_BY_ITSELF = frozenset({"amend", "expire"})


def next_steps(actor: Actor, exemption: Exemption, chain: str) -> list[Step]:
    """Return the steps that `actor` may take now, in the order of the procedure."""
    possible = procedure.PROCEDURE.steps_from(exemption.state)
    found = [each for each in possible if each.name not in _BY_ITSELF and may_step(actor, each, exemption, chain)]
    # The result of the test itself says whether the information is open.
    return [each for each in found if (each.name, exemption.state) != ("open", procedure.TESTING)]
