"""Tracking: number and code open the own case for half an hour, without an account."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.rules import TRACK_PER_ADDRESS, TRACK_PER_NUMBER, Limit
from pendopo.kernel.tracking.actions import tracking_digest
from pendopo.kernel.tracking.answers import keeps_input, personal
from pendopo.kernel.tracking.forms.track import TrackForm
from pendopo.kernel.tracking.models import TrackedCase
from pendopo.kernel.tracking.registry import find_case, kind_of, kinds
from pendopo.kernel.tracking.rules import TRACKING_MINUTES, read_number
from pendopo.ui.answers import SeeOther
from pendopo.ui.errors import error_response

# One cookie per kind of case, so that an objection and its request are open side by side.
_COOKIE: Final = "pendopo_lacak"
_SALT: Final = "pendopo.tracking"
_SECONDS: Final = TRACKING_MINUTES * 60


def cookie_of(subject_type: str) -> str:
    """Return the name of the cookie that keeps a case of this kind open."""
    return f"{_COOKIE}_{subject_type}"


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask for number and code. A wrong number and a wrong code get the same answer, and only so many tries."""
    if request.method != "POST":
        return _show(request, TrackForm(), is_over="usai" in request.GET)
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    number = read_number(form.cleaned_data["number"])
    limited = _limits(request, agency, number)
    if any(exceeded(key, limit) for key, limit in limited.items()):
        return _too_many(request, max(limit.seconds for limit in limited.values()))
    case = find_case(agency, number, tracking_digest(form.cleaned_data["code"]))
    if case is None:
        for key, limit in limited.items():
            count_try(key, limit)
        form.refuse()
        return _show(request, form, status=422)
    response = SeeOther(reverse(kind_of(case.subject_type).home, args=[agency.slug]))
    stay(response, agency, case)
    return response


def _show(request: AgencyRequest, form: TrackForm, *, status: int = 200, is_over: bool = False) -> HttpResponse:
    context = {"form": form, "is_over": is_over, "minutes": TRACKING_MINUTES}
    return personal(request, "tracking/track.html", context, status=status)


def _limits(request: AgencyRequest, agency: Agency, number: str) -> dict[str, Limit]:
    """Return what is counted: tries on one number, and tries of one visitor where the address is known."""
    limited = {f"track:{agency.pk}:{number}": TRACK_PER_NUMBER}
    if visitor := client_address(request):
        limited[f"track-from:{visitor}"] = TRACK_PER_ADDRESS
    return limited


def _too_many(request: AgencyRequest, window: int) -> HttpResponse:
    left = window - int(clock.now().timestamp()) % window
    minutes = -(-left // 60)
    response = error_response(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        message=_("Nomor dan kode lacak sudah terlalu sering salah, sehingga pelacakan ditahan sementara."),
        remedy=_("Coba lagi %(minutes)d menit lagi, atau bawa identitas Anda ke meja layanan untuk mendapat kode baru.")
        % {"minutes": minutes},
    )
    response["Retry-After"] = str(left)
    return response


def _address(agency: Agency) -> str:
    return reverse("tracking:track", args=[agency.slug])


def _mark(case: TrackedCase) -> str:
    """Return what ends with the code: who tracked with the old code is out when the desk gives a new one."""
    return case.tracking_digest[:16]


def stay(response: HttpResponseBase, agency: Agency, case: TrackedCase) -> None:
    """Keep the case open in this browser for the next half hour, in place of another one of its kind."""
    _keep(response, agency, case.subject_type, f"{case.pk.hex}.{_mark(case)}")


def stay_with_all(request: HttpRequest, response: HttpResponseBase, agency: Agency) -> None:
    """Keep every case that is open in this browser open for the next half hour. No query."""
    for kind in kinds():
        if value := _value(request, kind.subject_type):
            _keep(response, agency, kind.subject_type, value)


def _keep(response: HttpResponseBase, agency: Agency, subject_type: str, value: str) -> None:
    response.set_signed_cookie(
        cookie_of(subject_type),
        value,
        salt=f"{_SALT}.{subject_type}",
        max_age=_SECONDS,
        path=_address(agency),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _value(request: HttpRequest, subject_type: str) -> str:
    name, salt = cookie_of(subject_type), f"{_SALT}.{subject_type}"
    return request.get_signed_cookie(name, default="", salt=salt, max_age=_SECONDS) or ""


def opened(request: HttpRequest, agency: Agency, subject_type: str) -> TrackedCase | None:
    """Return the case of this kind that this browser has opened, with its agency set; None when half an hour is over."""
    key, _dot, mark = _value(request, subject_type).partition(".")
    case = kind_of(subject_type).own(agency, UUID(hex=key)) if key else None
    if case is None or not constant_time_compare(mark, _mark(case)):
        return None
    case.agency = agency
    return case


def closed(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Ask for number and code again; what was typed meanwhile is shown, to be copied."""
    typed = [str(text).strip() for name, text in request.POST.items() if name != "csrfmiddlewaretoken"]
    if any(typed):
        context: dict[str, Any] = {"typed": "\n\n".join(filter(None, typed)), "minutes": TRACKING_MINUTES}
        return personal(request, "tracking/closed.html", context, status=HTTPStatus.FORBIDDEN)
    return SeeOther(f"{_address(agency)}?usai")


@public_door
@require_POST
def own_leave(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Close every case in this browser."""
    response = SeeOther(_address(agency))
    for kind in kinds():
        response.delete_cookie(cookie_of(kind.subject_type), path=_address(agency), samesite="Lax")
    return response
