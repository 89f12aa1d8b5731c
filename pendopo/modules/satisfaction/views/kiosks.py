"""Screens at counters, for those who set them up: list, make, code, another survey, revoke."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS, not_allowed
from pendopo.modules.satisfaction.actions import kiosks as actions
from pendopo.modules.satisfaction.forms.kiosks import KioskForm
from pendopo.modules.satisfaction.models import Kiosk, Survey
from pendopo.modules.satisfaction.queries import surveys
from pendopo.modules.satisfaction.queries.kiosks import kiosk_for, kiosks_of
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.views.surveys import find_survey, pages_of
from pendopo.ui.answers import SeeOther


def _find(agency: Agency, survey: Survey, pk: UUID) -> Kiosk:
    found = kiosk_for(agency, pk)
    if found is None or found.survey_id != survey.pk:
        raise Http404(_("Layar ini tidak ada pada survei ini."))
    found.agency, found.survey = agency, survey
    return found


def _list(survey: Survey) -> str:
    return reverse("satisfaction:kiosk_list", args=[survey.agency.slug, survey.pk])


@require_safe
@staff_door("satisfaction.enter")
def kiosk_list(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """List the screens of a survey."""
    survey = find_survey(agency, pk)
    context = {"survey": survey, "kiosks": kiosks_of(survey)}
    return render(request, "satisfaction/kiosks/list.html", context)


def _code(request: AgencyRequest, survey: Survey, kiosk: Kiosk, code: str) -> HttpResponse:
    """Show a code once: it is kept nowhere in words."""
    half = limits.PAIRING_LENGTH // 2
    context = {
        "survey": survey,
        "kiosk": kiosk,
        "code": f"{code[:half]}-{code[half:]}",
        "minutes": limits.PAIRING_MINUTES,
        "address": request.build_absolute_uri(reverse("satisfaction:pair_kiosk", args=[survey.agency.slug])),
    }
    return render(request, "satisfaction/kiosks/code.html", context)


def _form(request: AgencyRequest, survey: Survey, **options: Any) -> KioskForm:
    given = (request.POST,) if request.method == "POST" else ()
    return KioskForm(*given, asked=surveys.asked_about(survey), **options)


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.enter")
def make_kiosk(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Make a screen, and show its code."""
    survey = find_survey(agency, pk)
    form = _form(request, survey)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            made, code = actions.make_kiosk(
                survey=survey, name=cleaned["name"], service=form.chosen, layout=cleaned["layout"], by=request.actor
            )
        except NotAllowed as denied:
            form.add_error(None, _(denied.reason))
        else:
            return _code(request, survey, made, code)
    context = {"survey": survey, "form": form}
    return render(request, "satisfaction/kiosks/make.html", context, status=422 if form.errors else 200)


@require_POST
@staff_door("satisfaction.enter")
def renew_code(request: AgencyRequest, agency: Agency, pk: UUID, kiosk_pk: UUID) -> HttpResponse:
    """Make another code for a screen, for example because its device was replaced."""
    survey = find_survey(agency, pk)
    kiosk = _find(agency, survey, kiosk_pk)
    try:
        code = actions.renew_code(kiosk=kiosk, by=request.actor)
    except NotAllowed as denied:
        return not_allowed(request, survey, pages_of(survey), denied.reason, status=409)
    return _code(request, survey, kiosk, code)


@require_POST
@staff_door("satisfaction.enter")
def revoke_kiosk(request: AgencyRequest, agency: Agency, pk: UUID, kiosk_pk: UUID) -> HttpResponse:
    """Take a screen out of use."""
    survey = find_survey(agency, pk)
    kiosk = _find(agency, survey, kiosk_pk)
    try:
        actions.revoke_kiosk(kiosk=kiosk, by=request.actor)
    except NotAllowed as denied:
        return not_allowed(request, survey, pages_of(survey), denied.reason, status=409)
    messages.success(request, _("Layar %(name)s dicabut.") % {"name": kiosk.name})
    return SeeOther(_list(survey))


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.enter")
def point_kiosk(request: AgencyRequest, agency: Agency, pk: UUID, kiosk_pk: UUID) -> HttpResponse:
    """Let a screen of an older survey, or of this one, ask for this survey from now on."""
    survey = find_survey(agency, pk)
    kiosk = kiosk_for(agency, kiosk_pk)
    if kiosk is None:
        raise Http404(_("Layar ini tidak ada."))
    initial = {"name": kiosk.name, "service": str(kiosk.service_id or ""), "layout": kiosk.layout}
    form = _form(request, survey, initial=initial)
    form.fields["name"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            actions.point_kiosk(
                kiosk=kiosk, survey=survey, service=form.chosen, layout=form.cleaned_data["layout"], by=request.actor
            )
        except NotAllowed as denied:
            return not_allowed(request, survey, pages_of(survey), denied.reason, status=409)
        messages.success(request, _("Layar %(name)s kini menanyakan survei ini.") % {"name": kiosk.name})
        return SeeOther(_list(survey))
    context = {"survey": survey, "form": form, "kiosk": kiosk}
    return render(request, "satisfaction/kiosks/make.html", context, status=422 if form.errors else 200)
