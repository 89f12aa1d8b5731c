"""Who may what with an objection; above all, who may not answer it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules import procedure
from pendopo.modules.objections.rules.grounds import may_be_settled

_DESK = frozenset({people.FRONT_OFFICE, people.PPID})

# Superior and auditor read everything but identities, as with requests.
PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "objections.look": _DESK | {people.SUPERIOR, people.AUDITOR},
    "objections.work": _DESK | {people.SUPERIOR},
    "objections.desk": _DESK,
    "objections.decide": frozenset({people.SUPERIOR}),
    "objections.execute": frozenset({people.PPID}),
    "objections.register": _DESK | {people.SUPERIOR, people.AUDITOR},
}


def may_answer(actor: Actor, objection: Objection, decided_by: Collection[UUID]) -> Verdict:
    """Say whether `actor` may answer: the superior, and nobody who had a hand in what is objected to.

    `decided_by` are the users who drafted, proposed or issued the notice. Who is also PPID of the agency would judge
    the own silence, and may not either (UU 14/2008 Pasal 36; reference 7.2: Atasan PPID, not the PPID).
    """
    if not actor.has(people.SUPERIOR):
        return Denied(_("Keberatan diputus oleh atasan PPID."))
    if actor.has(people.PPID):
        return Denied(_("Anda juga PPID instansi ini. Keberatan diputus atasan PPID yang lain."))
    pk = actor.user.pk if actor.user else None
    if pk == objection.challenged_id or pk in decided_by:
        return Denied(_("Anda ikut menyusun atau menerbitkan keputusan ini. Keberatan diputus atasan yang lain."))
    return ALLOWED


def may_settle(objection: Objection) -> Verdict:
    """Say whether the outcome of an amicable settlement may be recorded (Pasal 35 ayat (2): grounds b–g)."""
    if not may_be_settled(objection.grounds):
        return Denied(_("Penolakan (alasan a) tidak dapat diselesaikan dengan musyawarah; atasan PPID memutusnya."))
    if objection.settled_on is not None:
        return Denied(_("Hasil musyawarah sudah dicatat."))
    return ALLOWED


def may_execute(objection: Objection) -> Verdict:
    """Say whether there is an order to be carried out."""
    if objection.owes_execution:
        return ALLOWED
    return Denied(
        _("Perintah ini sudah dilaksanakan.")
        if objection.executed_at
        else _("Tidak ada perintah yang harus dilaksanakan.")
    )


def may_accept(objection: Objection) -> Verdict:
    """Say whether the requester can be satisfied already: not before an order was carried out."""
    if objection.owes_execution:
        return Denied(_("Putusan belum dilaksanakan. Pernyataan puas dapat diberikan setelah informasi diserahkan."))
    return ALLOWED


def may_open(actor: Actor, document: Document) -> bool:
    """Say whether `actor` may read a file: identities and letters, which name the requester, only the desk."""
    return actor.sees_identity or document.purpose not in {Purpose.IDENTITY, Purpose.LETTER, Purpose.ATTACHMENT}


def may_step(actor: Actor, step: Step, objection: Objection, decided_by: Collection[UUID] = ()) -> Verdict:
    """Say whether `actor` may take `step` in what the objection holds; the state itself is the engine's to check."""
    if actor.kind == "staff" and not actor.has(*step.actors):
        return Denied(_("Peran Anda tidak mencakup langkah ini."))
    if step.name == "answer":
        return may_answer(actor, objection, decided_by)
    if step.name == "settle":
        return may_settle(objection)
    if step.name == "execute":
        return may_execute(objection)
    if step.name == "accept":
        return may_accept(objection)
    return ALLOWED


def next_steps(actor: Actor, objection: Objection, decided_by: Collection[UUID]) -> list[Step]:
    """Return the steps that `actor` may take now, in the order of the procedure."""
    possible = procedure.PROCEDURE.steps_from(objection.state)
    return [step for step in possible if may_step(actor, step, objection, decided_by)]
