"""Doors: the only way into a view. Each resolves the agency, the actor, and decides who may pass.

Another agency's workspace answers 404 to a stranger, so that its existence is not told; a colleague without the
permission gets 403; nobody logged in is sent to the login page, whoever still has a password that somebody else made
to the page where they choose their own, and whoever has given no second step to the page where they do or begin to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_agency
from pendopo.kernel.people import second_step
from pendopo.kernel.people.actors import CITIZEN, Actor, staff
from pendopo.kernel.people.idle import is_over, keep_alive
from pendopo.kernel.people.models import User
from pendopo.kernel.people.permissions import may, roles_with

View = Callable[..., HttpResponseBase]


# Names of the addresses where an account changes its own password and its second step; the pages belong to the portal,
# above.
OWN_PASSWORD: Final = "own-password"  # noqa: S105 - the name of an address, and no password
OWN_SECOND_STEP: Final = "own-second-step"


class AgencyRequest(HttpRequest):
    """A request that came through a door: it knows its agency and its actor."""

    agency: Agency
    actor: Actor


def _marked(view: View, door: str) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


def open_door(view: View) -> View:
    """Let anybody in; the view belongs to the installation and not to an agency."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _marked(inner, "open")


def _agency_or_404(slug: str) -> Agency:
    agency = active_agency(slug)
    if agency is None:
        raise Http404(_("Instansi ini tidak ada di sini. Periksa alamat halaman, atau pilih instansi dari beranda."))
    return agency


def public_door(view: View) -> View:
    """Let anybody into a page of an active agency; the actor is a citizen, also when staff is logged in."""

    @wraps(view)
    def inner(request: HttpRequest, agency_slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        entered = cast(AgencyRequest, request)
        entered.agency = _agency_or_404(agency_slug)
        entered.actor = CITIZEN
        # Times are shown and typed in the agency's own zone.
        with timezone.override(entered.agency.zone):
            return view(entered, entered.agency, *args, **kwargs)

    return _marked(inner, "public")


def own_password_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the page of one's own password while the account has one that somebody else made, else None.

    The page wanted stands in `next`; after a POST it is left out, because its address need not answer GET.
    """
    return _by_way_of(request, OWN_PASSWORD) if must_change_password(request.user) else None


def must_change_password(user: Any) -> bool:
    """Tell whether somebody else made the account's password, or it is older than the installation allows."""
    if user.must_change_password:
        return True
    days = settings.PENDOPO_PASSWORD_DAYS
    return bool(days) and (clock.now() - (user.password_changed_at or user.date_joined)).days >= days


def second_step_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the page of one's second step while this session holds none, else None. No query."""
    return _by_way_of(request, OWN_SECOND_STEP) if second_step.is_missing(request) else None


def login_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the login page for nobody, and for a session whose time is over; else None."""
    if request.user.is_authenticated and is_over(request):
        auth.logout(request)
    return None if request.user.is_authenticated else redirect_to_login(request.get_full_path())


def _by_way_of(request: HttpRequest, page: str) -> HttpResponse:
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    return redirect_to_login(wanted, page) if wanted else redirect(page)


def staff_door(permission: str) -> Callable[[View], View]:
    """Let staff of the agency in who hold `permission`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, agency_slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            entered = cast(AgencyRequest, request)
            roles_with(permission)
            if elsewhere := login_first(request) or own_password_first(request) or second_step_first(request):
                return elsewhere
            entered.agency = _agency_or_404(agency_slug)
            entered.actor = staff(cast(User, request.user), entered.agency)
            if not entered.actor.roles:
                raise Http404(_("Halaman ini tidak ada, atau bukan milik instansi Anda."))
            if not may(entered.actor, permission):
                raise PermissionDenied(
                    _("Peran Anda tidak mencakup halaman ini. Mintalah admin instansi bila Anda memerlukannya.")
                )
            keep_alive(request)
            with timezone.override(entered.agency.zone):
                response = view(entered, entered.agency, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response

        return _marked(inner, permission)

    return decorate


def account_door(view: View) -> View:
    """Let any account in that has its own password and has given its second step; the view belongs to no agency."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        elsewhere = login_first(request) or own_password_first(request) or second_step_first(request)
        return elsewhere or _own_page(view, request, *args, **kwargs)

    return _marked(inner, "account")


def settling_door(view: View) -> View:
    """Let any logged-in account in, only to the pages where its password and its second step are set."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return login_first(request) or _own_page(view, request, *args, **kwargs)

    return _marked(inner, "settling")


def _own_page(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    keep_alive(request)
    response = view(request, *args, **kwargs)
    add_never_cache_headers(response)
    return response
