"""One case: what is asked, by whom, how far, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.explaining import clock_panel, ics_response
from pendopo.kernel.calendar.queries import case_entries, clocks_of, regime_words
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.queries import documents_of
from pendopo.kernel.documents.redaction.rules import REDACTABLE
from pendopo.kernel.documents.scanning.held import held, infected_names
from pendopo.kernel.documents.signing.permissions import SIGN
from pendopo.kernel.documents.signing.queries import signatures_of
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.models import Move
from pendopo.lib.deadlines import regime
from pendopo.modules.information import permissions, ports
from pendopo.modules.information.models import Inquiry, NoticeState
from pendopo.modules.information.queries.cases import CaseFile, case_file, clock_title, explained_clocks, repair_overdue
from pendopo.modules.information.queries.files import may_redact
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules import request as words
from pendopo.modules.information.rules.grounds import EXTENSION_REASONS
from pendopo.modules.information.rules.notice import DECISIONS, MISSING, missing_contents
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.rules.stops import STOP_REASONS
from pendopo.modules.information.views.officers import summaries
from pendopo.modules.information.views.officers.codes import take_nik
from pendopo.modules.information.views.officers.steps import find_case, list_url

# Steps whose address is called otherwise, and the steps that one page (issue) stands for.
URL_NAMES = {
    "repair": "staff_repair",
    "withdraw": "staff_withdraw",
    **dict.fromkeys(procedure.ISSUING_STEP.values(), "issue"),
}
# Steps without anything to type: one press on the case's page is enough.
AT_ONCE = frozenset({"declare_complete", "take"})
# Steps that are folded away below the others.
RARE = frozenset({"set_regime", "staff_withdraw", "reissue_code"})


@require_safe
@staff_door("information.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one case with everything its officers need."""
    actor = request.actor
    inquiry = find_case(request, agency, pk)
    found = case_file(agency, actor, inquiry)
    steps = _with_supply(actor, inquiry, found, _steps(actor, agency, found))
    notice = found.notice
    contents = summaries.contents_lines(notice) if notice else []
    context = {
        "inquiry": inquiry,
        "list_url": list_url(request, agency),
        "found": found,
        "steps": steps,
        "extension_over": _extension_over(actor, found),
        "has_rare": any(step["rare"] for step in steps),
        "asked": summaries.asked_rows(inquiry, actor),
        "requester": summaries.requester_rows(inquiry) if actor.sees_identity else [],
        "missing": summaries.missing_words(inquiry) if actor.sees_identity else [],
        "missing_advice": summaries.missing_advice(inquiry),
        "nik": take_nik(request, pk) if actor.sees_identity else "",
        "may_reveal": actor.sees_identity and bool(inquiry.contact.nik_digest),
        "may_desk": may(actor, "information.desk"),
        "objections": ports.objections.get().to(agency, inquiry.pk),
        "object_url": ports.objections.get().register_url(agency, inquiry.number),
        "files": _file_rows(agency, actor, inquiry, found.documents),
        "infected": infected_names(found.documents),
        "materials": [_material_row(actor, inquiry, line) for line in found.materials],
        "notice": notice,
        "notice_rows": summaries.notice_rows(notice) if notice else [],
        "contents": contents,
        "incomplete": any(line["state"] == MISSING for line in contents),
        "history": [_history_row(move) for move in reversed(found.moves)],
    }
    return render(request, "information/officers/detail.html", context)


