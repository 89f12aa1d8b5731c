"""Who may what with an entry of the DIP."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.models import Entry
from pendopo.modules.dip.rules import procedure

_WHOLE_AGENCY = frozenset({people.PPID, people.SUPERIOR, people.AUDITOR})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "dip.look": _WHOLE_AGENCY | {people.BACK_OFFICE},
    "dip.write": frozenset({people.PPID, people.BACK_OFFICE}),
    "dip.publish": frozenset({people.PPID}),
    "dip.decree": frozenset({people.PPID}),
    "dip.import": frozenset({people.PPID}),
    "dip.register": _WHOLE_AGENCY,
}


def visible(actor: Actor) -> Q:
    """Return the condition on Entry rows that `actor` may see; a unit sees its own."""
    return Q() if actor.has(*_WHOLE_AGENCY) else Q(unit__in=actor.unit_ids)


def may_write_for(actor: Actor, unit_id: UUID | None) -> Verdict:
    """Say whether `actor` may write for a unit: the PPID for any and for none, a unit for itself."""
    if actor.kind == "system" or actor.has(people.PPID) or (unit_id is not None and unit_id in actor.unit_ids):
        return ALLOWED
    return Denied(_("Entri disusun untuk unit Anda sendiri."))


def may_step(actor: Actor, step: Step, entry: Entry) -> Verdict:
    """Say whether `actor` may take `step` with this entry; the state is the engine's to check."""
    if not actor.has(*step.actors):
        return Denied(_("Peran Anda tidak mencakup langkah ini."))
    if step.name == "discard" and entry.state == procedure.REVISION_REVIEW and not actor.has(people.PPID):
        return Denied(_("Revisi ini sedang diperiksa PPID. Mintalah PPID mengembalikannya."))
    return may_write_for(actor, entry.unit_id)


def next_steps(actor: Actor, entry: Entry) -> list[Step]:
    """Return the steps that `actor` may take now, in the order of the procedure."""
    possible = procedure.PROCEDURE.steps_from(entry.state)
    return [each for each in possible if may_step(actor, each, entry) == ALLOWED]
