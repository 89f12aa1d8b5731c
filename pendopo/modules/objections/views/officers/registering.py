"""The desk registers what came in person, by letter, by e-mail or telephone, prints the receipt, gives a new code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.tracking.actions import code_of, new_token
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.tracking.rules import shown
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.letters import paper_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage, step_page
from pendopo.modules.objections import actions
from pendopo.modules.objections.forms.officers import RegisterForm
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.ports import inquiries
from pendopo.modules.objections.queries import letters
from pendopo.modules.objections.views.officers.codes import remember_code, remembered_code
from pendopo.modules.objections.views.officers.pages import find_case, page, pages_of
from pendopo.ui.answers import SeeOther


@require_http_methods(FORM_METHODS)
@staff_door("objections.desk")
def register(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Register an objection on behalf of the requester."""
    if request.method != "POST":
        return _page(request, RegisterForm(initial=_fresh(request.GET.get("permohonan", ""))))
    form = RegisterForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            objection = _register(agency, form, request)
        except NotAllowed as refused:
            form.add_error("grounds" if form.cleaned_data["inquiry_number"] else None, refused.reason)
        except FileRefused as bad:
            form.add_error("files", _(bad.template) % bad.params)
        else:
            if objection is not None:
                remember_code(request, objection.pk, code_of(form.cleaned_data["token"]))
                messages.success(request, _("Keberatan %(number)s terdaftar.") % {"number": objection.number})
                return SeeOther(page("staff_receipt", objection))
    if form.has_error("token"):
        renewed = request.POST.copy()
        renewed["token"] = new_token()
        form.data = renewed
    return _page(request, form, status=422)


def _register(agency: Agency, form: RegisterForm, request: AgencyRequest) -> Objection | None:
    """Register what the form says; None with an error in the form when there is no such request."""
    given = form.cleaned_data
    number = given["inquiry_number"].upper()
    inquiry_id = inquiries.get().numbered(agency, number) if number else None
    if number and inquiry_id is None:
        form.add_error("inquiry_number", _("Tidak ada permohonan dengan nomor ini. Periksa pada tanda terimanya."))
        return None
    filing = form.filing(inquiry_id)
    return actions.submit(agency=agency, filing=filing, token=given["token"], by=request.actor, uploads=given["files"])


def _fresh(number: str) -> dict[str, Any]:
    """Return what a new page starts with: now, and the token by which a second press finds the same objection."""
    now = clock.now().astimezone(timezone.get_current_timezone())
    return {
        "received_on": now.date(),
        "received_time": now.time().replace(second=0),
        "inquiry_number": number[:80],
        "token": new_token(),
    }


def _page(request: AgencyRequest, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    return render(request, "objections/officers/register.html", {"form": form}, status=status)


@require_safe
@staff_door("objections.desk")
def staff_receipt(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the receipt for printing, or as PDF; the code stands on it as long as this session remembers it."""
    objection = find_case(agency, pk)
    code = remembered_code(request, pk)
    code = shown(code) if code else ""
    if request.GET.get("bentuk") == "pdf":
        track_url = request.build_absolute_uri(reverse("tracking:track", args=[agency.slug]))
        letter = letters.receipt_letter(objection, by=request.actor, code=code, track_url=track_url)
        return paper_page(request, objection, pages_of(request, objection), letter)
    context = {
        "objection": objection,
        "code": code,
        "facts": letters.receipt_facts(objection, code=code),
        "next_lines": letters.next_lines(objection),
        "signer": request.actor.label,
        "case_url": page("detail", objection),
        "track_url": reverse("tracking:track", args=[agency.slug]),
    }
    return render(request, "objections/officers/staff_receipt.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("objections.desk")
def reissue_code(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Give a new tracking code to a requester who has shown who they are; the receipt shows it."""
    objection = find_case(agency, pk)

    def act(_form: Any) -> str:
        code = actions.reissue_code(objection=objection, by=request.actor)
        remember_code(request, objection.pk, code)
        return _("Kode lacak baru dibuat. Kode yang lama tidak berlaku lagi.")

    step = StepPage("reissue_code", PlainForm, act, then=page("staff_receipt", objection))
    return step_page(request, objection, pages_of(request, objection), step)
