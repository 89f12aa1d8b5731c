"""Who may what with an inquiry."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet

from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.models import Inquiry, MaterialRequest, Notice, NoticeState
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.notice import NEEDS_SECOND_PERSON
from pendopo.modules.information.rules.request import REPAIR_ROUNDS

_DESK = frozenset({people.FRONT_OFFICE, people.PPID})
_WORK = _DESK | {people.BACK_OFFICE}

# Whoever may look: superior and auditor read everything but identities.
PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "information.look": _WORK | {people.SUPERIOR, people.AUDITOR},
    "information.work": _WORK,
    "information.desk": _DESK,
    "information.answer": frozenset({people.BACK_OFFICE, people.PPID}),
    "information.decide": frozenset({people.PPID}),
    "information.register": _DESK | {people.SUPERIOR, people.AUDITOR},
    "information.import": frozenset({people.PPID}),
}

_WHOLE_AGENCY = frozenset({people.FRONT_OFFICE, people.PPID, people.SUPERIOR, people.AUDITOR})


def visible(actor: Actor) -> Q:
    """Return the condition on Inquiry rows that `actor` may see; a unit sees its own and those it was asked about."""
    if not actor.roles.isdisjoint(_WHOLE_AGENCY):
        return Q()
    asked = MaterialRequest.objects.filter(unit__in=actor.unit_ids).values("inquiry")
    return Q(unit__in=actor.unit_ids) | Q(pk__in=asked)


def visible_inquiries(actor: Actor, inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Return those of `inquiries` that `actor` may see."""
    return inquiries.filter(visible(actor))


def may_handle(actor: Actor, inquiry: Inquiry) -> Verdict:
    """Say whether `actor` may work on the answer: the PPID always, a unit only on what was handed to it."""
    if actor.has(people.PPID):
        return ALLOWED
    if actor.has(people.BACK_OFFICE) and inquiry.unit_id in actor.unit_ids:
        return ALLOWED
    return Denied(_("Permohonan ini ditangani unit lain. Hubungi PPID bila seharusnya ditangani unit Anda."))


def may_issue(actor: Actor, notice: Notice) -> Verdict:
    """Say whether `actor` may issue the notice: withholding needs a second person."""
    if not actor.has(people.PPID):
        return Denied(_("Pemberitahuan tertulis diterbitkan oleh PPID."))
    if notice.state == NoticeState.ISSUED:
        return Denied(_("Pemberitahuan tertulis ini sudah terbit."))
    second_needed = notice.decision in NEEDS_SECOND_PERSON
    if second_needed and actor.user is not None and notice.drafted_by_id == actor.user.pk:
        return Denied(_("Penolakan diputuskan oleh dua orang: konsep Anda diterbitkan oleh PPID lain."))
    return ALLOWED


def may_supply(actor: Actor, material: MaterialRequest) -> Verdict:
    """Say whether `actor` may answer a question that was put to a unit."""
    if actor.has(people.PPID) or material.unit_id in actor.unit_ids:
        return ALLOWED
    return Denied(_("Bahan ini diminta dari unit lain."))


def may_deliver(actor: Actor, inquiry: Inquiry) -> Verdict:
    """Say whether `actor` may hand the information over: the desk always, a unit only what was handed to it."""
    return ALLOWED if actor.has(*_DESK) else may_handle(actor, inquiry)


def may_open(actor: Actor, document: Document) -> bool:
    """Say whether `actor` may read a file: identities and letters, which name the requester, only the desk."""
    return actor.sees_identity or document.purpose not in {Purpose.IDENTITY, Purpose.LETTER, Purpose.ATTACHMENT}


def may_change_file(actor: Actor, inquiry: Inquiry, document: Document) -> Verdict:
    """Say whether `actor` may remove a file or change who sees it; a letter that was issued stays as it is."""
    if document.purpose == Purpose.LETTER:
        return Denied(_("Surat yang sudah terbit tidak dapat diubah atau dihapus."))
    if document.purpose in {Purpose.IDENTITY, Purpose.ATTACHMENT}:
        return ALLOWED if actor.has(*_DESK) else Denied(_("Berkas pemohon diurus oleh meja layanan."))
    if not inquiry.is_open and not actor.has(people.PPID):
        return Denied(_("Permohonan ini sudah selesai; berkasnya hanya dapat diubah oleh PPID."))
    return may_handle(actor, inquiry)


def may_step(actor: Actor, step: Step, inquiry: Inquiry, notice: Notice | None) -> Verdict:
    """Say whether `actor` may take `step` in what the inquiry holds now; the state itself is the engine's to check."""
    if not actor.has(*step.actors):
        return Denied(_("Peran Anda tidak mencakup langkah ini."))
    if step.name in {"take", "ask_unit", "draft", "propose"}:
        verdict = may_handle(actor, inquiry)
        if not verdict:
            return verdict
    if step.name == "take":
        return _may_take(inquiry)
    if step.name == "declare_incomplete" and inquiry.repair_rounds >= REPAIR_ROUNDS:
        return Denied(_("Pemohon sudah diminta melengkapi satu kali."))
    if step.name == "deliver":
        verdict = may_deliver(actor, inquiry)
        if not verdict:
            return verdict
    if step.name in {"deliver", "record_payment"}:
        return _may_after_grant(step, inquiry, notice)
    return _may_with_notice(step, notice)


def _may_take(inquiry: Inquiry) -> Verdict:
    if inquiry.assignee_id is None:
        return ALLOWED
    return Denied(_("Permohonan ini sudah ada yang mengerjakan."))


def _may_after_grant(step: Step, inquiry: Inquiry, notice: Notice | None) -> Verdict:
    owed = notice is not None and bool(notice.cost) and inquiry.paid_at is None
    if step.name == "record_payment":
        return ALLOWED if owed else Denied(_("Tidak ada biaya yang belum dibayar."))
    return Denied(_("Biaya belum dibayar. Catat pembayarannya dahulu.")) if owed else ALLOWED


def _may_with_notice(step: Step, notice: Notice | None) -> Verdict:
    if step.name in set(procedure.ISSUING_STEP.values()):
        right = notice is not None and procedure.ISSUING_STEP.get(notice.decision) == step.name
        return ALLOWED if right else Denied(_("Belum ada konsep pemberitahuan dengan keputusan ini."))
    if step.name == "propose" and (notice is None or notice.state != NoticeState.DRAFT):
        return Denied(_("Belum ada konsep yang dapat diajukan."))
    if step.name == "send_back" and (notice is None or notice.state != NoticeState.PROPOSED):
        return Denied(_("Tidak ada konsep yang diajukan."))
    return ALLOWED


def next_steps(actor: Actor, inquiry: Inquiry, notice: Notice | None) -> list[Step]:
    """Return the steps that `actor` may take now, in the order of the procedure; giving material has its own list."""
    possible = procedure.PROCEDURE.steps_from(inquiry.state)
    return [step for step in possible if step.name != "supply" and may_step(actor, step, inquiry, notice)]
