"""Running a survey: the list, one survey with its progress, preparing, the sample, opening and closing."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.services.queries import active_services
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.forms.surveys import ArrangeForm, PrepareForm, SampleForm
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.permissions import ENTER, MANAGE, next_steps
from pendopo.modules.satisfaction.queries import figures, tallies
from pendopo.modules.satisfaction.queries import surveys as queries
from pendopo.modules.satisfaction.rules import limits, sample, traits
from pendopo.modules.satisfaction.rules.procedure import OPEN, PREPARED, PROCEDURE
from pendopo.ui.answers import SeeOther

PAGE_PARAM = "halaman"


def find_survey(agency: Agency, pk: UUID) -> Survey:
    """Return the survey; raise Http404 when the agency has none with this key."""
    found = queries.survey_for(agency, pk)
    if found is None:
        raise Http404(_("Survei ini tidak ada. Periksa daftar survei."))
    found.agency = agency
    return found


def pages_of(survey: Survey) -> CasePages:
    """Return what the step pages of a survey share."""
    slug = survey.agency.slug
    return CasePages(
        procedure=PROCEDURE,
        list_url=reverse("satisfaction:survey_list", args=[slug]),
        list_title=_("Survei kepuasan"),
        case_url=reverse("satisfaction:detail", args=[slug, survey.pk]),
    )


@require_safe
@staff_door("satisfaction.look")
def survey_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the surveys, the latest period first."""
    page = Paginator(queries.surveys(agency), limits.PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {"page": page, "page_param": PAGE_PARAM, "may_manage": may(request.actor, MANAGE)}
    return render(request, "satisfaction/surveys/list.html", context)


@require_safe
@staff_door("satisfaction.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one survey: how far its sample has come, service by service, and what can be done now."""
    survey = find_survey(agency, pk)
    by_service = tallies.by_service(survey, everybody_only=False)
    progress = figures.progress(survey, by_service)
    manages, enters = may(request.actor, MANAGE), may(request.actor, ENTER)
    context = {
        "survey": survey,
        "rows": [_row(asked, each) for asked, each in progress],
        "answered": sum(each.n for _asked, each in progress),
        "thin": [asked.service.name for asked, each in progress if each.is_thin],
        "by_channel": (
            figures.profiles(survey, tallies.together(by_service), is_public=False)[-1] if progress else None
        ),
        "steps": _steps(request.actor, survey),
        "may_plan": manages and survey.state in {PREPARED, OPEN},
        "may_arrange": manages and survey.state == PREPARED,
        "may_enter": enters and survey.is_collecting,
        "history": [{"move": move, "label": _(PROCEDURE.step(move.step).label)} for move in moves_of(survey)],
    }
    return render(request, "satisfaction/surveys/detail.html", context)


def _row(asked: Any, progress: sample.Progress) -> dict[str, Any]:
    labels = {name: label for key in traits.BY_KEY for name, label in traits.segments_of(key).items()}
    labels |= traits.segments_of(traits.CHANNEL)
    wanted = [{"label": _(labels[name]), "count": count} for name, count in progress.wanted.items()]
    return {"asked": asked, "progress": progress, "wanted": wanted}


def _steps(actor: Actor, survey: Survey) -> list[dict[str, Any]]:
    """Return the steps that move the survey and have a page."""
    found = []
    for step in next_steps(actor, survey):
        try:
            url = reverse(f"satisfaction:{step.name}", args=[survey.agency.slug, survey.pk])
        except NoReverseMatch:
            continue
        found.append({"label": _(step.label), "url": url})
    return found


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def prepare_survey(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Prepare a survey."""
    year = clock.today(agency.timezone).year
    given = (request.POST,) if request.method == "POST" else ()
    form = PrepareForm(
        *given,
        agency=agency,
        instruments=list(queries.instruments_for(agency)[: limits.PAGE_ROWS]),
        units=list(active_units(agency)[: limits.SERVICES_MAX]),
        services=list(active_services(agency)[: limits.SERVICES_MAX]),
        years=(year, year + 1, year - 1),
    )
    if request.method == "POST" and form.is_valid():
        try:
            survey = actions.prepare_survey(agency=agency, by=request.actor, **form.given)
        except NotAllowed as denied:
            form.add_error(None, _(denied.reason))
        else:
            messages.success(request, _("Survei disiapkan. Isi jumlah pengguna tiap layanan, lalu buka survei."))
            return SeeOther(reverse("satisfaction:detail", args=[agency.slug, survey.pk]))
    context = {"form": form, "has_services": bool(form.known)}
    return render(request, "satisfaction/surveys/prepare.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def arrange(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Change a survey before it opens."""
    survey = find_survey(agency, pk)
    asked = queries.asked_about(survey)
    services = list(active_services(agency)[: limits.SERVICES_MAX])

    def form(*given: Any) -> ArrangeForm:
        return ArrangeForm.of(survey, asked, *given[:1], services=services)

    def act(filled: ArrangeForm) -> str:
        actions.arrange(survey=survey, by=request.actor, services=filled.chosen, **filled.changes(survey))
        return _("Persiapan survei diubah.")

    return step_page(request, survey, pages_of(survey), StepPage("workflow/step.html", form, act, "arrange"))


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def plan_sample(request: AgencyRequest, agency: Agency, pk: UUID, service_pk: UUID) -> HttpResponse:
    """Say how many users a service has; the number of respondents wanted follows."""
    survey = find_survey(agency, pk)
    asked = queries.asked_for(survey, service_pk)
    if asked is None:
        raise Http404(_("Layanan ini tidak termasuk dalam survei."))
    asked.survey = survey

    def act(form: SampleForm) -> str:
        planned = actions.plan_sample(
            asked=asked,
            population=form.cleaned_data["population"],
            target=form.cleaned_data["target"] or 0,
            quotas=form.quotas,
            by=request.actor,
        )
        return _("Sasaran %(service)s: %(target)s responden.") % {
            "service": asked.service.name,
            "target": planned.target,
        }

    page = StepPage(
        "satisfaction/surveys/sample.html",
        partial(SampleForm, asked=asked),
        act,
        "plan_sample",
        extra={"asked": asked},
    )
    return step_page(request, survey, pages_of(survey), page)


def _nothing(*given: Any) -> PlainForm:
    return PlainForm(*given[:1])


def _move(step: str, act: Any, said: Any) -> Any:
    """Return the page of a step with nothing to type."""

    @require_http_methods(FORM_METHODS)
    @staff_door("satisfaction.manage")
    def view(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
        survey = find_survey(agency, pk)

        def done(_form: PlainForm) -> str:
            act(survey=survey, by=request.actor)
            return str(said())

        thin = (
            [asked.service.name for asked, each in figures.progress(survey) if each.is_thin] if step == "close" else []
        )
        page = StepPage("satisfaction/surveys/move.html", _nothing, done, step, extra={"thin": thin})
        return step_page(request, survey, pages_of(survey), page)

    return view


# fmt: off
open_survey = _move("open_survey", actions.open_survey, lambda: _("Survei dibuka. Jawaban dapat masuk sekarang."))
close = _move("close", actions.close, lambda: _("Survei ditutup."))
reopen = _move("reopen", actions.reopen, lambda: _("Survei dibuka lagi."))
# fmt: on