@require_safe
@staff_door("information.look")
def clocks(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Explain every deadline of the case day by day, with the article."""
    inquiry = find_case(request, agency, pk)
    actor = request.actor
    files = {
        each.pk: (each.name, reverse("information:file", args=[agency.slug, inquiry.pk, each.pk]))
        for each in documents_of(agency, words.SUBJECT_TYPE, [inquiry.pk])[inquiry.pk]
        if permissions.may_open(actor, each)
    }
    panels = [
        clock_panel(
            _(line.title),
            explained,
            days_left=line.days_left if line.clock.is_open else None,
            late=line.late,
            decisive=line.decisive,
            reasons={**EXTENSION_REASONS, **STOP_REASONS},
            documents=files,
        )
        for line, explained in explained_clocks(agency, inquiry)
    ]
    context = {
        "inquiry": inquiry,
        "list_url": list_url(request, agency),
        "regime": regime_words(regime(inquiry.regime)),
        "panels": panels,
        "ics_url": reverse("information:clocks_ics", args=[agency.slug, inquiry.pk]),
    }
    return render(request, "information/officers/clocks.html", context)


@require_safe
@staff_door("information.look")
def clocks_ics(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Hand out the deadlines of the case as a calendar file."""
    inquiry = find_case(request, agency, pk)
    page = request.build_absolute_uri(reverse("information:detail", args=[agency.slug, inquiry.pk]))
    clocks = clocks_of(agency, words.SUBJECT_TYPE, [inquiry.pk])
    entries = case_entries(agency, clocks, inquiry.number, title=clock_title, url=page)
    return ics_response(entries, name=inquiry.number, file_name=f"tenggat-{inquiry.seq}-{inquiry.year}.ics")


def _steps(actor: Actor, agency: Agency, found: CaseFile) -> list[dict[str, Any]]:
    """Return the buttons: the likely step first, each with its address."""
    inquiry = found.inquiry
    buttons: dict[str, dict[str, Any]] = {}
    for step in permissions.next_steps(actor, inquiry, found.notice):
        if step.name == "close_incomplete" and not repair_overdue(inquiry, found.clocks):
            continue
        if step.name == "extend" and found.extension_over:
            continue
        name = URL_NAMES.get(step.name, step.name)
        buttons[name] = {
            "name": name,
            "label": _("Periksa dan terbitkan") if name == "issue" else _(step.label),
            "url": reverse(f"information:{name}", args=[agency.slug, inquiry.pk]),
            "at_once": name in AT_ONCE,
            "rare": name in RARE,
        }
    if may(actor, "information.desk"):
        url = reverse("information:reissue_code", args=[agency.slug, inquiry.pk])
        label = _("Buat kode lacak baru")
        buttons["reissue_code"] = {"name": "reissue_code", "label": label, "url": url, "at_once": False, "rare": True}
    first = next((name for name in _likely(actor, found) if name in buttons), None)
    ordered = [buttons.pop(first)] if first else []
    return [*({**each, "first": True} for each in ordered), *({**each, "first": False} for each in buttons.values())]


def _with_supply(actor: Actor, inquiry: Inquiry, found: CaseFile, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the buttons, before them the one that a unit was asked for: the oldest question that is still open."""
    asked = [line.material for line in found.materials if line.days_left is not None]
    asked = [material for material in asked if material.unit_id in actor.unit_ids]
    if not asked or inquiry.state not in PROCEDURE.step("supply").sources or not may(actor, "information.answer"):
        return steps
    url = reverse("information:supply", args=[inquiry.agency.slug, inquiry.pk, asked[0].pk])
    label = _(PROCEDURE.step("supply").label)
    supply = {"name": "supply", "label": label, "url": url, "at_once": False, "rare": False, "first": True}
    return [supply, *({**each, "first": False} for each in steps)]


def _extension_over(actor: Actor, found: CaseFile) -> str:
    """Return why "extend" is missing among the buttons of those who would look for it, empty when it is not."""
    possible = permissions.next_steps(actor, found.inquiry, found.notice)
    if found.extension_over is None or not any(step.name == "extend" for step in possible):
        return ""
    return summaries.extension_over_words(found.extension_over)


def _likely(actor: Actor, found: CaseFile) -> list[str]:
    """Return the steps that are most likely meant, the best first."""
    inquiry, notice = found.inquiry, found.notice
    names = []
    if notice and not missing_contents(notice.text):
        ready = notice.state == NoticeState.PROPOSED or notice.drafted_by == actor.user
        names = ["issue", "propose"] if ready and permissions.may_issue(actor, notice) else ["propose"]
    names += ["declare_complete", "staff_repair", "record_payment", "deliver"]
    if inquiry.unit_id is None:
        names.append("assign")
    return [*names, "take", "draft", "issue"]


def _file_rows(agency: Agency, actor: Actor, inquiry: Inquiry, documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return the rows of the files, each letter with how far its signature is, for those who look after it."""
    signatures = signatures_of(agency, words.SUBJECT_TYPE, inquiry.pk) if may(actor, SIGN) else {}
    rows = [_file_row(agency, actor, inquiry, document) for document in documents]
    for row in rows:
        row["signature"] = signatures.get(row["document"].pk)
    return rows


def _file_row(agency: Agency, actor: Actor, inquiry: Inquiry, document: Document) -> dict[str, Any]:
    change = bool(permissions.may_change_file(actor, inquiry, document)) and may(actor, "information.work")
    return {
        "document": document,
        "url": reverse("information:file", args=[agency.slug, inquiry.pk, document.pk]),
        "purpose": document.get_purpose_display(),
        "visibility": document.get_visibility_display(),
        "shown": document.visibility != "private",
        "may_show": change
        and document.purpose in {Purpose.ANSWER, Purpose.MATERIAL}
        and may(actor, "information.answer"),
        "may_remove": change,
        "may_redact": document.is_clean
        and document.extension in REDACTABLE
        and bool(may_redact(actor, inquiry, document)),
        "held": held(document),
    }


def _material_row(actor: Actor, inquiry: Inquiry, line: Any) -> dict[str, Any]:
    open_question = line.material.answered_at is None and inquiry.state in PROCEDURE.step("supply").sources
    may_answer = open_question and may(actor, "information.answer") and permissions.may_supply(actor, line.material)
    return {
        "material": line.material,
        "days_left": line.days_left,
        "late": line.late,
        "soon": line.soon,
        "may_supply": bool(may_answer),
    }


def _history_row(move: Move) -> dict[str, Any]:
    step = PROCEDURE.step(move.step)
    details = move.details
    facts = [_("Isian dibacakan kepada pemohon dan dibenarkannya")] if details.get("read_back") else []
    if decision := details.get("decision"):
        facts.append(_(DECISIONS[decision]))
    facts += [_(words.REPAIR_ITEMS[item]) for item in details.get("items", [])]
    if details.get("reason") in EXTENSION_REASONS:
        facts.append(_(EXTENSION_REASONS[details["reason"]]))
    moved = move.from_state not in {"", move.to_state}
    return {
        "move": move,
        "label": _(step.label),
        "state": PROCEDURE.state(move.to_state) if moved else None,
        "facts": facts,
    }
