"""The own request: reading it, downloading, completing, withdrawing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import calendar_book, clocks_of
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.documents.queries import documents_of
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.signing.queries import signatures_of
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.tracking.actions import files_type, keep_files
from pendopo.kernel.tracking.answers import file_rows, keeps_input
from pendopo.kernel.tracking.registry import panels_of
from pendopo.kernel.tracking.rules import TRACKING_MINUTES
from pendopo.kernel.tracking.views import closed, opened, stay
from pendopo.kernel.workflow.actions import NotAllowed, WrongState, check
from pendopo.kernel.workflow.queries import moves_of
from pendopo.modules.information import ports
from pendopo.modules.information.actions import withdraw
from pendopo.modules.information.actions.draft_files import repair_with_files
from pendopo.modules.information.forms.citizen_own import OwnRepairForm, OwnWithdrawForm
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.own import issued_notice, named_files, own_files
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.rules.request import SUBJECT_TYPE
from pendopo.modules.information.views.citizen import case_page, summaries
from pendopo.modules.information.views.citizen.answers import address, personal, see_other


def opened_inquiry(request: AgencyRequest, agency: Agency) -> Inquiry | None:
    """Return the request that this browser has open, None without one."""
    return cast("Inquiry | None", opened(request, agency, SUBJECT_TYPE))


def _changed(request: AgencyRequest, inquiry: Inquiry, said: WrongState | NotAllowed) -> HttpResponse:
    """Say that the step cannot be taken any more, and in which state the request is now."""
    case = said.case if isinstance(said, WrongState) else inquiry
    last = said.last if isinstance(said, WrongState) else None
    context = {"inquiry": case, "since": last.at if last else case.state_since_at}
    return personal(request, "own_changed", context, status=HTTPStatus.CONFLICT)


@keeps_input
@public_door
@require_safe
def own(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show the own request; every visit keeps it open for another half hour."""
    inquiry = opened_inquiry(request, agency)
    if inquiry is None:
        return closed(request, agency)
    promised = case_page.prospect(
        inquiry, clocks_of(agency, SUBJECT_TYPE, [inquiry.pk]), calendar_book().calendar(agency)
    )
    notice, period = issued_notice(inquiry), inquiry.period("notice")
    context = {
        "inquiry": inquiry,
        "status": case_page.status_label(inquiry),
        "promised": promised,
        # Only of the general period do we know both readings with their sources.
        "days": period.n if period.code == "notice" else None,
        "minutes": TRACKING_MINUTES,
        "steps": case_page.timeline(inquiry, list(moves_of(inquiry)), promised),
        "asked": summaries.asked(inquiry),
        "notice": notice,
        "notice_rows": summaries.notice_rows(notice) if notice else [],
        "files": _file_rows(agency, inquiry),
        "withheld": case_page.withheld(inquiry),
        "extension": case_page.extension_rows(inquiry),
        "missing": case_page.missing_items(inquiry),
        "objection_url": ports.objections.get().begin_url(agency),
        "panels": [] if inquiry.is_open else panels_of(inquiry),
    }
    response = personal(request, "own", context)
    stay(response, agency, inquiry)
    return response


def _file_rows(agency: Agency, inquiry: Inquiry) -> list[dict[str, Any]]:
    """Return the files to download, each letter with its signature, and the letters that still wait for one."""
    signatures = signatures_of(agency, SUBJECT_TYPE, inquiry.pk)
    return file_rows(named_files(inquiry), signatures, lambda key: address("own_file", agency, key))


@public_door
@require_safe
def own_file(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand out one file of the own request, if it may be read now."""
    inquiry = opened_inquiry(request, agency)
    if inquiry is None:
        return closed(request, agency)
    document = next((found for found in own_files(inquiry) if found.pk == pk), None)
    if document is None:
        raise Http404(_("Berkas ini tidak ada, atau belum dapat diunduh. Buka halaman lacak untuk melihat keadaannya."))
    return file_response(document)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def own_repair(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Complete the request with what was missing."""
    inquiry = opened_inquiry(request, agency)
    if inquiry is None:
        return closed(request, agency)
    try:
        check(inquiry, PROCEDURE, "repair", by=request.actor)
        if request.method != "POST":
            return _show_repair(request, inquiry, _repair_form(inquiry))
        form = _repair_form(inquiry, request.POST, request.FILES)
        if not form.is_valid():
            return _keep_and_show(request, inquiry, form)
        _complete(request, inquiry, form)
    except (WrongState, NotAllowed) as said:
        return _changed(request, inquiry, said)
    except FileRefused as refused:
        form.add_error("files", _(refused.template) % refused.params)
        return _show_repair(request, inquiry, form, status=422)
    messages.success(request, _("Terima kasih. Permohonan Anda sudah dilengkapi dan diperiksa kembali."))
    return see_other("own", agency)


def _complete(request: AgencyRequest, inquiry: Inquiry, form: OwnRepairForm) -> None:
    repair_with_files(
        inquiry=inquiry,
        addition=form.cleaned_data["addition"],
        purpose=form.cleaned_data.get("purpose", ""),
        changes=form.changes(),
        uploads=form.cleaned_data.get("files", []),
        by=request.actor,
    )


def _repair_form(inquiry: Inquiry, *bound: Any) -> OwnRepairForm:
    kept = documents_of(inquiry.agency, files_type(SUBJECT_TYPE), [inquiry.pk])[inquiry.pk]
    return OwnRepairForm(*bound, items=inquiry.repair_items, contact=inquiry.contact, kept=kept)


def _keep_and_show(request: AgencyRequest, inquiry: Inquiry, form: OwnRepairForm) -> HttpResponse:
    """Keep the good files of a form that has to be shown again."""
    uploads = form.accepted_files()
    form.kept += keep_files(
        agency=inquiry.agency, kind=SUBJECT_TYPE, holder=inquiry.pk, uploads=uploads, by=request.actor
    )
    return _show_repair(request, inquiry, form, status=422)


def _show_repair(request: AgencyRequest, inquiry: Inquiry, form: OwnRepairForm, *, status: int = 200) -> HttpResponse:
    clocks = clocks_of(inquiry.agency, SUBJECT_TYPE, [inquiry.pk])
    due_on = next((found.due_on for found in clocks if found.label == procedure.CLOCK_FIX and found.is_open), None)
    context = {
        "inquiry": inquiry,
        "form": form,
        "due_on": due_on,
        "missing": case_page.missing_items(inquiry),
        "back": address("own", inquiry.agency),
    }
    return personal(request, "own_repair", context, status=status)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def own_withdraw(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask whether the request is really to end, and end it."""
    inquiry = opened_inquiry(request, agency)
    if inquiry is None:
        return closed(request, agency)
    form = OwnWithdrawForm(request.POST) if request.method == "POST" else OwnWithdrawForm()
    try:
        check(inquiry, PROCEDURE, "withdraw", by=request.actor)
        if not form.is_bound or not form.is_valid():
            context = {"inquiry": inquiry, "form": form, "back": address("own", agency)}
            return personal(request, "own_withdraw", context, status=422 if form.is_bound else 200)
        withdraw(inquiry=inquiry, reason=form.cleaned_data["reason"], by=request.actor)
    except (WrongState, NotAllowed) as said:
        return _changed(request, inquiry, said)
    messages.success(request, _("Permohonan Anda sudah dicabut."))
    return see_other("own", agency)
