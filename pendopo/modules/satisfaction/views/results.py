"""Published results for everybody: the latest one, and each of those before."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.documents.letters import LetterFailed
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries import figure_rows as rows
from pendopo.modules.satisfaction.queries import figures, tallies, voices
from pendopo.modules.satisfaction.queries import surveys as queries
from pendopo.modules.satisfaction.queries.trend import trend
from pendopo.modules.satisfaction.reports import posters
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.index import band_of
from pendopo.modules.satisfaction.rules.voices import COVER
from pendopo.ui.caching import cacheable, may_lag
from pendopo.ui.formats import number_text

_NOT_PUBLISHED = gettext_lazy("Hasil survei ini tidak ada atau belum diumumkan.")


@public_door
@require_safe
@cacheable(10)
@may_lag
def results(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the latest published result with the agency's trend, and list those before."""
    listed = list(queries.published_surveys(agency)[: limits.PAGE_ROWS])
    if not listed:
        return render(request, "satisfaction/figures/results.html", {"survey": None})
    return _page(request, agency, listed[0], listed[1:])


@public_door
@require_safe
@cacheable(10)
@may_lag
def published_result(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one published result. What is not published is not there."""
    listed = list(queries.published_surveys(agency)[: limits.PAGE_ROWS])
    survey = (
        next((each for each in listed if each.pk == pk), None)
        or queries.published_surveys(agency).filter(pk=pk).first()
    )
    if survey is None:
        raise Http404(_NOT_PUBLISHED)
    return _page(request, agency, survey, [each for each in listed if each.pk != pk])


def _page(request: AgencyRequest, agency: Agency, survey: Survey, others: list[Survey]) -> HttpResponse:
    survey.agency = agency
    instrument = survey.instrument.definition
    counted = tallies.of_survey(survey)
    found = figures.figure_of(instrument, counted)
    band = band_of(instrument, survey.published_index) if survey.published_index is not None else None
    context: dict[str, Any] = {
        "survey": survey,
        "converted": number_text(survey.published_index),
        "grade": rows.grade_text(band),
        "tone": rows.tone_of(band),
        "result": found and rows.result_of(survey, found),
        # Answers that were removed on request after publishing change the tables, never what was published.
        "has_changed": found is None or (found.converted, found.n) != (survey.published_index, survey.published_n),
        "profiles": rows.profile_rows(figures.profiles(survey, counted)),
        "trend": rows.trend_rows(trend(agency, survey.unit)),
        "others": others,
    }
    return render(request, "satisfaction/figures/results.html", context)


@public_door
@require_safe
def result_poster_pdf(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Send the publication sheet of a published survey as PDF."""
    survey = _published(agency, pk)
    return _sheet(posters.sheet, survey, "application/pdf", f"hasil-skm-{survey.period}.pdf")


@public_door
@require_safe
def result_poster_png(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Send the publication sheet of a published survey as a picture."""
    survey = _published(agency, pk)
    return _sheet(posters.picture, survey, "image/png", f"hasil-skm-{survey.period}.png")


def _published(agency: Agency, pk: UUID) -> Survey:
    """Return a published survey; raise Http404."""
    survey = queries.published_surveys(agency).filter(pk=pk).first()
    if survey is None:
        raise Http404(_NOT_PUBLISHED)
    survey.agency = agency
    return survey


def _sheet(make: Callable[[Survey], bytes], survey: Survey, media_type: str, name: str) -> HttpResponseBase:
    try:
        return as_attachment(HttpResponse(make(survey), content_type=media_type), name)
    except LetterFailed:
        said = _("Poster belum dapat dibuat sekarang. Coba lagi beberapa menit lagi.")
        return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8")


@public_door
@require_safe
@cacheable(10)
@may_lag
def published_voices(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show what respondents of a published survey wrote, as far as officers published it, and how much about what."""
    survey = _published(agency, pk)
    names = {element.key: _(element.name) for element in survey.instrument.definition.elements}
    wanted, before = request.GET.get("unsur", ""), request.GET.get("sebelum", "")
    wanted = wanted if wanted in names else ""
    context: dict[str, Any] = {
        "survey": survey,
        "heard": voices.heard(survey),
        "cover": COVER,
        "by_element": [
            {
                "key": each.element,
                "name": names[each.element],
                "current": each.element == wanted,
                "n": each.n,
                "praise": each.praise,
                "complaints": each.complaints,
                "public": each.public,
            }
            for each in voices.by_element(survey)
        ],
        "element": names.get(wanted, ""),
        "element_key": wanted,
        "page": voices.public_voices(survey, wanted, int(before) if re.fullmatch(r"[0-9]{1,18}", before) else None),
    }
    return render(request, "satisfaction/figures/voices.html", context)
