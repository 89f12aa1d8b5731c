"""Published results for everybody: the latest one, and each of those before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries import figure_rows as rows
from pendopo.modules.satisfaction.queries import figures, tallies
from pendopo.modules.satisfaction.queries import surveys as queries
from pendopo.modules.satisfaction.queries.trend import trend
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.index import band_of
from pendopo.ui.caching import cacheable
from pendopo.ui.formats import number_text


@public_door
@require_safe
@cacheable(10)
def results(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the latest published result with the agency's trend, and list those before."""
    listed = list(queries.published_surveys(agency)[: limits.PAGE_ROWS])
    if not listed:
        return render(request, "satisfaction/figures/results.html", {"survey": None})
    return _page(request, agency, listed[0], listed[1:])


@public_door
@require_safe
@cacheable(10)
def published_result(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one published result. What is not published is not there."""
    listed = list(queries.published_surveys(agency)[: limits.PAGE_ROWS])
    survey = (
        next((each for each in listed if each.pk == pk), None)
        or queries.published_surveys(agency).filter(pk=pk).first()
    )
    if survey is None:
        raise Http404(_("Hasil survei ini tidak ada atau belum diumumkan."))
    return _page(request, agency, survey, [each for each in listed if each.pk != pk])


def _page(request: AgencyRequest, agency: Agency, survey: Survey, others: list[Survey]) -> HttpResponse:
    survey.agency = agency
    instrument = survey.instrument.definition
    found = figures.figure_of(instrument, tallies.of_survey(survey, everybody_only=True))
    band = band_of(instrument, survey.published_index) if survey.published_index is not None else None
    context: dict[str, Any] = {
        "survey": survey,
        "converted": number_text(survey.published_index),
        "grade": rows.grade_text(band),
        "tone": rows.tone_of(band),
        "result": found and rows.result_of(survey, found),
        # Answers that were removed on request after publishing change the tables, never what was published.
        "has_changed": found is None or (found.converted, found.n) != (survey.published_index, survey.published_n),
        "profiles": rows.profile_rows(figures.profiles(survey)),
        "trend": rows.trend_rows(trend(agency, survey.unit)),
        "others": others,
    }
    return render(request, "satisfaction/figures/results.html", context)
