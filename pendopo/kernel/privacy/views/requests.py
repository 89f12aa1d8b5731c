"""Requests of subjects at the desk: the list with its hours, taking one in, answering, correcting, the copy."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.documents.letters import LetterFailed
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.privacy import forms
from pendopo.kernel.privacy.actions import requests as asked
from pendopo.kernel.privacy.actions.erasing import contact_of
from pendopo.kernel.privacy.actions.views import note_copy
from pendopo.kernel.privacy.models import SubjectRequest
from pendopo.kernel.privacy.queries import requests as queries
from pendopo.kernel.privacy.queries.people import PersonCase, find_numbered
from pendopo.kernel.privacy.queries.remaining import plan_of_request
from pendopo.kernel.privacy.reports.copy import archive
from pendopo.kernel.privacy.rules import limits, requests
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.ui.errors import error_response


def hours_words(request: SubjectRequest) -> tuple[str, str]:
    """Return how much time is left, in words, and its tone."""
    left = queries.hours_left(request)
    if left < 0:
        return ngettext("lewat %(n)s jam", "lewat %(n)s jam", -left) % {"n": -left}, "error"
    return ngettext("sisa %(n)s jam", "sisa %(n)s jam", left) % {"n": left}, "warn" if left < 24 else "info"


def _list(agency: Agency) -> tuple[str, str]:
    return _("Permintaan subjek data"), reverse("privacy:request_list", args=[agency.slug])


@require_safe
@staff_door("privacy.requests")
def request_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show requests that wait, the most urgent first, or those that ended."""
    closed = request.GET.get("keadaan") == "selesai"
    page = Paginator(queries.requests_of(agency, closed=closed), limits.PAGE).get_page(request.GET.get("page"))
    rows = [{"case": each, "left": hours_words(each)} for each in page.object_list]
    return render(request, "privacy/request_list.html", {"page": page, "rows": rows, "closed": closed})


@require_http_methods(FORM_METHODS)
@staff_door("privacy.requests")
def receive(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Take a request in at the desk."""

    def act(form: Any) -> tuple[str, str]:
        given = dict(form.cleaned_data)
        about = find_numbered(agency, given.pop("number").upper())
        if about is None:
            raise NotAllowed(_("Tidak ada perkara dengan nomor ini."))
        made = asked.receive(about=about, by=request.actor, **given)
        return _("Permintaan %(number)s diterima.") % {"number": made.number}, page_of(made)

    form = partial(forms.ReceiveForm, initial={"number": request.GET.get("nomor", ""), "channel": "desk"})
    return form_page(
        request, "privacy/form.html", form, act,
        title=_("Terima permintaan subjek data"), submit=_("Terima permintaan"), back=_list(agency),
    )  # fmt: skip


def page_of(case: SubjectRequest) -> str:
    """Return the officers' page of a request."""
    return reverse("privacy:subject_request", args=[case.agency.slug, case.pk])


def _find(agency: Agency, pk: UUID) -> SubjectRequest:
    found = queries.request_for(agency, pk)
    if found is None:
        raise Http404(_("Permintaan ini tidak ada."))
    return found


def _case_rows(agency: Agency, cases: list[PersonCase]) -> list[dict[str, Any]]:
    return [
        {
            "kind": _(each.kind.label),
            "number": each.case.number,
            "url": reverse(each.kind.page, args=[agency.slug, each.case.pk]),
            "name": contact.name if (contact := contact_of(each.kind, each.case)) else "",
            "is_open": getattr(each.case, each.kind.ended) is None,
        }
        for each in cases
    ]


@require_safe
@staff_door("privacy.requests")
def subject_request(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show a request, whose it is, and the cases it is about."""
    case = _find(agency, pk)
    found = asked.about_of(case)
    planned, is_done = plan_of_request(case, [each.key for each in found])
    context = {
        "case": case,
        "left": hours_words(case),
        "cases": _case_rows(agency, found),
        "plan": planned,
        "done": is_done,
        "history": [{"move": move, "step": requests.PROCEDURE.step(move.step)} for move in moves_of(case)],
        "is_open": case.state == requests.RECEIVED,
        "may_answer": may(request.actor, "privacy.answer"),
    }
    return render(request, "privacy/subject_request.html", context)


def _pages(case: SubjectRequest) -> CasePages:
    title, url = _list(case.agency)
    erases = case.right == requests.ERASE and case.state == requests.RECEIVED
    planned = plan_of_request(case, [each.key for each in asked.about_of(case)])[0] if erases else []
    return CasePages(
        procedure=requests.PROCEDURE, list_url=url, list_title=title, case_url=page_of(case), extra={"plan": planned}
    )


@require_http_methods(FORM_METHODS)
@staff_door("privacy.answer")
def answer(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Answer a request and carry out what is granted."""
    case = _find(agency, pk)

    def act(form: Any) -> str:
        given = form.cleaned_data
        asked.answer(
            request=case, result=given["result"], text=given["answer"], level=given.get("level", ""),
            words=form.further_words(), whole=given.get("whole", False), by=request.actor,
        )  # fmt: skip
        return _("Permintaan dijawab.")

    page = StepPage("privacy/answer.html", partial(forms.AnswerForm, right=case.right), act, "answer")
    return step_page(request, case, _pages(case), page)


@require_http_methods(FORM_METHODS)
@staff_door("privacy.answer")
def correct(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Correct the contact of the one who asks."""
    case = _find(agency, pk)
    contacts = [contact_of(each.kind, each.case) for each in asked.about_of(case)]
    contact = next((each for each in contacts if each is not None and each.erased_at is None), None)
    names = ("name", "on_behalf_of", "address", "phone", "email", "occupation")
    initial = {name: getattr(contact, name) for name in names} if contact is not None else {}

    def act(form: Any) -> str:
        count = asked.correct(request=case, given=form.changed(), by=request.actor)
        return _("%(n)s isian diperbaiki. Jawab permintaannya setelah selesai.") % {"n": count}

    def form(*given: Any) -> Any:
        return forms.CorrectForm(*given[:1]) if given else forms.CorrectForm(initial=initial)

    page = StepPage("privacy/correct.html", form, act, "answer")
    return step_page(request, case, _pages(case), page)


@require_safe
@staff_door("privacy.answer")
def copy(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand the copy of a request to the officer who answers it; the look is written down."""
    case = _find(agency, pk)
    if case.right != requests.ACCESS:
        raise Http404(_("Salinan ada hanya pada permintaan salinan."))
    made = copy_response(request, case)
    if made.status_code == HTTPStatus.OK:
        note_copy(case, by=request.actor)
    return made


def copy_response(request: AgencyRequest, case: SubjectRequest) -> HttpResponseBase:
    """Return the copy as a download, 503 in words when its paper could not be made."""
    try:
        made = archive(case.agency, case.number, asked.about_of(case))
    except LetterFailed:
        return error_response(
            request, HTTPStatus.SERVICE_UNAVAILABLE, message=_("Salinan gagal disusun."),
            remedy=_("Coba lagi; bila tetap gagal, hubungi admin instansi."),
        )  # fmt: skip
    response = as_attachment(FileResponse(made, content_type="application/zip"), f"salinan-data-{case.seq}.zip")
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["POST"])
@staff_door("privacy.requests")
def withdraw(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Note that the subject took the request back."""
    case = _find(agency, pk)

    def act(_form: Any) -> str:
        asked.withdraw(request=case, by=request.actor)
        return _("Permintaan dicabut.")

    page = StepPage("workflow/step.html", PlainForm, act, "withdraw")
    return step_page(request, case, _pages(case), page)
