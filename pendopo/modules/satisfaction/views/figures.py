"""Figures for officers: of one survey, and of the agency over periods, units and services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage, step_page
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.permissions import PUBLISH
from pendopo.modules.satisfaction.queries import comparison, figures, tallies
from pendopo.modules.satisfaction.queries import figure_rows as rows
from pendopo.modules.satisfaction.queries import surveys as queries
from pendopo.modules.satisfaction.queries.trend import trend
from pendopo.modules.satisfaction.rules import limits, procedure, traits
from pendopo.modules.satisfaction.rules.traits import CHANNEL
from pendopo.modules.satisfaction.views.surveys import find_survey, pages_of
from pendopo.ui.formats import number_text

GROUP = "kelompok"


def _groups() -> dict[str, str]:
    return {trait.key: trait.label for trait in traits.TRAITS} | {CHANNEL: "Cara pengisian"}


@require_safe
@staff_door("satisfaction.look")
def survey_figures(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show index, elements, shares, services and segments of one survey. Small segments are hidden from officers too."""
    survey = find_survey(agency, pk)
    by_service = tallies.by_service(survey, everybody_only=False)
    whole = tallies.together(by_service)
    found = figures.figure_of(survey.instrument.definition, whole)
    groups = _groups()
    group = request.GET.get(GROUP, "")
    group = group if group in groups else traits.TRAITS[0].key
    context: dict[str, Any] = {"survey": survey, "result": found and rows.result_of(survey, found)}
    if found is not None:
        context |= {
            "services": [
                {
                    "asked": asked,
                    "n": each.n if each else 0,
                    "converted": number_text(each.converted) if each else "–",
                    "grade": rows.grade_text(each.band) if each else "–",
                }
                for asked, each in figures.figures_by_service(survey, by_service)
            ],
            "thin": [asked.service.name for asked, each in figures.progress(survey, by_service) if each.is_thin],
            "profiles": rows.profile_rows(figures.profiles(survey, whole)),
            "segments": rows.segment_rows(figures.segments(survey, group, whole)),
            "group_label": _(groups[group]),
            "groups": [
                {"label": _(label), "url": f"?{GROUP}={key}#kelompok", "current": key == group}
                for key, label in groups.items()
            ],
            "trend": rows.trend_rows(trend(agency, survey.unit, is_public=False)),
        }
    return render(request, "satisfaction/figures/survey.html", context)


@require_safe
@staff_door("satisfaction.look")
def like_services(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show each service of a survey beside the median of its like in other agencies; a few are told as too few."""
    survey = find_survey(agency, pk)
    found = figures.figures_by_service(survey)
    asked = (agency, [each.service for each, _figure in found], survey.period, survey.instrument.key)
    everywhere = comparison.like_services(*asked)
    near = comparison.like_services(*asked, within=comparison.agency_tree(agency.parent or agency))
    context = {
        "survey": survey,
        "least": limits.LIKE_SERVICES,
        "rows": [
            {
                "name": each.service.name,
                "has_kind": bool(each.service.kind),
                "n": own.n if own else 0,
                "converted": number_text(own.converted) if own else "–",
                "likened": [
                    {
                        "found": like,
                        "median": rows.dash_text(like.median),
                        "gap": rows.signed_text(own.converted - like.median)
                        if own and like.median is not None
                        else "–",
                    }
                    for like in (everywhere[each.service_id], near[each.service_id])
                ],
            }
            for each, own in found
        ],
    }
    return render(request, "satisfaction/figures/like_services.html", context)


@require_safe
@staff_door("satisfaction.look")
def agency_figures(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the agency's index over its periods, and its units side by side in the last one."""
    points = trend(agency, is_public=False)
    ended = queries.surveys(agency, states=(procedure.CLOSED, procedure.PUBLISHED))
    last = ended.first()
    units = comparison.compare_units(agency, last.period, last.instrument.key) if last else []
    context = {
        "trend": rows.trend_rows(points),
        "last": last,
        "units": [
            {
                "rank": unit.rank,
                "name": unit.unit_name or unit.agency_name,
                "agency": unit.agency_name if unit.unit_name and unit.agency_id != agency.pk else "",
                "n": unit.n,
                "converted": number_text(unit.converted),
                "grade": rows.grade_text(unit.band),
            }
            for unit in units
        ],
        "may_publish": may(request.actor, PUBLISH),
    }
    return render(request, "satisfaction/figures/agency.html", context)


def _nothing(*given: Any) -> PlainForm:
    return PlainForm(*given[:1])


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.publish")
def publish(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Publish a closed survey: what becomes public is shown first, a thin sample is said."""
    survey = find_survey(agency, pk)
    found = figures.figure(survey)
    thin = [asked.service.name for asked, each in figures.progress(survey) if each.is_thin]

    def done(_form: PlainForm) -> str:
        actions.publish(survey=survey, by=request.actor)
        return _("Hasil survei diumumkan dan dapat dibaca setiap orang.")

    extra = {
        "result": found and rows.result_of(survey, found),
        "thin": thin,
        "public_url": reverse("satisfaction:results", args=[agency.slug]),
    }
    page = StepPage("satisfaction/figures/publish.html", _nothing, done, "publish", extra=extra)
    return step_page(request, survey, pages_of(survey), page)
