"""The follow-up plan of a survey: its lines from the weakest element on, and what became of the plan before."""

from __future__ import annotations

import re
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, not_allowed, step_page
from pendopo.modules.satisfaction.actions import follow_up as actions
from pendopo.modules.satisfaction.forms.follow_up import FinishForm, PlanForm
from pendopo.modules.satisfaction.models import FollowUp, Survey, Voice
from pendopo.modules.satisfaction.permissions import may_finish, may_plan
from pendopo.modules.satisfaction.queries import figures
from pendopo.modules.satisfaction.queries import follow_up as queries
from pendopo.modules.satisfaction.queries.figure_rows import grade_text
from pendopo.modules.satisfaction.queries.plan_rows import line_rows
from pendopo.modules.satisfaction.queries.voices import voice_for
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.procedure import PROCEDURE
from pendopo.modules.satisfaction.views.surveys import find_survey
from pendopo.ui.formats import number_text

VOICE = "suara"


def pages_of(survey: Survey) -> CasePages:
    """Return what the pages of a plan share: they lead back to the plan."""
    slug = survey.agency.slug
    return CasePages(
        procedure=PROCEDURE,
        list_url=reverse("satisfaction:detail", args=[slug, survey.pk]),
        list_title=survey.title,
        case_url=reverse("satisfaction:follow_up", args=[slug, survey.pk]),
    )


@require_safe
@staff_door("satisfaction.look")
def follow_up(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the plan: elements from the weakest on, lines with their standing, and the plan of the period before."""
    survey = find_survey(agency, pk)
    plan, found, before = queries.plan_of(survey), figures.figure(survey), queries.survey_before(survey)
    planned = {line.element for line in plan.lines if line.cancelled_at is None}
    may, definition = may_plan(request.actor, survey), survey.instrument.definition
    context: dict[str, Any] = {
        "survey": survey,
        "plan": plan,
        "percent": number_text(plan.percent),
        "lines": line_rows(survey, plan, request.actor),
        "may_plan": bool(may),
        "why_not": "" if may else _(may.reason),  # type: ignore[union-attr]
        "elements": [
            {
                "key": each.key,
                "name": _(definition.element(each.key).name),
                "converted": number_text(each.converted),
                "grade": grade_text(each.band),
                "is_planned": each.key in planned,
            }
            for each in (found.weakest_first if found else ())
        ],
    }
    if before is not None:
        old = queries.plan_of(before)
        context |= {
            "before": before,
            "old": old,
            "old_percent": number_text(old.percent),
            "old_lines": line_rows(before, old),
        }
    return render(request, "satisfaction/follow_up/plan.html", context)


def _refused(request: AgencyRequest, survey: Survey, verdict: Verdict) -> HttpResponse | None:
    if isinstance(verdict, Denied):
        return not_allowed(request, survey, pages_of(survey), verdict.reason)
    return None


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def plan(request: AgencyRequest, agency: Agency, pk: UUID, element: str) -> HttpResponse:
    """Add a line about one element."""
    survey = find_survey(agency, pk)
    if element not in survey.instrument.definition.keys:
        raise Http404(_("Unsur ini tidak ada dalam instrumen survei."))
    if refused := _refused(request, survey, may_plan(request.actor, survey)):
        return refused
    year = clock.today(agency.timezone).year
    chosen: dict[str, Any] = {
        "years": (year, year + 1, year + 2),
        "people": list(queries.possible_owners(agency)[: limits.SERVICES_MAX]),
        "units": list(active_units(agency)[: limits.SERVICES_MAX]),
    }

    voice = _voice(request, survey)

    def act(form: PlanForm) -> str:
        actions.plan(survey=survey, element=element, by=request.actor, voice=voice, **form.given)
        return _("Kegiatan masuk rencana tindak lanjut.")

    name = _(survey.instrument.definition.element(element).name)
    page = StepPage(
        "satisfaction/follow_up/add.html",
        partial(PlanForm, **chosen),
        act,
        extra={"element": name, "voice": voice},
    )
    return step_page(request, survey, pages_of(survey), page)


def _voice(request: AgencyRequest, survey: Survey) -> Voice | None:
    """Return the comment that becomes a line of the plan, if the address names one; raise Http404 for another survey's."""
    asked = request.GET.get(VOICE, "")
    if not asked:
        return None
    found = voice_for(survey.agency, int(asked)) if re.fullmatch(r"\d{1,18}", asked, re.ASCII) else None
    if found is None or found.survey_id != survey.pk:
        raise Http404(_("Suara ini tidak ada. Periksa daftar suara responden."))
    return found


def _find(agency: Agency, pk: UUID) -> FollowUp:
    found = queries.line_for(agency, pk)
    if found is None:
        raise Http404(_("Kegiatan ini tidak ada. Periksa rencana tindak lanjut."))
    found.agency = found.survey.agency = agency
    return found


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.look")
def finish(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Report a line as done, with a proof."""
    line = _find(agency, pk)
    if refused := _refused(request, line.survey, may_finish(request.actor, line)):
        return refused

    def act(form: FinishForm) -> str:
        cleaned = form.cleaned_data
        actions.finish(line=line, note=cleaned["note"], proof=cleaned["proof"], by=request.actor)
        return _("Kegiatan dicatat selesai.")

    page = StepPage("satisfaction/follow_up/finish.html", FinishForm, act, extra={"line": line})
    return step_page(request, line.survey, pages_of(line.survey), page)


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def cancel(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Drop a line; it stays in the plan, marked."""
    line = _find(agency, pk)

    def act(_form: PlainForm) -> str:
        actions.cancel(line=line, by=request.actor)
        return _("Kegiatan dibatalkan.")

    page = StepPage("satisfaction/follow_up/cancel.html", PlainForm, act, extra={"line": line})
    return step_page(request, line.survey, pages_of(line.survey), page)


@require_safe
@staff_door("satisfaction.look")
def proof(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Send the proof of a line."""
    line = _find(agency, pk)
    if line.proof is None or line.proof.removed_at is not None:
        raise Http404(_("Kegiatan ini tidak mempunyai berkas bukti."))
    return file_response(line.proof)
