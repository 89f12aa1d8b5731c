"""Tracking: number and code open the own request for half an hour, without an account."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.rules import TRACK_PER_ADDRESS, TRACK_PER_NUMBER, Limit
from pendopo.modules.information.forms.citizen_own import TrackForm
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.inquiries import own_inquiry, tracked_inquiry
from pendopo.modules.information.rules.limits import TRACKING_MINUTES
from pendopo.modules.information.views.citizen.answers import address, keeps_input, personal, see_other
from pendopo.ui.errors import error_response

COOKIE: Final = "pendopo_lacak"
_SALT: Final = "pendopo.information.tracking"


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
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    limited = _limits(request, agency, number)
    if any(exceeded(key, limit) for key, limit in limited.items()):
        return _too_many(request, max(limit.seconds for limit in limited.values()))
    inquiry = tracked_inquiry(agency, number, code)
    if inquiry is None:
        for key, limit in limited.items():
            count_try(key, limit)
        form.refuse()
        return _show(request, form, status=422)
    response = see_other("own", agency)
    stay(response, agency, inquiry)
    return response


def _show(request: AgencyRequest, form: TrackForm, *, status: int = 200, is_over: bool = False) -> HttpResponse:
    return personal(request, "track", {"form": form, "is_over": is_over, "minutes": TRACKING_MINUTES}, status=status)


def _limits(request: AgencyRequest, agency: Agency, number: str) -> dict[str, Limit]:
    """Return what is counted: tries on one number, and tries of one visitor where the address is known."""
    limited = {f"track:{agency.pk}:{number.upper()}": TRACK_PER_NUMBER}
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


def stay(response: HttpResponseBase, agency: Agency, inquiry: Inquiry) -> None:
    """Keep the request open in this browser for the next half hour."""
    response.set_signed_cookie(
        COOKIE,
        f"{inquiry.pk.hex}.{_mark(inquiry)}",
        salt=_SALT,
        max_age=TRACKING_MINUTES * 60,
        path=address("track", agency),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(inquiry: Inquiry) -> str:
    """Return what ends with the code: who tracked with the old code is out when the desk gives a new one."""
    return inquiry.tracking_digest[:16]


def opened(request: AgencyRequest, agency: Agency) -> Inquiry | None:
    """Return the request that this browser has opened, with its agency set; None when half an hour is over."""
    value = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=TRACKING_MINUTES * 60) or ""
    key, _dot, mark = value.partition(".")
    inquiry = own_inquiry(agency, UUID(hex=key)) if key else None
    if inquiry is None or not constant_time_compare(mark, _mark(inquiry)):
        return None
    inquiry.agency = agency
    return inquiry


@public_door
@require_POST
def own_leave(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Close the request in this browser."""
    response = see_other("track", agency)
    response.delete_cookie(COOKIE, path=address("track", agency), samesite="Lax")
    return response
