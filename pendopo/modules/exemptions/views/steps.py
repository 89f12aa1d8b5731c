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
from pendopo.kernel.documents.delivery import inline_pdf
from pendopo.kernel.documents.letters import LetterFailed, render_letter
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed, WrongState, check
from pendopo.modules.exemptions.actions import Incomplete
from pendopo.modules.exemptions.forms.steps import RulesForm
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.permissions import may_step
from pendopo.modules.exemptions.queries.exemptions import chain_of, exemption_for
from pendopo.modules.exemptions.queries.papers import Paper
from pendopo.modules.exemptions.rules.procedure import PROCEDURE
from pendopo.ui.answers import SeeOther

FORM_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step's page: `form` is made from nothing or (POST,), `act` takes the valid form and returns a sentence.

    `step` is the procedure's name of the step; `template` stands below exemptions/. `then` is where to go on.
    """

    template: str
    step: str
    form: Callable[..., Any]
    act: Callable[[Any], str]
    extra: dict[str, Any] = field(default_factory=dict)


def find_case(request: AgencyRequest, agency: Agency, pk: UUID) -> Exemption:
    """Return the exemption if the actor may see it; raise Http404 otherwise, also for another agency's."""
    found = exemption_for(agency, request.actor, pk)
    if found is None:
        raise Http404(_("Pengecualian ini tidak ada, atau bukan bagian unit Anda. Periksa daftarnya."))
    return found


def case_url(exemption: Exemption) -> str:
    """Return the address of the exemption's page."""
    return reverse("exemptions:detail", args=[exemption.agency.slug, exemption.pk])


def step_page(request: AgencyRequest, exemption: Exemption, page: StepPage) -> HttpResponse:
    """Show the step's form, or take the step."""
    if request.method != "POST":
        return refusal(request, exemption, page.step) or _shown(request, exemption, page, page.form())
    form = page.form(request.POST)
    if form.is_valid():
        try:
            said = page.act(form)
        except WrongState as wrong:
            return wrong_state(request, wrong, form)
        except NotAllowed as refused:
            form.add_error(None, _(refused.reason))
        except Incomplete as incomplete:
            _explain(form, incomplete)
        else:
            messages.success(request, said)
            return SeeOther(case_url(exemption))
    return _shown(request, exemption, page, form, status=422)


def _explain(form: forms.Form, incomplete: Incomplete) -> None:
    if isinstance(form, RulesForm):
        form.add_problems({name: each for name, each in incomplete.problems.items() if name in form.fields})
    if not form.errors:
        form.add_error(None, _("Isian uji belum memenuhi aturan. Kembalikan, lalu perbaiki jangka waktunya."))


def refusal(request: AgencyRequest, exemption: Exemption, name: str) -> HttpResponse | None:
    """Return the page that says why the step cannot be taken, None when it can."""
    try:
        step = check(exemption, PROCEDURE, name, by=request.actor)
    except WrongState as wrong:
        return wrong_state(request, wrong)
    except NotAllowed as refused:
        return not_allowed(request, exemption, refused.reason, status=403)
    verdict = may_step(request.actor, step, exemption, chain_of(exemption.agency))
    return not_allowed(request, exemption, verdict.reason) if isinstance(verdict, Denied) else None


def _shown(
    request: AgencyRequest, exemption: Exemption, page: StepPage, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {
        "exemption": exemption,
        "form": form,
        "step": PROCEDURE.step(page.step),
        "case_url": case_url(exemption),
        **page.extra,
    }
    return render(request, f"exemptions/{page.template}.html", context, status=status)


def wrong_state(request: AgencyRequest, refused: WrongState, form: forms.Form | None = None) -> HttpResponse:
    """Answer 409: which step, who changed the case when, its state now, and what was typed in vain."""
    exemption, last = refused.case, refused.last
    typed = [bound for bound in form or () if isinstance(bound.field, forms.CharField) and not bound.is_hidden]
    context = {
        "exemption": exemption,
        "state": PROCEDURE.state(exemption.state),
        "step": refused.step,
        "last": last,
        "last_step": PROCEDURE.step(last.step) if last else None,
        "typed": [{"label": bound.label, "value": bound.value()} for bound in typed if bound.value()],
    }
    return render(request, "exemptions/wrong_state.html", context, status=409)


def not_allowed(request: AgencyRequest, exemption: Exemption, reason: str, *, status: int = 409) -> HttpResponse:
    """Answer 403 (a person's limits) or 409 (the case's) with the reason in words."""
    context = {"exemption": exemption, "state": exemption.current, "reason": _(reason), "typed": []}
    return render(request, "exemptions/wrong_state.html", context, status=status)


def rendered(paper: Paper) -> bytes:
    """Return the paper as PDF; raise NotAllowed with a remedy when it could not be made."""
    try:
        return render_letter(paper.template, paper.content, letterhead=paper.letterhead)
    except LetterFailed as failed:
        raise NotAllowed(
            _("Surat gagal dibuat, sehingga langkah ini belum dilakukan. Coba lagi, atau hubungi admin instansi.")
        ) from failed


def pdf_response(request: AgencyRequest, exemption: Exemption, paper: Paper) -> HttpResponse:
    """Return a PDF that the browser shows beside the page, under a policy that lets it run nothing."""
    try:
        content = rendered(paper)
    except NotAllowed as failed:
        return not_allowed(request, exemption, failed.reason, status=503)
    return inline_pdf(content, paper.file_name)
