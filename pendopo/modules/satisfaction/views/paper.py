"""Paper: bundles, typing them in by keyboard, typing a sample again, settling what differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS, not_allowed
from pendopo.modules.satisfaction.actions import BadAnswer, paper
from pendopo.modules.satisfaction.forms.answering import AnswerForm, initial_of
from pendopo.modules.satisfaction.forms.paper import BatchForm
from pendopo.modules.satisfaction.models import PaperBatch, PaperSheet, Survey, SurveyedService
from pendopo.modules.satisfaction.permissions import MANAGE
from pendopo.modules.satisfaction.queries import inviting, surveys
from pendopo.modules.satisfaction.queries import paper as queries
from pendopo.modules.satisfaction.rules import limits, traits
from pendopo.modules.satisfaction.views.surveys import PAGE_PARAM, find_survey, pages_of
from pendopo.ui.answers import SeeOther


def _address(name: str, survey: Survey, *more: Any) -> str:
    return reverse(f"satisfaction:{name}", args=[survey.agency.slug, survey.pk, *more])


def _find(agency: Agency, pk: UUID, batch_pk: UUID) -> tuple[Survey, PaperBatch, SurveyedService]:
    survey = find_survey(agency, pk)
    batch = queries.batch_for(agency, survey, batch_pk)
    asked = inviting.asked_by(agency, survey.pk, batch.service_id) if batch else None
    if batch is None or asked is None:
        raise Http404(_("Berkas kuesioner ini tidak ada pada survei ini."))
    batch.survey = asked.survey = survey
    return survey, batch, asked


@require_safe
@staff_door("satisfaction.enter")
def batch_list(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """List the bundles of a survey."""
    survey = find_survey(agency, pk)
    page = Paginator(queries.batches_of(survey), limits.PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {"survey": survey, "page": page, "page_param": PAGE_PARAM}
    return render(request, "satisfaction/paper/list.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.enter")
def begin_batch(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Begin a bundle; its number is then written on the paper."""
    survey = find_survey(agency, pk)
    given = (request.POST,) if request.method == "POST" else ()
    form = BatchForm(*given, asked=surveys.asked_about(survey))
    if request.method == "POST" and form.is_valid():
        try:
            batch = paper.begin_batch(
                survey=survey, asked=form.chosen, sheets=form.cleaned_data["sheets"], by=request.actor
            )
        except NotAllowed as denied:
            return not_allowed(request, survey, pages_of(survey), denied.reason, status=409)
        said = _("Tulis nomor %(number)s pada berkas, dan nomori lembarnya 1 sampai %(sheets)s.")
        messages.success(request, said % {"number": batch.control_number, "sheets": batch.sheets})
        return SeeOther(_address("enter_sheet", survey, batch.pk, 1))
    context = {"survey": survey, "form": form}
    return render(request, "satisfaction/paper/begin.html", context, status=422 if form.errors else 200)


@require_safe
@staff_door("satisfaction.enter")
def batch(request: AgencyRequest, agency: Agency, pk: UUID, batch_pk: UUID) -> HttpResponse:
    """Show how far a bundle has come."""
    survey, found, _asked = _find(agency, pk, batch_pk)
    context = {
        "survey": survey,
        "batch": found,
        "progress": queries.progress_of(found),
        "may_settle": may(request.actor, MANAGE),
    }
    return render(request, "satisfaction/paper/batch.html", context)


def _form(request: AgencyRequest, asked: SurveyedService, **more: Any) -> AnswerForm:
    given = (request.POST,) if request.method == "POST" else ()
    return AnswerForm(*given, asked=[asked], may_skip=True, **more)


def _sheet_page(
    request: AgencyRequest,
    batch: PaperBatch,
    position: int,
    form: AnswerForm,
    take: Callable[[], str],
    **extra: Any,
) -> HttpResponse:
    """Show a sheet, or let `take` have what was typed: it returns the address to go on to."""
    survey = batch.survey
    if request.method == "POST" and form.is_valid():
        try:
            return SeeOther(take())
        except BadAnswer as bad:
            form.add_error(f"u_{bad.field}" if f"u_{bad.field}" in form.fields else None, _(bad.reason))
        except NotAllowed as denied:
            return not_allowed(request, survey, pages_of(survey), denied.reason, status=409)
    context = {"survey": survey, "batch": batch, "position": position, "form": form, **extra}
    return render(request, "satisfaction/paper/sheet.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.enter")
