"""Where objecting begins, and its pages: the grounds, the story, who objects."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.rules import Limit
from pendopo.kernel.tracking.actions import holder_of, keep_files, remove_files
from pendopo.kernel.tracking.answers import keeps_input, personal
from pendopo.kernel.tracking.views import closed, opened, stay_with_all
from pendopo.lib.deadlines import rule
from pendopo.modules.objections.forms.citizen import GroundsForm, ObjectorForm, PeriodicForm, StoryForm
from pendopo.modules.objections.ports import InquiryCard, inquiries
from pendopo.modules.objections.queries.objections import open_objection_to
from pendopo.modules.objections.queries.possible import grounds_of, not_yet
from pendopo.modules.objections.rules.grounds import GROUNDS
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE
from pendopo.modules.objections.views.citizen.drafting import (
    INQUIRY,
    InquiryDraft,
    ObjectionDraft,
    address,
    open_draft,
    see_other,
)
from pendopo.ui.answers import SeeOther
from pendopo.ui.caching import cacheable

FORM_METHODS = ["GET", "HEAD", "POST"]
# A stranger may leave this many files here in an hour; offices behind one address included.
FILES_PER_ADDRESS = Limit(60, 3600)
_TEMPLATES = "objections/citizen/"


@public_door
@require_safe
@cacheable(10)
def start(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Say what an objection is, which grounds there are, and how to begin with and without a request."""
    periods = {code: rule(code) for code in ("objection_window", "superior_reply", "dispute_window")}
    grounds = [_(ground.text) for ground in GROUNDS.values()]
    return render(request, f"{_TEMPLATES}start.html", {"periods": periods, "grounds": grounds})


