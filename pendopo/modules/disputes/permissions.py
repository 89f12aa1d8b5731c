"""Who may what with a dispute."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.disputes import rules
from pendopo.modules.disputes.models import Dispute

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "disputes.look": frozenset({people.PPID, people.SUPERIOR, people.AUDITOR}),
    "disputes.follow": frozenset({people.PPID}),
    # The dossier names the requester, as the Komisi Informasi needs it.
    "disputes.dossier": frozenset({people.PPID}),
}


def may_step(actor: Actor, step: Step, dispute: Dispute) -> Verdict:
    """Say whether `actor` may take `step` with what the dispute holds; the state is the engine's to check."""
    if not actor.has(*step.actors):
        return Denied(_("Peran Anda tidak mencakup langkah ini."))
    if step.name == "mediate" and not rules.may_be_mediated(dispute.grounds):
        return Denied(_("Sengketa karena penolakan (alasan a) diselesaikan dengan ajudikasi, bukan mediasi."))
    return ALLOWED


def next_steps(actor: Actor, dispute: Dispute) -> list[Step]:
    """Return the steps that `actor` may take now, in the order of the procedure."""
    return [step for step in rules.PROCEDURE.steps_from(dispute.state) if may_step(actor, step, dispute)]
