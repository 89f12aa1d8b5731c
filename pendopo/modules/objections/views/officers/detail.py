"""One objection: what is objected to, the request beside it, how far, and what can be done now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.explaining import clock_panel
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.queries import find_document
from pendopo.kernel.documents.scanning.held import held, infected_names
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied, may
from pendopo.kernel.privacy.actions.views import note_view
from pendopo.kernel.tracking.desk import contact_rows
from pendopo.kernel.workflow.models import Move
from pendopo.lib.text import gettext_noop
from pendopo.modules.objections import permissions
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.ports import InquiryCard, inquiries
from pendopo.modules.objections.queries.cases import CaseFile, case_file, explained_clocks
from pendopo.modules.objections.rules import objecting
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE
from pendopo.modules.objections.rules.procedure import PROCEDURE
from pendopo.modules.objections.rules.stops import STOP_REASONS
from pendopo.modules.objections.views.citizen import summaries
from pendopo.modules.objections.views.officers.pages import find_case, page

# Steps whose page is called otherwise: the requester's two responses share one.
_URL_NAMES = {"accept": "staff_respond", "contest": "staff_respond", "withdraw": "staff_withdraw"}
_LABELS = {"staff_respond": gettext_noop("Catat tanggapan pemohon")}
# Steps that are folded away below the others.
_RARE = frozenset({"staff_withdraw", "reissue_code"})
_LIKELY = ("answer", "execute", "staff_respond", "settle", "note")


@require_safe
@staff_door("objections.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one objection with everything its officers need, the request's dossier beside it."""
    actor, objection = request.actor, find_case(agency, pk)
    found = case_file(agency, actor, objection)
    verdict = permissions.may_answer(actor, objection, found.decided_by)
    waiting = objection.state in PROCEDURE.step("answer").sources
    today = clock.today(agency.timezone)
    context = {
        "objection": objection,
        "found": found,
        "steps": _steps(actor, found),
        "files": [_file_row(objection, document) for document in found.documents],
        "infected": infected_names(found.documents),
        "claimed": summaries.claimed(objection),
        "answer": summaries.answer_rows(objection),
        "settlement": _(objecting.SETTLEMENTS[objection.settlement]) if objection.settlement else "",
        "late": ", ".join(objection.late_grounds),
        "overdue": objection.owes_execution and objection.execute_by is not None and objection.execute_by < today,
        "requester": requester_rows(objection) if actor.sees_identity else [],
        "dossier": dossier_rows(found.card) if found.card else [],
        "dossier_url": inquiries.get().page(agency, found.card.inquiry_id) if found.card else "",
        # Told only to a superior who cannot answer, so that a colleague is asked in time.
        "denied": _(verdict.reason) if waiting and isinstance(verdict, Denied) and actor.has("superior") else "",
        "may_letter": bool(objection.decision),
        "may_desk": may(actor, "objections.desk"),
        "history": [_history_row(move) for move in reversed(found.moves)],
        "state": objection.current,
    }
    return render(request, "objections/officers/detail.html", context)


def _steps(actor: Actor, found: CaseFile) -> list[dict[str, Any]]:
    """Return the buttons, the likely step first, each with its address."""
    buttons: dict[str, dict[str, Any]] = {}
    for step in permissions.next_steps(actor, found.objection, found.decided_by):
        name = _URL_NAMES.get(step.name, step.name)
        label = _(_LABELS.get(name, step.label))
        buttons[name] = {"label": label, "url": page(name, found.objection), "rare": name in _RARE}
    if may(actor, "objections.desk"):
        label = _("Buat kode lacak baru")
        buttons["reissue_code"] = {"label": label, "url": page("reissue_code", found.objection), "rare": True}
    order = {name: at for at, name in enumerate(_LIKELY)}
    names = sorted(buttons, key=lambda name: order.get(name, len(order)))
    return [{**buttons[name], "first": at == 0 and name != "note"} for at, name in enumerate(names)]


def _file_row(objection: Objection, document: Document) -> dict[str, Any]:
    url = reverse("objections:file", args=[objection.agency.slug, objection.pk, document.pk])
    note = document.get_purpose_display()
    return {"name": document.name, "url": url, "size": document.size, "note": note, **held(document)}


def requester_rows(objection: Objection) -> list[dict[str, Any]]:
    """Return who objects; only for roles that see identities. The NIK stays masked."""
    proxy = [part for part in (objection.proxy_name, objection.proxy_address, objection.proxy_phone) if part]
    return contact_rows(objection.contact, (_("Kuasa"), proxy))


def dossier_rows(card: InquiryCard) -> list[dict[str, Any]]:
    """Return what the request asked and what became of it."""
    rows = [
        (_("Keadaan"), _(card.state)),
        (_("Keputusan"), _(card.decision) if card.decision else ""),
        (_("Alasan"), card.reasons),
        (_("Informasi yang diminta"), card.details),
        (_("Tujuan penggunaan"), card.purpose),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _history_row(move: Move) -> dict[str, Any]:
    step, details = PROCEDURE.step(move.step), move.details
    named = [(objecting.DECISIONS, "decision"), (objecting.SETTLEMENTS, "outcome")]
    facts = [_(words[details[key]]) for words, key in named if details.get(key) in words]
    moved = move.from_state not in {"", move.to_state}
    state = PROCEDURE.state(move.to_state) if moved else None
    return {"move": move, "label": _(step.label), "state": state, "facts": facts}


@require_safe
@staff_door("objections.look")
def clocks(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Explain every deadline of the objection day by day, with the article."""
    objection = find_case(agency, pk)
    panels = [
        clock_panel(
            _(line.title),
            explained,
            days_left=line.days_left if line.ours else None,
            late=line.late,
            reasons=STOP_REASONS,
        )
        for line, explained in explained_clocks(agency, objection)
    ]
    context = {"objection": objection, "panels": panels, "case_url": page("detail", objection)}
    return render(request, "objections/officers/clocks.html", context)


@require_safe
@staff_door("objections.look")
def file(request: AgencyRequest, agency: Agency, pk: UUID, document_pk: UUID) -> HttpResponseBase:
    """Hand a file of the objection to an officer, as a download."""
    objection, found = find_case(agency, pk), find_document(agency, document_pk)
    mine = found is not None and (found.subject_type, found.subject_id) == (SUBJECT_TYPE, objection.pk)
    if found is None or not mine or not permissions.may_open(request.actor, found):
        raise Http404(_("Berkas ini tidak ada pada keberatan ini, atau sudah dihapus."))
    note_view(document=found, by=request.actor)
    return file_response(found)
