"""Steps beside the answer: amicable settlement, note, the requester's response, withdrawal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage, step_page
from pendopo.modules.objections import actions
from pendopo.modules.objections.forms import officers as forms
from pendopo.modules.objections.rules.objecting import SATISFIED
from pendopo.modules.objections.views.officers.pages import find_case, pages_of


@require_http_methods(FORM_METHODS)
@staff_door("objections.work")
def settle(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record the outcome of an amicable settlement, with its minutes."""
    objection = find_case(agency, pk)
    first, today = objection.received_at.astimezone(agency.zone).date(), clock.today(agency.timezone)

    def form(*given: Any) -> forms.SettleForm:
        return forms.SettleForm(*given, first=first, today=today)

    def act(form: Any) -> str:
        given = form.cleaned_data
        actions.settle(
            objection=objection,
            outcome=given["outcome"],
            on=given["on"],
            note=given["note"],
            minutes=given["minutes"],
            by=request.actor,
        )
        return _("Hasil musyawarah dicatat. Waktu tanggapan atasan PPID tetap berjalan.")

    step = StepPage("settle", form, act, "settle")
    return step_page(request, objection, pages_of(request, objection), step)


@require_http_methods(FORM_METHODS)
@staff_door("objections.work")
def note(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Write an internal note."""
    objection = find_case(agency, pk)

    def act(form: Any) -> str:
        actions.add_note(objection=objection, text=form.cleaned_data["text"], by=request.actor)
        return _("Catatan tersimpan.")

    step = StepPage("note", forms.NoteForm, act, "note")
    return step_page(request, objection, pages_of(request, objection), step)


@require_http_methods(FORM_METHODS)
@staff_door("objections.desk")
def staff_respond(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Write down what the requester says of the answer."""
    objection = find_case(agency, pk)

    def act(form: Any) -> str:
        given = form.cleaned_data
        respond = actions.accept if given["response"] == SATISFIED else actions.contest
        respond(objection=objection, note=given["note"], by=request.actor)
        return _("Tanggapan pemohon dicatat.")

    step = StepPage("staff_respond", forms.StaffRespondForm, act, "contest")
    return step_page(request, objection, pages_of(request, objection), step)


@require_http_methods(FORM_METHODS)
@staff_door("objections.desk")
def staff_withdraw(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Withdraw the objection at the requester's wish."""
    objection = find_case(agency, pk)

    def act(form: Any) -> str:
        actions.withdraw(objection=objection, reason=form.cleaned_data["reason"], by=request.actor)
        return _("Keberatan dicabut.")

    step = StepPage("staff_withdraw", forms.StaffWithdrawForm, act, "withdraw")
    return step_page(request, objection, pages_of(request, objection), step)
