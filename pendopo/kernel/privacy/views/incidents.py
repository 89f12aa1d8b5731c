"""Incidents: recorded, described, the affected found and told, letters, the register."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.privacy import forms
from pendopo.kernel.privacy.actions import incidents as acting
from pendopo.kernel.privacy.actions.erasing import contact_of
from pendopo.kernel.privacy.models import Affected, Incident
from pendopo.kernel.privacy.queries import incidents as queries
from pendopo.kernel.privacy.registry import case_kind
from pendopo.kernel.privacy.reports import notices
from pendopo.kernel.privacy.rules import incidents, limits
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.letters import pdf_response
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.ui.errors import error_response


def _list(agency: Agency) -> tuple[str, str]:
    return _("Insiden data pribadi"), reverse("privacy:incident_list", args=[agency.slug])


@require_safe
@staff_door("privacy.look")
def incident_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the register of incidents."""
    page = Paginator(queries.incidents_of(agency), limits.PAGE).get_page(request.GET.get("page"))
    return render(
        request, "privacy/incident_list.html", {"page": page, "may_record": may(request.actor, "privacy.incidents")}
    )


@require_http_methods(FORM_METHODS)
@staff_door("privacy.incidents")
def record(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Record an incident; its hours begin."""

    def act(form: Any) -> tuple[str, str]:
        given = {name: form.cleaned_data[name] for name in ("title", "exposed", "cause")}
        made = acting.record(agency=agency, by=request.actor, **given, **form.instants(agency.zone))
        return _("Insiden %(number)s dicatat. Tenggatnya 3 × 24 jam sejak diketahui.") % {
            "number": made.number
        }, page_of(made)

    today = clock.today(agency.timezone)
    form = partial(forms.IncidentForm, initial={"known_on": today, "from_on": today, "until_on": today})
    title, back = _("Catat insiden"), _list(agency)
    return form_page(request, "privacy/form.html", form, act, title=title, submit=title, back=back)


def page_of(case: Incident) -> str:
    """Return the page of an incident."""
    return reverse("privacy:incident", args=[case.agency.slug, case.pk])


def _find(agency: Agency, pk: UUID) -> Incident:
    found = queries.incident_for(agency, pk)
    if found is None:
        raise Http404(_("Insiden ini tidak ada."))
    return found


@require_safe
@staff_door("privacy.look")
def incident(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show an incident: clock, description, who is affected by number, and what is left to do."""
    case = _find(agency, pk)
    affected = queries.affected_by(case)
    page = Paginator(affected, limits.PAGE).get_page(request.GET.get("page"))
    hours = int((case.due_at - clock.now()).total_seconds() // 3600)
    may_act = may(request.actor, "privacy.incidents")
    context = {
        "case": case,
        "hours": hours,
        "hours_late": -hours,
        "parts": notices.parts_of(case),
        "page": page,
        "total": page.paginator.count,
        "untold": affected.filter(told_at__isnull=True).count(),
        "history": [{"move": move, "step": incidents.PROCEDURE.step(move.step)} for move in moves_of(case)],
        "steps": [
            {"label": step.label, "url": reverse(f"privacy:{_NAMES[step.name]}", args=[agency.slug, case.pk])}
            for step in incidents.PROCEDURE.steps_from(case.state)
            if may_act and request.actor.has(*step.actors)
        ],
        "may_act": may_act,
    }
    return render(request, "privacy/incident.html", context)


_NAMES = {name: f"incident_{name}" for name in ("describe", "find", "tell", "report", "close")}


def _pages(case: Incident) -> CasePages:
    title, url = _list(case.agency)
    return CasePages(procedure=incidents.PROCEDURE, list_url=url, list_title=title, case_url=page_of(case))


@require_http_methods(FORM_METHODS)
@staff_door("privacy.incidents")
def incident_describe(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Bring the description up to date."""
    case = _find(agency, pk)
    initial = {name: getattr(case, name) for name in ("exposed", "cause", "handling", "disturbs_public")}

    def act(form: Any) -> str:
        acting.describe(incident=case, by=request.actor, **form.cleaned_data)
        return _("Uraian diperbarui.")

    def form(*given: Any) -> Any:
        return forms.DescribeForm(*given[:1]) if given else forms.DescribeForm(initial=initial)

    return step_page(request, case, _pages(case), StepPage("workflow/step.html", form, act, "describe"))


@require_http_methods(FORM_METHODS)
@staff_door("privacy.incidents")
def incident_find(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Find who is affected."""
    case = _find(agency, pk)

    def act(form: Any) -> str:
        count = acting.find(incident=case, way=form.cleaned_data["way"], by=request.actor, **form.asked())
        return _("%(n)s perkara ditambahkan.") % {"n": count}

    page = StepPage("workflow/step.html", partial(forms.FindForm, agency=agency), act, "find")
    return step_page(request, case, _pages(case), page)


@require_http_methods(FORM_METHODS)
@staff_door("privacy.incidents")
def incident_tell(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Write to everybody affected; those without an address are told by letter, which is noted here."""
    case = _find(agency, pk)
    subject, body = notices.mail(case)

    def act(_form: Any) -> str:
        if request.POST.get("surat"):
            return _("%(n)s perkara dicatat sudah disurati.") % {"n": acting.mark_told(incident=case, by=request.actor)}
        sent = acting.tell(incident=case, subject=subject, body=body, by=request.actor)
        return _("%(n)s surel masuk antrean.") % {"n": sent}

    extra = {
        "mail_subject": subject,
        "mail_body": body,
        "untold": queries.affected_by(case).filter(told_at__isnull=True).count(),
    }
    page = StepPage("privacy/tell.html", PlainForm, act, "tell", extra=extra)
    return step_page(request, case, _pages(case), page)


@require_http_methods(FORM_METHODS)
@staff_door("privacy.incidents")
def incident_report(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Note when the authority was told."""
    case = _find(agency, pk)

    def act(form: Any) -> str:
        acting.report(
            incident=case, authority=form.cleaned_data["authority"], told_at=form.instant(agency.zone), by=request.actor
        )
        return _("Laporan ke lembaga dicatat.")

    page = StepPage("workflow/step.html", forms.ReportForm, act, "report")
    return step_page(request, case, _pages(case), page)


@require_http_methods(FORM_METHODS)
@staff_door("privacy.incidents")
def incident_close(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Close an incident."""
    case = _find(agency, pk)

    def act(form: Any) -> str:
        acting.close(incident=case, note=form.cleaned_data["note"], by=request.actor)
        return _("Insiden ditutup.")

    page = StepPage("workflow/step.html", forms.NoteForm, act, "close")
    return step_page(request, case, _pages(case), page)


@require_safe
@staff_door("privacy.incidents")
def incident_letter(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Show the letter to the authority."""
    case = _find(agency, pk)
    return _letter(request, notices.to_authority(case, queries.affected_by(case).count()))


@require_safe
@staff_door("privacy.incidents")
def affected_letter(request: AgencyRequest, agency: Agency, pk: UUID, affected_pk: UUID) -> HttpResponseBase:
    """Show the letter to one of the affected, with name and address from their case."""
    case = _find(agency, pk)
    found: Affected | None = queries.affected_by(case).filter(pk=affected_pk).first()
    if found is None:
        raise Http404(_("Perkara ini tidak tercatat sebagai terdampak."))
    if not request.actor.sees_identity:
        return _letter(request, notices.to_subject(case, None))
    kind = case_kind(found.subject_type)
    rows = kind.model.objects.for_agency(agency).filter(pk=found.subject_id) if kind else None
    about = rows.select_related(kind.contact).first() if kind and rows is not None else None
    return _letter(request, notices.to_subject(case, contact_of(kind, about) if kind and about else None))


def _letter(request: AgencyRequest, paper: Any) -> HttpResponseBase:
    try:
        return pdf_response(paper)
    except NotAllowed as failed:
        return error_response(request, HTTPStatus.SERVICE_UNAVAILABLE, message=_(failed.reason))
