"""Periods, what is due, lists of destruction with their certificates, and holds."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.privacy import forms
from pendopo.kernel.privacy.actions import destroying as destroy
from pendopo.kernel.privacy.actions import holding, settings
from pendopo.kernel.privacy.models import Destruction, Hold
from pendopo.kernel.privacy.permissions import may_step
from pendopo.kernel.privacy.queries import due, periods
from pendopo.kernel.privacy.queries.people import find_numbered
from pendopo.kernel.privacy.queries.processing import period_words
from pendopo.kernel.privacy.queries.remaining import plan_of_list
from pendopo.kernel.privacy.queries.requests import holds_of
from pendopo.kernel.privacy.registry import case_kind
from pendopo.kernel.privacy.rules import destroying, limits
from pendopo.kernel.privacy.rules.periods import PERIODS
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.ui.answers import SeeOther


def _list_url(agency: Agency) -> str:
    return reverse("privacy:retention", args=[agency.slug])


@require_safe
@staff_door("privacy.look")
def retention(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the periods, what would go today (a dry run), what is held, and the lists so far."""
    page = Paginator(due.lists(agency), limits.PAGE).get_page(request.GET.get("page"))
    context = {
        "periods": [(each, period_words(each)) for each in periods.kept_by(agency).values()],
        "forecast": due.forecast(agency),
        "holds": holds_of(agency),
        "page": page,
        "may_destroy": may(request.actor, "privacy.destroy"),
        "may_arrange": may(request.actor, "privacy.arrange"),
    }
    return render(request, "privacy/retention.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("privacy.arrange")
def choose_period(request: AgencyRequest, agency: Agency, period: str) -> HttpResponse:
    """Set how long something is kept, by a decree."""
    if period not in PERIODS:
        raise Http404(_("Masa simpan ini tidak ada."))
    now = periods.kept_by(agency)[period]

    def act(form: Any) -> tuple[str, str]:
        settings.choose_period(agency=agency, period=period, by=request.actor, **form.cleaned_data)
        return _("Masa simpan ditetapkan."), _list_url(agency)

    form = partial(forms.PeriodForm, initial={"days": now.days, "needs_approval": now.needs_approval})
    return form_page(
        request, "privacy/period.html", form, act, title=_(now.period.title), submit=_("Tetapkan"),
        back=(_("Masa simpan dan pemusnahan"), _list_url(agency)), kept=now,
        words=period_words(now), history=periods.history(agency, period),
    )  # fmt: skip


@require_POST
@staff_door("privacy.destroy")
def propose(request: AgencyRequest, agency: Agency, period: str, kind: str) -> HttpResponse:
    """Put what is due on a list."""
    found = case_kind(kind)
    if period not in PERIODS or found is None:
        raise Http404(_("Masa simpan ini tidak ada."))
    try:
        case = destroy.propose(agency=agency, kind=found, period=period, by=request.actor)
    except NotAllowed as refused:
        messages.error(request, _(refused.reason))
        return SeeOther(_list_url(agency))
    messages.success(request, _("Daftar %(number)s dibuat dan menunggu persetujuan.") % {"number": case.number})
    return SeeOther(_page_of(case))


def _page_of(case: Destruction) -> str:
    return reverse("privacy:destruction", args=[case.agency.slug, case.pk])


def _find(agency: Agency, pk: UUID) -> Destruction:
    found = due.list_for(agency, pk)
    if found is None:
        raise Http404(_("Daftar pemusnahan ini tidak ada."))
    found.agency = agency
    return found


@require_safe
@staff_door("privacy.look")
def destruction(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show a list: what, why, who agreed, and every case by number."""
    case = _find(agency, pk)
    kind, is_done = case_kind(case.kind), case.state == destroying.DONE
    page = Paginator(case.items.order_by("id"), limits.PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "period": PERIODS[case.period],
        "kind": kind.label if kind else case.kind,
        "page": page,
        "plan": plan_of_list(case),
        "done": is_done,
        "rows": [{"item": each, "state": _(destroying.ITEM_STATES[each.state])} for each in page],
        "history": [{"move": move, "step": destroying.PROCEDURE.step(move.step)} for move in moves_of(case)],
        "steps": [
            {"label": step.label, "url": reverse(f"privacy:{step.name}", args=[agency.slug, case.pk])}
            for step in destroying.PROCEDURE.steps_from(case.state)
            if request.actor.has(*step.actors) and may_step(request.actor, step, case)
        ],
    }  # fmt: skip
    return render(request, "privacy/destruction.html", context)


def _pages(request: AgencyRequest, case: Destruction) -> CasePages:
    return CasePages(
        extra={"plan": plan_of_list(case)} if case.state == destroying.PROPOSED else {},
        procedure=destroying.PROCEDURE,
        list_url=_list_url(case.agency),
        list_title=_("Masa simpan dan pemusnahan"),
        case_url=_page_of(case),
        verdict=lambda step: may_step(request.actor, step, case),
    )


@require_http_methods(FORM_METHODS)
@staff_door("privacy.destroy")
def approve(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Agree to a list."""
    case = _find(agency, pk)

    def act(_form: Any) -> str:
        destroy.approve(destruction=case, by=request.actor)
        return _("Disetujui. Pemusnahan berjalan di latar belakang; berita acaranya menyusul.")

    page = StepPage("privacy/approve.html", PlainForm, act, "approve")
    return step_page(request, case, _pages(request, case), page)


@require_http_methods(FORM_METHODS)
@staff_door("privacy.destroy")
def refuse(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Refuse a list."""
    case = _find(agency, pk)

    def act(form: Any) -> str:
        destroy.refuse(destruction=case, note=form.cleaned_data["note"], by=request.actor)
        return _("Ditolak. Tidak ada yang dimusnahkan.")

    page = StepPage("workflow/step.html", forms.RefuseForm, act, "refuse")
    return step_page(request, case, _pages(request, case), page)


@require_safe
@staff_door("privacy.look")
def certificate(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand out the certificate of a list that is done."""
    case = _find(agency, pk)
    if case.certificate is None:
        raise Http404(_("Berita acara ada setelah pemusnahan selesai."))
    return file_response(case.certificate)


@require_http_methods(FORM_METHODS)
@staff_door("privacy.destroy")
def hold(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Hold the data of a case for a proceeding."""

    def act(form: Any) -> tuple[str, str]:
        found = find_numbered(agency, form.cleaned_data["number"].upper())
        if found is None:
            raise NotAllowed(_("Tidak ada perkara dengan nomor ini."))
        holding.hold(
            agency=agency, subject_type=found.kind.subject_type, subject_id=found.case.pk,
            reason=form.cleaned_data["reason"], restricts=False, by=request.actor,
        )  # fmt: skip
        return _("Datanya ditahan dan tidak dimusnahkan."), _list_url(agency)

    return form_page(
        request, "privacy/form.html", forms.HoldForm, act, title=_("Tahan data perkara"), submit=_("Tahan"),
        back=(_("Masa simpan dan pemusnahan"), _list_url(agency)),
    )  # fmt: skip


@require_POST
@staff_door("privacy.destroy")
def lift(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """End a hold."""
    held = Hold.objects.for_agency(agency).filter(pk=pk).first()
    if held is None:
        raise Http404(_("Penahanan ini tidak ada."))
    held.agency = agency
    holding.lift(held=held, by=request.actor)
    messages.success(request, _("Penahanan diakhiri."))
    return SeeOther(_list_url(agency))
