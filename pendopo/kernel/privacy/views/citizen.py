"""The subject's own page about their data: asking with number and code, following, taking the copy away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.privacy import forms
from pendopo.kernel.privacy.actions import requests as asked
from pendopo.kernel.privacy.actions.views import note_copy
from pendopo.kernel.privacy.queries import requests as queries
from pendopo.kernel.privacy.queries.people import PersonCase
from pendopo.kernel.privacy.registry import case_kind
from pendopo.kernel.privacy.rules import limits, requests
from pendopo.kernel.privacy.views.requests import copy_response, hours_words
from pendopo.kernel.tracking.answers import keeps_input, personal
from pendopo.kernel.tracking.models import TrackedCase
from pendopo.kernel.tracking.registry import kind_of
from pendopo.kernel.tracking.views import closed, opened, stay
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop
from pendopo.ui.answers import SeeOther

_VERIFIED = gettext_noop("Nomor dan kode lacak")


def _case(request: AgencyRequest, agency: Agency, subject_type: str) -> TrackedCase | None:
    try:
        kind_of(subject_type)
    except KeyError:
        raise Http404(_("Halaman ini tidak ada. Mulai dari halaman lacak.")) from None
    return opened(request, agency, subject_type)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: AgencyRequest, agency: Agency, subject_type: str) -> HttpResponseBase:
    """Show the rights, take a request in, and tell what became of those made so far."""
    case = _case(request, agency, subject_type)
    if case is None:
        return closed(request, agency)
    form = forms.AskForm(request.POST) if request.method == "POST" else forms.AskForm()
    if request.method == "POST" and form.is_valid() and (done := _asked(request, case, form)):
        return done
    found = queries.requests_about(agency, subject_type, case.pk)
    rows: list[dict[str, Any]] = [
        {"case": each, "left": hours_words(each), "copy": queries.copy_is_open(each)} for each in found
    ]
    context = {
        "case": case,
        "form": form,
        "rows": rows,
        "subject_type": subject_type,
        "home": reverse(kind_of(subject_type).home, args=[agency.slug]),
        "copy_days": limits.COPY_DAYS,
    }
    response = personal(request, "privacy/own.html", context, status=422 if form.errors else 200)
    stay(response, agency, case)
    return response


def _asked(request: AgencyRequest, case: TrackedCase, form: Any) -> HttpResponse | None:
    kind = case_kind(case.subject_type)
    if kind is None:
        raise Http404(_("Halaman ini tidak ada. Mulai dari halaman lacak."))
    try:
        made = asked.receive(
            about=PersonCase(kind, case), channel="web", verified=_VERIFIED, by=request.actor, **form.cleaned_data
        )
    except NotAllowed as refused:
        form.add_error(None, _(refused.reason))
        return None
    messages.success(
        request, _("Permintaan %(number)s diterima. Jawaban paling lambat 3 × 24 jam.") % {"number": made.number}
    )
    response = SeeOther(request.path)
    stay(response, case.agency, case)
    return response


@keeps_input
@public_door
@require_safe
def own_copy(request: AgencyRequest, agency: Agency, subject_type: str, pk: UUID) -> HttpResponseBase:
    """Hand the subject everything that is kept about them, while the answered request is open."""
    case = _case(request, agency, subject_type)
    if case is None:
        return closed(request, agency)
    found = queries.request_for(agency, pk)
    if found is None or found.about_id != case.pk or not queries.copy_is_open(found):
        raise Http404(_("Salinan ini tidak ada, atau masa pengambilannya berakhir. Ajukan permintaan baru."))
    made = copy_response(request, found)
    if made.status_code == 200 and found.answered_at is not None and found.right == requests.ACCESS:
        note_copy(found, by=request.actor)
    return made
