"""Officers' pages of disputes: the list, one dispute, a page for every step, the dossier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import clocks_of
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.documents.letters import LetterFailed
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.modules.disputes import actions, forms, permissions, queries, rules
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.disputes.ports import ObjectionCard, objections
from pendopo.modules.disputes.reports import dossier as dossiers
from pendopo.ui.errors import error_response
from pendopo.ui.formats import file_size

_PAGE = 50


def _find(request: AgencyRequest, agency: Agency, pk: UUID) -> Dispute:
    found = queries.dispute_for(agency, pk)
    if found is None:
        raise Http404(_("Sengketa ini tidak ada. Periksa daftar sengketa."))
    return found


def _pages(request: AgencyRequest, dispute: Dispute) -> CasePages:
    return CasePages(
        procedure=rules.PROCEDURE,
        list_url=reverse("disputes:worklist", args=[dispute.agency.slug]),
        list_title=_("Sengketa"),
        case_url=actions.page_of(dispute),
        verdict=lambda step: permissions.may_step(request.actor, step, dispute),
    )


@require_safe
@staff_door("disputes.look")
def worklist(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show running disputes, or those that ended."""
    closed = request.GET.get("keadaan") == "selesai"
    page = Paginator(queries.worklist(agency, closed=closed), _PAGE).get_page(request.GET.get("page"))
    context = {
        "agency": agency,
        "actor": request.actor,
        "page": page,
        "closed": closed,
        "may_record": may(request.actor, "disputes.follow"),
    }
    return render(request, "disputes/worklist.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def record(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Record that a petition was filed about an objection."""
    given = {"objection": request.GET.get("keberatan", "")}
    form = forms.RecordForm(request.POST) if request.method == "POST" else forms.RecordForm(initial=given)
    if request.method == "POST" and form.is_valid():
        about = _numbered(agency, form.cleaned_data["objection"])
        if about is None:
            form.add_error("objection", _("Tidak ada keberatan dengan nomor ini. Periksa di register keberatan."))
        else:
            try:
                case = actions.record(
                    agency=agency,
                    about=about,
                    commission=form.cleaned_data["commission"],
                    petitioned_on=form.cleaned_data["petitioned_on"],
                    by=request.actor,
                )
            except NotAllowed as refused:
                form.add_error(None, _(refused.reason))
            else:
                response = HttpResponse(status=303)
                response["Location"] = actions.page_of(case)
                return response
    context = {"agency": agency, "actor": request.actor, "form": form}
    return render(request, "disputes/record.html", context, status=422 if form.errors else 200)


def _numbered(agency: Agency, number: str) -> ObjectionCard | None:
    key = objections.get().numbered(agency, number)
    return objections.get().card(agency, key) if key else None


@require_safe
@staff_door("disputes.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show a dispute: what is known, sessions, periods, history."""
    case = _find(request, agency, pk)
    about = objections.get().card(agency, case.objection_id)
    context = {
        "agency": agency,
        "actor": request.actor,
        "case": case,
        "about": about,
        "facts": _facts(case),
        "sessions": queries.sessions_of(case),
        "clocks": [
            {"title": _(rules.CLOCK_TITLES[each.label]), "clock": each}
            for each in clocks_of(agency, rules.SUBJECT_TYPE, [case.pk])
        ],
        "history": [{"move": move, "step": rules.PROCEDURE.step(move.step)} for move in moves_of(case)],
        "steps": [
            {"label": step.label, "url": reverse(f"disputes:{step.name}", args=[agency.slug, case.pk])}
            for step in permissions.next_steps(request.actor, case)
        ],
        "may_dossier": may(request.actor, "disputes.dossier"),
    }
    return render(request, "disputes/detail.html", context)


def _facts(case: Dispute) -> list[dict[str, Any]]:
    """Return what is known, as the rows of a summary list; what did not happen yet is left out."""
    worded = {
        _("Informasi yang disengketakan"): case.subject,
        _("Komisi Informasi"): case.commission,
        _("Diajukan pada"): case.petitioned_on,
        _("Nomor registrasi sengketa"): case.register_number,
        _("Terdaftar pada"): case.registered_on,
        _("Sepakat pada"): case.agreed_on,
        _("Uji konsekuensi diserahkan paling lambat"): case.test_ordered_until,
        _("Nomor putusan"): case.decision_number,
        _("Amar putusan"): _(rules.RESULTS[case.result]) if case.result else "",
        _("Diputus pada"): case.decided_on,
        _("Salinan putusan diterima"): case.decision_received_on,
        _("Pengadilan"): _(rules.COURTS[case.court]) if case.court else "",
        _("Nomor perkara"): case.court_number,
        _("Digugat pada"): case.sued_on,
        _("Sebab gugur"): _(rules.LAPSES[case.lapse]) if case.lapse else "",
        _("Selesai pada"): case.ended_on,
    }
    return [{"label": label, "value": value} for label, value in worded.items() if value]


def _step(
    request: AgencyRequest, agency: Agency, pk: UUID, step: str, form: Callable[..., Any], *, said: str
) -> HttpResponse:
    """Show or take a step whose form holds exactly what the action of the same name asks."""
    case = _find(request, agency, pk)

    def act(given: Any) -> str:
        getattr(actions, step)(dispute=case, by=request.actor, **given.cleaned_data)
        return said

    page = StepPage("workflow/step.html", form, act, step)
    return step_page(request, case, _pages(request, case), page)


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def register(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record the commission's registration."""
    return _step(request, agency, pk, "register", forms.RegisterForm, said=_("Registrasi dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def mediate(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record that mediation began."""
    return _step(request, agency, pk, "mediate", forms.MediateForm, said=_("Mediasi dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def agree(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record what was agreed."""
    return _step(request, agency, pk, "agree", forms.AgreeForm, said=_("Kesepakatan dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def adjudicate(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record that adjudication began."""
    return _step(request, agency, pk, "adjudicate", forms.AdjudicateForm, said=_("Ajudikasi dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def order_test(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record an order of a consequence test."""
    return _step(request, agency, pk, "order_test", forms.OrderTestForm, said=_("Perintah uji konsekuensi dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def decide(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record the commission's decision."""
    return _step(request, agency, pk, "decide", forms.DecideForm, said=_("Putusan dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def sue(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record a lawsuit."""
    return _step(request, agency, pk, "sue", forms.SueForm, said=_("Gugatan dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def end(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record that it is final."""
    return _step(request, agency, pk, "end", forms.EndForm, said=_("Akhir sengketa dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def lapse(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record that it lapsed."""
    return _step(request, agency, pk, "lapse", forms.LapseForm, said=_("Gugurnya sengketa dicatat."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def note(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Write a note."""
    return _step(request, agency, pk, "note", forms.NoteForm, said=_("Catatan tersimpan."))


@require_http_methods(FORM_METHODS)
@staff_door("disputes.follow")
def schedule(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record a session."""
    case = _find(request, agency, pk)

    def act(form: Any) -> str:
        given = form.cleaned_data
        starts_at = form.starts_at(agency.zone)
        actions.schedule(dispute=case, kind=given["kind"], starts_at=starts_at, place=given["place"], by=request.actor)
        return _("Jadwal sidang dicatat.")

    page = StepPage("workflow/step.html", forms.ScheduleForm, act, "schedule")
    return step_page(request, case, _pages(request, case), page)


@require_safe
@staff_door("disputes.dossier")
def dossier_pdf(request: AgencyRequest, agency: Agency, objection_pk: UUID) -> HttpResponseBase:
    """Send the dossier as one PDF."""
    return _dossier(request, agency, objection_pk, "pdf")


@require_safe
@staff_door("disputes.dossier")
def dossier_zip(request: AgencyRequest, agency: Agency, objection_pk: UUID) -> HttpResponseBase:
    """Send the dossier as ZIP with every file."""
    return _dossier(request, agency, objection_pk, "zip")


def _dossier(request: AgencyRequest, agency: Agency, objection_pk: UUID, file_format: str) -> HttpResponseBase:
    about = objections.get().card(agency, objection_pk)
    if about is None:
        raise Http404(_("Keberatan ini tidak ada. Periksa register keberatan."))
    try:
        dossier = dossiers.Dossier(agency, about, objections.get().papers(agency, objection_pk))
        made = dossiers.pdf(dossier) if file_format == "pdf" else dossiers.archive(dossier)
    except dossiers.DossierTooLarge as large:
        sentence = _("Berkas sengketa ini berukuran %(size)s, terlalu besar untuk disusun sekaligus.")
        return error_response(
            request,
            413,
            message=sentence % {"size": file_size(large.size)},
            remedy=_("Unduh berkasnya satu per satu dari halaman permohonan dan keberatan."),
        )
    except FileRefused as held:
        return error_response(
            request,
            409,
            message=_(held.template) % held.params,
            remedy=_("Berkas sengketa disusun setelah semua berkasnya bersih."),
        )
    except LetterFailed:
        return error_response(
            request,
            503,
            message=_("Berkas sengketa gagal disusun."),
            remedy=_("Coba lagi; bila tetap gagal, hubungi admin instansi."),
        )
    actions.note_dossier(
        agency=agency, objection_id=objection_pk, file_format=file_format, files=dossier.file_count, by=request.actor
    )
    kind = "application/pdf" if file_format == "pdf" else "application/zip"
    response: HttpResponseBase = (
        HttpResponse(made, content_type=kind) if isinstance(made, bytes) else FileResponse(made, content_type=kind)
    )
    return as_attachment(response, f"{dossier.name}.{file_format}")
