"""How every step's page works: look (GET), send (POST), 303 to the case; 422, 403 and 409 in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed, WrongState, check
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.permissions import may_step
from pendopo.modules.information.queries.cases import notice_of
from pendopo.modules.information.queries.inquiries import inquiry_for
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.views.officers import refusals
from pendopo.ui.answers import SeeOther

FormMaker = Callable[..., Any]
# Does the step and returns the sentence for the page that follows.
Act = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step's page.

    `form` makes the form from nothing or from (POST, FILES); `act` takes the valid form. `template` is the page's file
    name, `step` the procedure's name of the step, empty for what is no step. `then` is the address to go on to. `barred`
    says why the step cannot be taken now although state and role would do, so that nobody types in vain.
    """

    template: str
    form: FormMaker
    act: Act
    step: str = ""
    then: str = ""
    barred: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def find_case(request: AgencyRequest, agency: Agency, pk: UUID) -> Inquiry:
    """Return the inquiry if the actor may see it; raise Http404 otherwise, also for another agency's."""
    inquiry = inquiry_for(agency, request.actor, pk)
    if inquiry is None:
        raise Http404(
            _("Permohonan ini tidak ada, atau bukan bagian unit Anda. Periksa nomornya di daftar permohonan.")
        )
    return inquiry


def case_url(inquiry: Inquiry) -> str:
    """Return the address of the inquiry's page."""
    return reverse("information:detail", args=[inquiry.agency.slug, inquiry.pk])


def step_page(request: AgencyRequest, inquiry: Inquiry, page: StepPage) -> HttpResponse:
    """Show the step's form, or take the step."""
    if request.method != "POST":
        return _refusal(request, inquiry, page) or _shown(request, inquiry, page, page.form())
    form = page.form(request.POST, request.FILES)
    if form.is_valid():
        try:
            said = page.act(form)
        except WrongState as wrong:
            return refusals.wrong_state(request, wrong, form)
        except NotAllowed as refused:
            form.add_error(None, _(refused.reason))
        except FileRefused as refused:
            form.add_error("files" if "files" in form.fields else None, _(refused.template) % refused.params)
        else:
            messages.success(request, said)
            return SeeOther(page.then or case_url(inquiry))
    return _shown(request, inquiry, page, form, status=422)


def _refusal(request: AgencyRequest, inquiry: Inquiry, page: StepPage) -> HttpResponse | None:
    """Return the page that says why the step cannot be taken, None when it can."""
    if not page.step:
        return None
    try:
        step = check(inquiry, PROCEDURE, page.step, by=request.actor)
    except WrongState as wrong:
        return refusals.wrong_state(request, wrong)
    except NotAllowed as refused:
        return refusals.not_allowed(request, inquiry, refused.reason)
    verdict = may_step(request.actor, step, inquiry, notice_of(inquiry))
    if isinstance(verdict, Denied):
        return refusals.not_allowed(request, inquiry, verdict.reason, status=409)
    return refusals.not_allowed(request, inquiry, page.barred, status=409) if page.barred else None


def _shown(
    request: AgencyRequest, inquiry: Inquiry, page: StepPage, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    step = PROCEDURE.step(page.step) if page.step else None
    context = {
        "inquiry": inquiry,
        "form": form,
        "step": step,
        "case_url": case_url(inquiry),
        "days": {code: inquiry.period(code).n for code in ("completeness_fix", "extension", "objection_window")},
        **page.extra,
    }
    return render(request, f"information/officers/{page.template}.html", context, status=status)
