"""A screen at a counter: pairing, the questionnaire, and what the screen sends when it can."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import kiosks
from pendopo.modules.satisfaction.forms.answering import AnswerForm, read_batch
from pendopo.modules.satisfaction.forms.kiosks import PairForm
from pendopo.modules.satisfaction.models import Kiosk, SurveyedService
from pendopo.modules.satisfaction.permissions import may_answer
from pendopo.modules.satisfaction.queries.inviting import asked_by, asked_in_all
from pendopo.modules.satisfaction.queries.kiosks import kiosk_by
from pendopo.modules.satisfaction.rules import limits, traits, wording
from pendopo.modules.satisfaction.views.collecting import pages
from pendopo.ui.answers import SeeOther

_COOKIE: Final = "pendopo_layar"
_YEAR: Final = 365 * 24 * 3600
_SCRIPT: Final = Path(__file__).resolve().parent.parent / "static" / "satisfaction" / "kiosk-worker.js"


def _own(request: AgencyRequest, agency: Agency) -> Kiosk | None:
    """Return the screen that this device is, None when it was never paired or is revoked."""
    found = kiosk_by(agency, request.COOKIES.get(_COOKIE, ""))
    if found is not None:
        found.agency = found.survey.agency = agency
    return found


def _unpaired(request: AgencyRequest, agency: Agency) -> HttpResponse:
    return render(request, "satisfaction/collect/unpaired.html", {}, status=403)


def _asked(kiosk: Kiosk) -> list[SurveyedService]:
    if kiosk.service_id is None:
        return asked_in_all(kiosk.survey)
    one = asked_by(kiosk.agency, kiosk.survey_id, kiosk.service_id)
    return [one] if one else asked_in_all(kiosk.survey)


@public_door
@require_http_methods(FORM_METHODS)
def kiosk(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the questionnaire at a counter; without scripts it is sent like any other page."""
    own = _own(request, agency)
    if own is None:
        return _unpaired(request, agency)
    if isinstance(verdict := may_answer(request.actor, own.survey, traits.KIOSK), Denied):
        return pages.refusal(request, NotAllowed(verdict.reason))
    asked = _asked(own)

    def take(form: AnswerForm) -> HttpResponse:
        try:
            actions.record_answer(survey=own.survey, filled=form.filled(agency), channel=traits.KIOSK, by=request.actor)
        except NotAllowed as denied:
            return pages.refusal(request, denied)
        return SeeOther(reverse("satisfaction:kiosk_thanks", args=[agency.slug]))

    return pages.questionnaire(
        request,
        own.survey,
        asked,
        take=take,
        template="satisfaction/collect/kiosk.html",
        kiosk=own,
        asked=asked[0] if len(asked) == 1 else None,
        idle=limits.IDLE_SECONDS,
        grace=limits.IDLE_GRACE_SECONDS,
        addresses=" ".join(f"?{pages.LANGUAGE}={name}" for name in wording.LANGUAGES),
    )


@public_door
@require_safe
def kiosk_thanks(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Thank a visitor at the counter, and lead back to the first question."""
    return render(request, "satisfaction/collect/kiosk_thanks.html", {})


@public_door
@require_http_methods(FORM_METHODS)
def pair_kiosk(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Pair this device with the screen whose code is typed."""
    form = PairForm(request.POST) if request.method == "POST" else PairForm()
    key = f"pair:{client_address(request)}"
    if request.method == "POST" and exceeded(key, limits.PAIRING_PER_ADDRESS):
        form.add_error(None, _("Terlalu banyak percobaan dari jaringan ini. Coba lagi satu jam lagi."))
        return render(request, "satisfaction/collect/pair.html", {"form": form}, status=429)
    if request.method == "POST" and form.is_valid():
        secret = kiosks.pair(agency=agency, code=form.cleaned_data["code"], by=request.actor)
        if secret is not None:
            home = reverse("satisfaction:kiosk", args=[agency.slug])
            response = SeeOther(home)
            response.set_cookie(
                _COOKIE,
                secret,
                max_age=_YEAR,
                path=home,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
            return response
        count_try(key, limits.PAIRING_PER_ADDRESS)
        form.add_error("code", _("Kode ini salah atau sudah lewat satu jam. Minta kode baru kepada petugas."))
    return render(request, "satisfaction/collect/pair.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # the form's token would outlive neither a reload without network nor a login on the same device
@public_door
@require_POST
def send_from_kiosk(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Take a batch of answers; the device's strict cookie and a JSON body keep other sites out."""
    if request.content_type != "application/json":
        return JsonResponse({"reason": _("Kiriman ini tidak dapat dibaca.")}, status=415)
    own = _own(request, agency)
    if own is None:
        return JsonResponse({"reason": _("Layar ini tidak lagi terpasang. Hubungi petugas.")}, status=403)
    try:
        length = int(request.headers.get("Content-Length") or 0)
        if length > limits.KIOSK_BYTES:
            return JsonResponse({"reason": _("Kiriman ini terlalu besar.")}, status=413)
        sent = read_batch(request.body)
    except (ValueError, ValidationError):
        return JsonResponse({"reason": _("Kiriman ini tidak dapat dibaca.")}, status=422)
    taken = kiosks.take_from_kiosk(kiosk=own, sent=sent, by=request.actor)
    said = {"done": taken.done, "refused": taken.refused, "held": taken.held}
    return JsonResponse({**said, "reason": _(taken.reason) if taken.reason else ""})


@public_door
@require_safe
def kiosk_worker(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Serve the worker's script from the screen's own folder, below which alone it may answer."""
    response = HttpResponse(_SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
