"""Posters with a QR code that leads to the open link of a service: to print, and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.letters.heading import letterhead_of
from pendopo.kernel.documents.signing.source import qr_svg
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.views.letters import paper_page
from pendopo.lib.text import clean_line
from pendopo.modules.satisfaction.models import Survey, SurveyedService
from pendopo.modules.satisfaction.queries.surveys import asked_for
from pendopo.modules.satisfaction.views.surveys import find_survey, pages_of

COUNTER = "loket"
_COUNTER_MAX = 60


def qr(address: str) -> SafeString:
    """Return the QR code of an address as SVG for a page."""
    return mark_safe(qr_svg(address))  # noqa: S308 - made of squares alone


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster ready to be made as PDF."""

    content: dict[str, Any]
    letterhead: dict[str, Any]
    template: str = "satisfaction/poster"
    file_name: str = "poster-survei.pdf"


def _find(agency: Agency, pk: UUID, service_pk: UUID) -> tuple[Survey, SurveyedService]:
    survey = find_survey(agency, pk)
    asked = asked_for(survey, service_pk)
    if asked is None:
        raise Http404(_("Layanan ini tidak termasuk dalam survei."))
    return survey, asked


def _address(agency: Agency, service_pk: UUID) -> str:
    return f"{settings.PENDOPO_ADDRESS}{reverse('satisfaction:by_service', args=[agency.slug, service_pk])}"


@require_safe
@staff_door("satisfaction.look")
def poster(request: AgencyRequest, agency: Agency, pk: UUID, service_pk: UUID) -> HttpResponse:
    """Show the poster of a service, for a counter if one is named, as it is printed."""
    survey, asked = _find(agency, pk, service_pk)
    address = _address(agency, service_pk)
    context = {
        "survey": survey,
        "asked": asked,
        "counter": clean_line(request.GET.get(COUNTER, ""))[:_COUNTER_MAX],
        "address": address,
        "qr": qr(address),
    }
    return render(request, "satisfaction/collect/poster.html", context)


@require_safe
@staff_door("satisfaction.look")
def poster_pdf(request: AgencyRequest, agency: Agency, pk: UUID, service_pk: UUID) -> HttpResponse:
    """Return the poster as PDF."""
    survey, asked = _find(agency, pk, service_pk)
    address = _address(agency, service_pk)
    content = {
        "service": asked.service.name,
        "counter": clean_line(request.GET.get(COUNTER, ""))[:_COUNTER_MAX],
        "address": address,
        "qr_svg": qr_svg(address),
    }
    head = letterhead_of(agency, number="", on=clock.today(agency.timezone), subject="Poster survei kepuasan")
    return paper_page(request, survey, pages_of(survey), Poster(content, head))
