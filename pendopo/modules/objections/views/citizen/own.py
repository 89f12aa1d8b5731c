"""The own objection: reading it, downloading, withdrawing, saying whether the answer satisfies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import clocks_of
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.signing.queries import signatures_of
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.tracking.answers import file_rows, keeps_input, personal
from pendopo.kernel.tracking.registry import panels_of
from pendopo.kernel.tracking.rules import TRACKING_MINUTES
from pendopo.kernel.tracking.views import closed, opened, stay, stay_with_all
from pendopo.kernel.workflow.actions import NotAllowed, WrongState, check
from pendopo.kernel.workflow.queries import moves_of
from pendopo.modules.objections import actions
from pendopo.modules.objections.forms.citizen import OwnWithdrawForm, RespondForm
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_accept, may_step
from pendopo.modules.objections.queries.cases import named_files, own_files
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE
from pendopo.modules.objections.rules.procedure import PROCEDURE
from pendopo.modules.objections.views.citizen import summaries
from pendopo.modules.objections.views.citizen.drafting import address, see_other

_TEMPLATES = "objections/citizen/"


def _opened(request: AgencyRequest, agency: Agency) -> Objection | None:
    return cast("Objection | None", opened(request, agency, SUBJECT_TYPE))


@keeps_input
@public_door
@require_safe
def own(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show the own objection; every visit keeps it, and its request, open for another half hour."""
    objection = _opened(request, agency)
    if objection is None:
        return closed(request, agency)
    clocks = clocks_of(agency, SUBJECT_TYPE, [objection.pk])
    label, tone = summaries.status(objection)
    possible = {step.name for step in PROCEDURE.steps_from(objection.state) if may_step(request.actor, step, objection)}
    denied = may_accept(objection)
    today = clock.today(agency.timezone)
    context = {
        "objection": objection,
        "status": label,
        "tone": tone,
        "steps": summaries.timeline(objection, list(moves_of(objection)), clocks),
        "claimed": summaries.claimed(objection),
        "answer": summaries.answer_rows(objection),
        "files": _file_rows(agency, objection),
        "dispute_until": summaries.dispute_until(clocks) if objection.state != "settled" else None,
        "overdue": objection.owes_execution and objection.execute_by is not None and objection.execute_by < today,
        "may_withdraw": "withdraw" in possible,
        "may_respond": "contest" in possible,
        "may_accept": "accept" in possible,
        "not_accepted_yet": _(denied.reason) if isinstance(denied, Denied) else "",
        "minutes": TRACKING_MINUTES,
        "panels": panels_of(objection) if objection.answered_at else [],
    }
    response = personal(request, f"{_TEMPLATES}own.html", context)
    stay_with_all(request, response, agency)
    stay(response, agency, objection)
    return response


def _file_rows(agency: Agency, objection: Objection) -> list[dict[str, Any]]:
    """Return the files to download, each letter with its signature, and the letter that still waits for one."""
    signatures = signatures_of(agency, SUBJECT_TYPE, objection.pk)
    notes = {Purpose.MATERIAL.value: _("Berita acara musyawarah")}
    return file_rows(named_files(objection), signatures, lambda key: address("own_file", agency, key), notes)


@public_door
@require_safe
def own_file(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand out one file of the own objection, if it may be read now."""
    objection = _opened(request, agency)
    if objection is None:
        return closed(request, agency)
    document = next((found for found in own_files(objection) if found.pk == pk), None)
    if document is None:
        raise Http404(_("Berkas ini tidak ada, atau belum dapat diunduh. Buka halaman lacak untuk melihat keadaannya."))
    return file_response(document)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page on which the requester takes a step; `act` takes it and returns what is said afterwards."""

    step: str
    template: str
    form: Callable[..., Any]
    act: Callable[[Objection, Any], str]


def _step(request: AgencyRequest, agency: Agency, page: _Page) -> HttpResponseBase:
    """Show the page, or take its step; a case that has moved on answers 409."""
    objection = _opened(request, agency)
    if objection is None:
        return closed(request, agency)
    form = page.form(request.POST) if request.method == "POST" else page.form()
    try:
        step = check(objection, PROCEDURE, page.step, by=request.actor)
        verdict = may_step(request.actor, step, objection)
        if isinstance(verdict, Denied):
            return _changed(request, objection, _(verdict.reason))
        if not form.is_bound or not form.is_valid():
            context = {"objection": objection, "form": form, "back": address("own", agency), "name": page.step}
            status = 422 if form.is_bound else 200
            return personal(request, f"{_TEMPLATES}{page.template}.html", context, status=status)
        said = page.act(objection, form)
    except WrongState as wrong:
        return _changed(request, cast(Objection, wrong.case), "")
    except NotAllowed as refused:
        return _changed(request, objection, refused.reason)
    messages.success(request, said)
    return see_other("own", agency)


def _changed(request: AgencyRequest, objection: Objection, reason: str) -> HttpResponse:
    """Say that the step cannot be taken, and in which state the objection is now."""
    label, tone = summaries.status(objection)
    context = {"objection": objection, "reason": reason, "status": label, "tone": tone}
    return personal(request, f"{_TEMPLATES}own_changed.html", context, status=HTTPStatus.CONFLICT)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def own_withdraw(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask whether the objection is really to end, and end it."""

    def act(objection: Objection, form: Any) -> str:
        actions.withdraw(objection=objection, reason=form.cleaned_data["reason"], by=request.actor)
        return _("Keberatan Anda sudah dicabut.")

    return _step(request, agency, _Page("withdraw", "own_withdraw", OwnWithdrawForm, act))


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def own_accept(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Say that the answer satisfies; the objection ends."""

    def act(objection: Objection, form: Any) -> str:
        actions.accept(objection=objection, note=form.cleaned_data["note"], by=request.actor)
        return _("Terima kasih. Anda menyatakan puas dan keberatan ini selesai.")

    return _step(request, agency, _Page("accept", "own_respond", RespondForm, act))


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def own_contest(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Say that the answer, or the silence, does not satisfy."""

    def act(objection: Objection, form: Any) -> str:
        actions.contest(objection=objection, note=form.cleaned_data["note"], by=request.actor)
        return _("Tercatat: Anda tidak puas. Sengketa diajukan kepada Komisi Informasi, lihat tanggalnya di bawah.")

    return _step(request, agency, _Page("contest", "own_respond", RespondForm, act))
