"""Steps of the desk before and beside the answer: completeness, repair, closing, withdrawal, a new code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.views.letters import rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage
from pendopo.modules.information import actions
from pendopo.modules.information.forms import officers_steps as forms
from pendopo.modules.information.queries import letters
from pendopo.modules.information.rules.request import REPAIR_ITEMS
from pendopo.modules.information.views.officers.codes import remember_code, remember_nik
from pendopo.modules.information.views.officers.steps import find_case, step_page


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def declare_complete(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Declare the request complete."""
    inquiry = find_case(request, agency, pk)

    def act(_form: Any) -> str:
        actions.declare_complete(inquiry=inquiry, by=request.actor)
        return _("Permohonan dinyatakan lengkap. Tenggat pemberitahuan tertulis mulai dihitung.")

    return step_page(request, inquiry, StepPage("declare_complete", PlainForm, act, "declare_complete"))


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def declare_incomplete(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Ask the requester to complete the request, with a letter."""
    inquiry = find_case(request, agency, pk)

    def act(form: Any) -> str:
        items, note = form.cleaned_data["items"], form.cleaned_data["note"]
        letter = rendered(letters.completion_letter(inquiry, items=items, note=note, by=request.actor))
        actions.declare_incomplete(inquiry=inquiry, items=items, note=note, by=request.actor, letter=letter)
        return _("Pemohon diminta melengkapi permohonan. Surat permintaan tersimpan pada berkas.")

    return step_page(
        request, inquiry, StepPage("declare_incomplete", forms.DeclareIncompleteForm, act, "declare_incomplete")
    )


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def staff_repair(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Complete the request with what the requester brought to the desk."""
    inquiry = find_case(request, agency, pk)

    def form(*given: Any) -> forms.StaffRepairForm:
        return forms.StaffRepairForm(*given, contact=inquiry.contact)

    def act(form: forms.StaffRepairForm) -> str:
        given = form.cleaned_data
        actions.repair(
            inquiry=inquiry,
            addition=given["addition"],
            purpose=given["purpose"],
            changes=form.changes(),
            uploads=given["files"],
            by=request.actor,
        )
        return _("Permohonan dilengkapi. Periksa kembali kelengkapannya.")

    extra = {"items": [_(REPAIR_ITEMS[item]) for item in inquiry.repair_items]}
    return step_page(request, inquiry, StepPage("staff_repair", form, act, "repair", extra=extra))


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def close_incomplete(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Close a request that was not completed in time."""
    inquiry = find_case(request, agency, pk)

    def act(_form: Any) -> str:
        actions.close_incomplete(inquiry=inquiry, by=request.actor)
        return _("Permohonan ditutup karena tidak dilengkapi. Permohonan tetap tercatat dalam register.")

    return step_page(request, inquiry, StepPage("close_incomplete", PlainForm, act, "close_incomplete"))


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def staff_withdraw(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Withdraw the request at the requester's wish."""
    inquiry = find_case(request, agency, pk)

    def act(form: Any) -> str:
        actions.withdraw(inquiry=inquiry, reason=form.cleaned_data["reason"], by=request.actor)
        return _("Permohonan dicabut.")

    return step_page(request, inquiry, StepPage("staff_withdraw", forms.StaffWithdrawForm, act, "withdraw"))


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def reissue_code(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Give a new tracking code to a requester who has shown who they are; the receipt shows it."""
    inquiry = find_case(request, agency, pk)

    def act(_form: Any) -> str:
        code = actions.reissue_code(inquiry=inquiry, by=request.actor)
        remember_code(request, inquiry.pk, code)
        return _("Kode lacak baru dibuat. Kode yang lama tidak berlaku lagi.")

    receipt = reverse("information:staff_receipt", args=[agency.slug, inquiry.pk])
    return step_page(request, inquiry, StepPage("reissue_code", PlainForm, act, then=receipt))


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def reveal_nik(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Open the NIK with a reason; the case's page shows it once."""
    inquiry = find_case(request, agency, pk)

    def act(form: Any) -> str:
        nik = actions.reveal_nik(inquiry=inquiry, reason=form.cleaned_data["reason"], by=request.actor)
        remember_nik(request, inquiry.pk, nik)
        return _("NIK ditampilkan satu kali di bawah. Alasan Anda tercatat.")

    return step_page(request, inquiry, StepPage("reveal_nik", forms.RevealNikForm, act))
