"""Registering on behalf, and the receipt that the desk prints."""

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
from pendopo.kernel.tracking.rules import shown
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.modules.information import actions
from pendopo.modules.information.forms.officers_register import RegisterForm
from pendopo.modules.information.queries import letters
from pendopo.modules.information.views.officers.codes import remember_code, remembered_code
from pendopo.modules.information.views.officers.steps import case_url, find_case, paper_page
from pendopo.ui.answers import SeeOther


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def register(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Register a request that came by desk, telephone, letter, e-mail or social media."""
    if request.method != "POST":
        return _page(request, RegisterForm(initial=_fresh()))
    form = RegisterForm(request.POST, request.FILES)
    if form.is_valid():
        token = form.cleaned_data["token"]
        try:
            inquiry = actions.register(
                agency=agency, by=request.actor, uploads=form.cleaned_data["files"], **form.registration()
            )
        except NotAllowed as refused:
            form.add_error("received_on", refused.reason)
        except FileRefused as bad:
            form.add_error("files", _(bad.template) % bad.params)
        else:
            remember_code(request, inquiry.pk, code_of(token))
            messages.success(request, _("Permohonan %(number)s terdaftar.") % {"number": inquiry.number})
            return SeeOther(reverse("information:staff_receipt", args=[agency.slug, inquiry.pk]))
    if form.has_error("token"):
        renewed = request.POST.copy()
        renewed["token"] = new_token()
        form.data = renewed
    return _page(request, form, status=422)


def _fresh() -> dict[str, Any]:
    """Return what a new page starts with: now, and the token by which a second press finds the same request."""
    now = clock.now().astimezone(timezone.get_current_timezone())
    return {"received_on": now.date(), "received_time": now.time().replace(second=0), "token": new_token()}


def _page(request: AgencyRequest, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    return render(request, "information/officers/register.html", {"form": form}, status=status)


@require_safe
@staff_door("information.desk")
def staff_receipt(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the receipt for printing, or as PDF; the code stands on it as long as this session remembers it."""
    inquiry = find_case(request, agency, pk)
    code = remembered_code(request, pk)
    code = shown(code) if code else ""
    if request.GET.get("bentuk") == "pdf":
        track_url = request.build_absolute_uri(reverse("tracking:track", args=[agency.slug]))
        letter = letters.receipt_letter(inquiry, by=request.actor, code=code, track_url=track_url)
        return paper_page(request, inquiry, letter)
    context = {
        "inquiry": inquiry,
        "code": code,
        "facts": letters.receipt_facts(inquiry),
        "next_dates": letters.next_dates(inquiry),
        "signer": request.actor.label,
        "case_url": case_url(inquiry),
    }
    return render(request, "information/officers/staff_receipt.html", context)