def enter_sheet(request: AgencyRequest, agency: Agency, pk: UUID, batch_pk: UUID, position: int) -> HttpResponse:
    """Type one sheet in, and go on to the next."""
    survey, found, asked = _find(agency, pk, batch_pk)
    _expect_place(found, position)
    if queries.sheet_for(found, position) is not None and request.method != "POST":
        messages.info(request, _("Lembar %(position)s sudah diketik.") % {"position": position})
        return SeeOther(_address("batch", survey, found.pk))
    form = _form(request, asked)

    def take() -> str:
        paper.enter_sheet(
            batch=found,
            asked=asked,
            position=position,
            values=form.values,
            told=form.told,
            comment=form.cleaned_data["comment"],
            by=request.actor,
        )
        return _next(request, survey, found, position)

    return _sheet_page(request, found, position, form, take, mode="enter")


def _next(request: AgencyRequest, survey: Survey, batch: PaperBatch, position: int) -> str:
    progress = queries.progress_of(batch)
    ahead = [place for place in progress.missing if place > position]
    if ahead or progress.missing:
        messages.success(request, _("Lembar %(position)s tersimpan.") % {"position": position})
        return _address("enter_sheet", survey, batch.pk, (ahead or progress.missing)[0])
    messages.success(request, _("Semua lembar sudah diketik. Sekarang ketik ulang contohnya."))
    return _address("batch", survey, batch.pk)


def _expect_place(batch: PaperBatch, position: int) -> None:
    if not 1 <= position <= batch.sheets:
        raise Http404(_("Lembar ini tidak ada dalam berkas."))


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.enter")
def check_sheet(request: AgencyRequest, agency: Agency, pk: UUID, batch_pk: UUID, position: int) -> HttpResponse:
    """Type one sheet of the sample again, without seeing what was typed first."""
    survey, found, asked = _find(agency, pk, batch_pk)
    _expect_place(found, position)
    form = _form(request, asked)

    def take() -> str:
        sheet = paper.check_sheet(
            batch=found, survey=survey, position=position, values=form.values, told=form.told, by=request.actor
        )
        if sheet.differs:
            messages.warning(request, _("Lembar %(position)s berbeda dari ketikan pertama.") % {"position": position})
        else:
            messages.success(request, _("Lembar %(position)s sama.") % {"position": position})
        left = queries.progress_of(found).to_check
        name, more = ("check_sheet", [left[0]]) if left else ("batch", [])
        return _address(name, survey, found.pk, *more)

    return _sheet_page(request, found, position, form, take, mode="check")


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def settle_sheet(request: AgencyRequest, agency: Agency, pk: UUID, batch_pk: UUID, position: int) -> HttpResponse:
    """Look at the paper and decide which of the two readings is right."""
    survey, found, asked = _find(agency, pk, batch_pk)
    sheet = queries.sheet_for(found, position)
    if sheet is None or not sheet.differs:
        return not_allowed(request, survey, pages_of(survey), "Perbedaan ini sudah diselesaikan.", status=409)
    sheet.batch = found
    keys = survey.instrument.definition.keys
    initial = initial_of(sheet.answer.values(keys), sheet.answer.told)
    form = _form(request, asked, initial=initial)

    def take() -> str:
        paper.settle_sheet(sheet=sheet, survey=survey, values=form.values, told=form.told, by=request.actor)
        messages.success(request, _("Perbedaan diselesaikan."))
        return _address("batch", survey, found.pk)

    differences = _differences(survey, sheet, form)
    return _sheet_page(request, found, position, form, take, mode="settle", sheet=sheet, differences=differences)


def _differences(survey: Survey, sheet: PaperSheet, form: AnswerForm) -> list[dict[str, str]]:
    """Return what was read first and second, for what differs."""
    keys = survey.instrument.definition.keys
    rows = []
    for key, first, second in zip(keys, sheet.answer.marks, sheet.second["marks"], strict=True):
        if first != second:
            rows.append({"label": form.fields[f"u_{key}"].label, "first": first, "second": second})
    before, after = sheet.answer.told, traits.told(sheet.second["traits"])
    for trait in traits.TRAITS:
        names = {name: _(label) for name, label in trait.values.values()}
        one, two = before.get(trait.key, ""), after.get(trait.key, "")
        if one != two:
            rows.append({"label": _(trait.label), "first": names.get(one, "–"), "second": names.get(two, "–")})
    return rows
