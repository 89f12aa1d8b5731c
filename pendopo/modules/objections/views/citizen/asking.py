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
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.tracking.answers import draft_gone, keeps_input, personal
from pendopo.kernel.tracking.drafting import take_files
from pendopo.kernel.tracking.views import closed, opened, stay_with_all
from pendopo.lib.deadlines import rule
from pendopo.modules.objections.forms.citizen import GroundsForm, ObjectorForm, PeriodicForm, StoryForm
from pendopo.modules.objections.ports import InquiryCard, inquiries
from pendopo.modules.objections.queries.objections import open_objection_to
from pendopo.modules.objections.queries.possible import grounds_of, not_yet
from pendopo.modules.objections.rules.grounds import GROUNDS
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
        return draft_gone(request, address("start", agency))
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
        return draft_gone(request, address(missing if draft.answers else "start", agency), StoryForm.base_fields)
    number = _number(draft.card())
    if request.method != "POST":
        form = StoryForm(initial=draft.of("story"), stored=draft.files)
        return _show(request, draft, "story", form, number=number)
    form = StoryForm(request.POST, request.FILES, stored=draft.files)
    valid = form.is_valid()
    if take_files(request, draft, form) and valid:
        return _answered(draft, "story", form.answers())
    return _show(request, draft, "story", form, number=number, status=422)


def _number(card: InquiryCard | None) -> str:
    return card.number if card else ""


@keeps_input
@public_door
@require_http_methods(FORM_METHODS)
def objector(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask who objects; only where no request tells it."""
    draft = open_draft(request, agency)
    if isinstance(draft, InquiryDraft):
        return see_other(draft.unanswered or "check_answers", agency)
    if missing := draft.missing_before("objector"):
        return draft_gone(request, address(missing, agency), ObjectorForm.base_fields)
    if request.method != "POST":
        return _show(request, draft, "objector", ObjectorForm(initial=draft.of("objector")))
    form = ObjectorForm(request.POST)
    if not form.is_valid():
        return _show(request, draft, "objector", form, status=422)
    return _answered(draft, "objector", {name: str(value) for name, value in form.cleaned_data.items()})
