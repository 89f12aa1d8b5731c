"""What the officers' pages share: finding the case, and what the step pages of requests have in common."""

from __future__ import annotations

from typing import Any, NoReturn
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.rules import Step
from pendopo.kernel.workflow.views import letters, steps
from pendopo.kernel.workflow.views.letters import Letter
from pendopo.kernel.workflow.views.steps import CasePages, StepPage
from pendopo.kernel.workflow.views.worklists import list_as_left
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.permissions import may_step
from pendopo.modules.information.queries.cases import extension_over, notice_of
from pendopo.modules.information.queries.inquiries import inquiry_for
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.views.officers.summaries import extension_over_words


def find_case(request: AgencyRequest, agency: Agency, pk: UUID) -> Inquiry:
    """Return the inquiry if the actor may see it; raise Http404 otherwise, also for another agency's."""
    inquiry = inquiry_for(agency, request.actor, pk)
    if inquiry is None:
        raise Http404(
            _("Permohonan ini tidak ada, atau bukan bagian unit Anda. Periksa nomornya di daftar permohonan.")
        )
    return inquiry


def refuse_unseen(form: Any, now: str, sentence: str) -> NoReturn:
    """Raise NotAllowed with `sentence` for what a colleague changed since the page was opened.

    The form comes back with `now` as what was seen, so that the next press is one that knows of it.
    """
    form.data = form.data.copy()
    form.data["seen"] = now
    raise NotAllowed(sentence)


def list_url(request: AgencyRequest, agency: Agency) -> str:
    """Return the address of the worklist as this officer left it."""
    return list_as_left(request, reverse("information:inbox", args=[agency.slug]))


def case_url(inquiry: Inquiry) -> str:
    """Return the address of the inquiry's page."""
    return reverse("information:detail", args=[inquiry.agency.slug, inquiry.pk])


def _pages(request: AgencyRequest, inquiry: Inquiry) -> CasePages:
    def verdict(step: Step) -> Verdict:
        found = may_step(request.actor, step, inquiry, notice_of(inquiry))
        if found and step.name == "extend" and (over := extension_over(inquiry.agency, inquiry)):
            return Denied(extension_over_words(over))
        return found

    return CasePages(
        procedure=PROCEDURE,
        list_url=list_url(request, inquiry.agency),
        list_title=_("Permohonan"),
        case_url=case_url(inquiry),
        verdict=verdict,
        about_case=True,
        folder="information/officers",
        refused="information/wrong_state.html",
        extra={
            "inquiry": inquiry,
            "days": {code: inquiry.period(code).n for code in ("completeness_fix", "extension", "objection_window")},
        },
    )


def step_page(request: AgencyRequest, inquiry: Inquiry, page: StepPage) -> HttpResponse:
    """Show the form of a step of the inquiry, or take the step."""
    return steps.step_page(request, inquiry, _pages(request, inquiry), page)


def not_allowed(request: AgencyRequest, inquiry: Inquiry, reason: str, *, status: int = 403) -> HttpResponse:
    """Answer 403 (a person's limits) or 409 (the case's) with the reason in words."""
    return steps.not_allowed(request, inquiry, _pages(request, inquiry), reason, status=status)


def paper_page(request: AgencyRequest, inquiry: Inquiry, letter: Letter) -> HttpResponse:
    """Return a paper of the inquiry as PDF; 503 in words when it could not be made."""
    return letters.paper_page(request, inquiry, _pages(request, inquiry), letter)
