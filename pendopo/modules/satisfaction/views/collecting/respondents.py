"""Answering: by a personal link, by the open link, and where the open ones are."""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import inviting
from pendopo.modules.satisfaction.forms.answering import AnswerForm
from pendopo.modules.satisfaction.models import SurveyedService
from pendopo.modules.satisfaction.permissions import may_answer
from pendopo.modules.satisfaction.queries import inviting as queries
from pendopo.modules.satisfaction.rules import limits, traits
from pendopo.modules.satisfaction.views.collecting import pages
from pendopo.ui.caching import cacheable

_COOKIE: Final = "pendopo_survei"


@public_door
@require_safe
@cacheable(10)
def start(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the services about which everybody may answer now."""
    return render(request, "satisfaction/collect/start.html", {"asked": queries.open_to_all(agency)})


@public_door
@require_safe
def by_service(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Lead from a poster, which outlives a survey, to the survey that asks about the service now."""
    found = queries.open_to_all(agency, pk)
    if not found:
        said = _("Saat ini tidak ada survei terbuka tentang layanan ini. Terima kasih sudah ingin mengisi.")
        return pages.closed_page(request, _("Survei belum dibuka"), said, status=404)
    return redirect("satisfaction:answer", agency.slug, found[0].survey_id, pk)


@public_door
@require_http_methods(FORM_METHODS)
def answer(request: AgencyRequest, agency: Agency, pk: UUID, service_pk: UUID) -> HttpResponse:
    """Take an answer by the open link. Nobody knows whether who answers was served: every figure says so."""
    asked = queries.asked_by(agency, pk, service_pk)
    if asked is None:
        raise Http404(_("Survei ini tidak ada. Periksa alamatnya, atau pilih dari daftar survei."))
    asked.survey.agency = agency
    if isinstance(verdict := may_answer(request.actor, asked.survey, traits.LINK), Denied):
        return pages.refusal(request, NotAllowed(verdict.reason))
    before = _answered_before(request, asked)
    address = f"survey:{client_address(request)}"

    def refused() -> str:
        if before >= limits.LINK_PER_BROWSER:
            return _("Dari peramban ini hari ini sudah banyak jawaban. Pakai gawai lain, atau minta kertas di loket.")
        if exceeded(address, limits.LINK_PER_ADDRESS):
            return _(
                "Terlalu banyak jawaban dari jaringan ini dalam satu jam. Coba lagi nanti, atau minta kertas di loket."
            )
        return ""

    def take(form: AnswerForm) -> HttpResponse:
        count_try(address, limits.LINK_PER_ADDRESS)
        try:
            actions.record_answer(
                survey=asked.survey, filled=form.filled(agency), channel=traits.LINK, by=request.actor
            )
        except NotAllowed as denied:
            return pages.refusal(request, denied)
        response = pages.thanks(agency, pages.language_of(request))
        _remember(response, agency, request, asked)
        return response

    return pages.questionnaire(
        request, asked.survey, [asked], take=take, refused=refused, asked=asked, before=before, is_open_link=True
    )


@public_door
@require_http_methods(FORM_METHODS)
def invited(request: AgencyRequest, agency: Agency, secret: str) -> HttpResponse:
    """Take the one answer of a personal link."""
    invitation = queries.invitation_by(agency, secret)
    asked = queries.asked_by(agency, invitation.survey_id, invitation.service_id) if invitation else None
    if invitation is None or asked is None:
        raise Http404(_("Tautan survei ini tidak dikenal. Periksa apakah alamatnya tersalin lengkap."))
    invitation.agency = asked.survey.agency = agency
    if request.method != "POST" and (invitation.is_used or invitation.expires_at <= clock.now()):
        return _spent(request, used=invitation.is_used)
    if isinstance(verdict := may_answer(request.actor, asked.survey, traits.TOKEN), Denied):
        return pages.refusal(request, NotAllowed(verdict.reason))

    def take(form: AnswerForm) -> HttpResponse:
        filled = form.filled(agency, received_at=queries.day_of(agency))
        try:
            inviting.answer_invitation(invitation=invitation, filled=filled, by=request.actor)
        except inviting.Spent as spent:
            return pages.refusal(request, spent, status=410)
        except NotAllowed as denied:
            return pages.refusal(request, denied)
        return pages.thanks(agency, pages.language_of(request))

    return pages.questionnaire(request, asked.survey, [asked], take=take, asked=asked)


def _spent(request: AgencyRequest, *, used: bool) -> HttpResponse:
    if used:
        said = _("Tautan ini sudah dipakai. Satu tautan hanya untuk satu jawaban.")
        return pages.closed_page(request, _("Terima kasih, jawaban sudah kami terima"), said, status=410)
    return pages.closed_page(
        request, _("Tautan sudah tidak berlaku"), _("Masa berlaku tautan ini sudah habis."), status=410
    )


@public_door
@require_safe
def thanks(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Thank whoever answered; the page knows nothing about the answer."""
    language = pages.language_of(request)
    with pages.speaking(language):
        return render(request, "satisfaction/collect/thanks.html", {})


def _kept(request: AgencyRequest) -> dict[str, int]:
    value = request.get_signed_cookie(_COOKIE, default="", salt=_COOKIE, max_age=limits.BROWSER_SECONDS)
    return dict(json.loads(value)) if value else {}


def _answered_before(request: AgencyRequest, asked: SurveyedService) -> int:
    return _kept(request).get(asked.service_id.hex, 0)


def _remember(response: HttpResponse, agency: Agency, request: AgencyRequest, asked: SurveyedService) -> None:
    """Count answers about a service in this browser, for a day and for no other purpose."""
    kept = _kept(request)
    kept[asked.service_id.hex] = kept.get(asked.service_id.hex, 0) + 1
    response.set_signed_cookie(
        _COOKIE,
        json.dumps(dict(list(kept.items())[-20:])),
        salt=_COOKIE,
        max_age=limits.BROWSER_SECONDS,
        path=reverse("satisfaction:start", args=[agency.slug]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
