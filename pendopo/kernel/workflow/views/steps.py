"""How a step's page works: look (GET), send (POST), 303 to the case; 422, 403 and 409 in words, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pendopo.kernel.calendar.beyond import within_calendar
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.actions import NotAllowed, WrongState, check
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import Procedure, Step
from pendopo.ui.answers import SeeOther

FORM_METHODS: Final = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class CasePages:
    """What the step pages of one kind of case have in common.

    `list_url` and `list_title` lead back to the worklist, `case_url` to the case; `verdict` says whether this person
    may take the step in what the case holds now. Where it is more about the case than about the person (`about_case`),
    looking answers 409 instead of 403, and what was sent goes to the action, so that "no" stands in the form with it.
    `folder` is where the templates of the steps are, `refused` the page that says why not; `extra` goes into each page.
    """

    procedure: Procedure
    list_url: str
    list_title: str
    case_url: str
    verdict: Callable[[Step], Verdict] = lambda _step: ALLOWED
    about_case: bool = False
    folder: str = ""
    refused: str = "workflow/wrong_state.html"
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step's page.

    `template` is its full name, or its name in the pages' folder; `form` makes the form from nothing or from (POST,
    FILES); `act` takes the valid form and returns the sentence for the page that follows. `step` is the procedure's
    name of the step, empty for what is no step. `then` is the address to go on to, the case's page when empty.
    """

    template: str
    form: Callable[..., Any]
    act: Callable[[Any], str]
    step: str = ""
    then: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def step_page(request: AgencyRequest, case: Case, pages: CasePages, page: StepPage) -> HttpResponse:
    """Show the step's form, or take the step. Whoever may not gets 403, a case that has moved on answers 409."""
    form = page.form(request.POST, request.FILES) if request.method == "POST" else None
    refused = None if form is not None and pages.about_case else _refusal(request, case, pages, page, form)
    if refused is not None:
        return refused
    if form is None:
        return _shown(request, case, pages, page, page.form())
    if form.is_valid():
        try:
            with within_calendar():
                said = page.act(form)
        except WrongState as wrong:
            return wrong_state(request, wrong, pages, form)
        except NotAllowed as denied:
            form.add_error(None, _(denied.reason))
        except FileRefused as bad:
            form.add_error("files" if "files" in form.fields else None, _(bad.template) % bad.params)
        else:
            messages.success(request, said)
            return SeeOther(page.then or pages.case_url)
    return _shown(request, case, pages, page, form, status=422)


def _refusal(
    request: AgencyRequest, case: Case, pages: CasePages, page: StepPage, form: forms.Form | None
) -> HttpResponse | None:
    """Return the page that says why the step cannot be taken, None when it can."""
    if not page.step:
        return None
    try:
        step = check(case, pages.procedure, page.step, by=request.actor)
    except WrongState as wrong:
        return wrong_state(request, wrong, pages, form)
    except NotAllowed as denied:
        return not_allowed(request, case, pages, denied.reason)
    verdict = pages.verdict(step)
    if not isinstance(verdict, Denied):
        return None
    return not_allowed(request, case, pages, verdict.reason, status=409 if pages.about_case else 403)


def _shown(
    request: AgencyRequest, case: Case, pages: CasePages, page: StepPage, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    step = pages.procedure.step(page.step) if page.step else None
    shared = {"case": case, "form": form, "step": step, "pages": pages, "state": _state(case, pages)}
    template = page.template if "/" in page.template else f"{pages.folder}/{page.template}.html"
    return render(request, template, {**shared, **pages.extra, **page.extra}, status=status)


def _state(case: Case, pages: CasePages) -> Any:
    return pages.procedure.state(case.state)


def wrong_state(
    request: AgencyRequest, refused: WrongState, pages: CasePages, form: forms.Form | None = None
) -> HttpResponse:
    """Answer 409: which step, who changed the case when, its state now, and what was typed in vain."""
    context = {
        "case": refused.case,
        "pages": pages,
        "state": _state(refused.case, pages),
        "step": refused.step,
        "last": refused.last,
        "last_step": pages.procedure.step(refused.last.step) if refused.last else None,
        "typed": _typed(form),
        "reason": "",
    }
    return render(request, pages.refused, context, status=409)


def not_allowed(
    request: AgencyRequest, case: Case, pages: CasePages, reason: str, *, status: int = 403
) -> HttpResponse:
    """Answer 403 (a person's limits), 409 (the case's) or 503 (ours) with the reason, a msgid, in words."""
    context = {"case": case, "pages": pages, "state": _state(case, pages), "reason": _(reason), "typed": []}
    return render(request, pages.refused, context, status=status)


def _typed(form: forms.Form | None) -> list[dict[str, Any]]:
    """Return the texts of a form that was sent, so that nothing has to be typed again."""
    if form is None or not form.is_bound:
        return []
    texts = [bound for bound in form if isinstance(bound.field, forms.CharField) and not bound.is_hidden]
    return [{"label": bound.label, "value": bound.value()} for bound in texts if bound.value()]