@keeps_input
@public_door
@require_http_methods(FORM_METHODS)
def begin(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Say what can be objected to in the request that is open in this browser, and begin."""
    case = opened(request, agency, inquiries.get().subject_type)
    if case is None:
        return closed(request, agency)
    card = inquiries.get().card(agency, case.pk)
    if card is None:
        return closed(request, agency)
    before = open_objection_to(agency, card.inquiry_id)
    lines = grounds_of(agency, card)
    # Ground b needs no request; without another ground there is nothing to object to here yet.
    possible = any(line.found_at and line.ground.letter in card.found for line in lines)
    if request.method == "POST" and before is None and possible:
        draft = InquiryDraft(agency, "", {INQUIRY: str(card.inquiry_id)})
        draft.keep()
        response: HttpResponseBase = see_other("grounds", agency)
        draft.remember(response)
    else:
        context = {"card": card, "before": before, "possible": possible, "lines": _ground_rows(lines)}
        status = 409 if request.method == "POST" else 200
        response = personal(request, f"{_TEMPLATES}begin.html", context, status=status)
    stay_with_all(request, response, agency)
    return response


def _ground_rows(lines: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "letter": line.ground.letter,
            "text": _(line.ground.text),
            "there": line.found_at is not None,
            "until": line.until,
            "late": line.is_late,
            "not_yet": "" if line.found_at else not_yet(line),
        }
        for line in lines
    ]


def _show(
    request: AgencyRequest, draft: ObjectionDraft, page: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    at = draft.pages.index(page)
    back = address("check_answers", draft.agency) if not draft.unanswered else ""
    if not back:
        before = draft.pages[at - 1] if at else "begin" if INQUIRY in draft.answers else "start"
        back = address(before, draft.agency)
    context = {
        "form": form,
        "step": at + 1,
        "steps": len(draft.pages) + 1,
        "back": back,
        "changing": not draft.unanswered,
        "number": more.pop("number", ""),
    }
    return personal(request, f"{_TEMPLATES}{page}.html", context | more, status=status)


def _answered(draft: ObjectionDraft, page: str, answers: dict[str, Any]) -> SeeOther:
    draft.answers[page] = answers
    draft.keep()
    response = see_other(draft.unanswered or "check_answers", draft.agency)
    draft.remember(response)
    return response


@keeps_input
@public_door
@require_http_methods(FORM_METHODS)
def grounds(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask for the grounds, out of those that stand now."""
    draft = open_draft(request, agency)
    card = draft.card()
    if card is None:
        return see_other("start", agency)
    standings = grounds_of(agency, card)
    if request.method != "POST":
        form = GroundsForm(standings=standings, initial=draft.of("grounds"))
        return _show(request, draft, "grounds", form, lines=_ground_rows(standings), number=card.number)
    form = GroundsForm(request.POST, standings=standings)
    if not form.is_valid():
        return _show(request, draft, "grounds", form, lines=_ground_rows(standings), number=card.number, status=422)
    return _answered(draft, "grounds", {"grounds": list(form.letters())})


@keeps_input
@public_door
@require_http_methods(FORM_METHODS)
def periodic(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask which periodic information is missing; begins a new draft where the visitor's is about a request."""
    draft = open_draft(request, agency)
    if isinstance(draft, InquiryDraft):
        draft = ObjectionDraft(agency)
    today = clock.today(agency.timezone)
    if request.method != "POST":
        initial = draft.of("periodic") or {"found_on": today}
        return _show(request, draft, "periodic", PeriodicForm(today=today, initial=initial))
    form = PeriodicForm(request.POST, today=today)
    if not form.is_valid():
        return _show(request, draft, "periodic", form, status=422)
    given = form.cleaned_data
    found_on: dt.date = given["found_on"]
    return _answered(
        draft,
        "periodic",
        {"asked": given["asked"], "purpose": given["purpose"], "found_on": found_on.isoformat()},
    )


@keeps_input
@public_door
@require_http_methods(FORM_METHODS)
def story(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask what happened and who objects; good files are kept at once, whatever else is wrong on the page."""
    draft = open_draft(request, agency)
    if missing := draft.missing_before("story"):
        return see_other(missing if draft.answers else "start", agency)
    number = _number(draft.card())
    if request.method != "POST":
        form = StoryForm(initial=draft.of("story"), stored=draft.files)
        return _show(request, draft, "story", form, number=number)
    form = StoryForm(request.POST, request.FILES, stored=draft.files)
    valid = form.is_valid()
    if _take_files(request, draft, form) and valid:
        return _answered(draft, "story", form.answers())
    return _show(request, draft, "story", form, number=number, status=422)


def _number(card: InquiryCard | None) -> str:
    return card.number if card else ""


def _take_files(request: AgencyRequest, draft: ObjectionDraft, form: StoryForm) -> bool:
    """Keep and remove the draft's files as the form says; return False when the new ones were refused."""
    holder, by = holder_of(draft.token), request.actor
    unwanted, uploads = set(form.cleaned_data.get("remove", [])), list(form.accepted_files())
    if not unwanted and not uploads:
        return True
    visitor = client_address(request)
    key = f"draft-files:{visitor}"
    if uploads and visitor and exceeded(key, FILES_PER_ADDRESS):
        sentence = _(
            "Terlalu banyak berkas dari alamat jaringan Anda. Coba lagi satu jam lagi, atau kirim tanpa berkas."
        )
        form.add_error("files", sentence)
        return False
    try:
        kept = keep_files(agency=draft.agency, kind=SUBJECT_TYPE, holder=holder, uploads=uploads, by=by)
    except FileRefused as refused:
        form.add_error("files", _(refused.template) % refused.params)
        return False
    for _each in kept:
        count_try(key, FILES_PER_ADDRESS)
    if unwanted:
        remove_files(agency=draft.agency, kind=SUBJECT_TYPE, holder=holder, chosen=unwanted, by=by)
    new = [{"id": str(document.pk), "name": document.name, "size": document.size} for document in kept]
    draft.answers["files"] = [each for each in draft.files if each["id"] not in unwanted] + new
    draft.keep()
    form.show_stored(draft.files)
    return True


@keeps_input
@public_door
@require_http_methods(FORM_METHODS)
def objector(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask who objects; only where no request tells it."""
    draft = open_draft(request, agency)
    if isinstance(draft, InquiryDraft):
        return see_other(draft.unanswered or "check_answers", agency)
    if missing := draft.missing_before("objector"):
        return see_other(missing, agency)
    if request.method != "POST":
        return _show(request, draft, "objector", ObjectorForm(initial=draft.of("objector")))
    form = ObjectorForm(request.POST)
    if not form.is_valid():
        return _show(request, draft, "objector", form, status=422)
    return _answered(draft, "objector", {name: str(value) for name, value in form.cleaned_data.items()})
