"""Reviews of the website: list, freeze, read, print, PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.letters import pdf_response
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.modules.publishing.actions import reviews as actions
from pendopo.modules.publishing.forms import duties as forms
from pendopo.modules.publishing.models import Review
from pendopo.modules.publishing.queries import reviews as queries
from pendopo.modules.publishing.rules import duties, limits
from pendopo.ui.errors import error_response


@require_safe
@staff_door("publishing.look")
def review_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the reviews, newest first."""
    found = queries.reviews_of(agency)[: limits.REVIEWS_SHOWN]
    context = {
        "rows": [{"review": each, "gaps": sum(each.counts.get(name, 0) for name in duties.GAPS)} for each in found],
        "may_freeze": may(request.actor, "publishing.review"),
    }
    return render(request, "publishing/review_list.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.review")
def freeze(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Freeze how things stand today."""

    def act(form: Any) -> tuple[str, str]:
        made = actions.freeze(agency=agency, note=form.cleaned_data["note"], by=request.actor)
        return _("Reviu hari ini tersimpan."), reverse("publishing:review", args=[agency.slug, made.pk])

    extra = {
        "back": reverse("publishing:review_list", args=[agency.slug]),
        "title": _("Bekukan reviu hari ini"),
        "lead": _("Keadaan semua kewajiban hari ini disimpan atas nama Anda dan tidak dapat diubah lagi."),
    }
    return form_page(request, "publishing/duty_form.html", forms.FreezeForm, act, **extra)


def _find(agency: Agency, pk: UUID) -> Review:
    found = queries.review_for(agency, pk)
    if found is None:
        raise Http404(_("Reviu ini tidak ada. Periksa daftar reviu."))
    return found


def _shown(request: AgencyRequest, agency: Agency, pk: UUID, template: str) -> HttpResponse:
    found = _find(agency, pk)
    earlier = queries.before(found)
    context = {
        "review": found,
        "earlier": earlier,
        "counts": queries.counted(found),
        "rows": queries.compared(found, earlier),
    }
    return render(request, template, context)


@require_safe
@staff_door("publishing.look")
def review(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show a review beside the one before."""
    return _shown(request, agency, pk, "publishing/review.html")


@require_safe
@staff_door("publishing.look")
def review_print(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show a review as a page for paper."""
    return _shown(request, agency, pk, "publishing/review_print.html")


@require_safe
@staff_door("publishing.look")
def review_pdf(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show a review as PDF, in Indonesian."""
    found = _find(agency, pk)
    with translation.override("id"):
        paper = queries.paper(found, queries.before(found))
    try:
        return pdf_response(paper)
    except NotAllowed as failed:
        return error_response(request, 503, message=failed.reason)
