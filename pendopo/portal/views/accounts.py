"""Logging in and out, one's own password, and the way from the login to one's own agency."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import auth, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.people import idle
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import account_door, open_door, own_password_first
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import LOGIN_PER_ADDRESS, LOGIN_PER_NAME
from pendopo.portal.actions import change_password
from pendopo.portal.context import WORKPLACES
from pendopo.portal.forms import LoginForm, OwnPasswordForm
from pendopo.portal.queries import workplaces
from pendopo.portal.views.public import AGENCIES_PER_PAGE, PAGE_PARAM, safe_next
from pendopo.ui.answers import SeeOther

# The switch in every page's header stays short; the chooser lists all.
IN_HEADER = 12


@open_door
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_protect
def login(request: HttpRequest) -> HttpResponse:
    """Let staff in. Tries are limited by name and by address, and counted for unknown names too."""
    wanted = safe_next(request, request.POST.get("next", request.GET.get("next", "")), "/meja/")
    if request.method != "POST":
        return _page(request, LoginForm(request), wanted)
    keys = (
        (f"login-name:{request.POST.get('username', '').strip().casefold()}", LOGIN_PER_NAME),
        (f"login-address:{client_address(request)}", LOGIN_PER_ADDRESS),
    )
    if any(exceeded(key, limit) for key, limit in keys):
        return _page(request, LoginForm(request), wanted, status=429)
    form = LoginForm(request, request.POST)
    if not form.is_valid() or form.user is None:
        if form.has_error("__all__", "mismatch"):
            for key, limit in keys:
                count_try(key, limit)
        return _page(request, form, wanted, status=422)
    auth.login(request, form.user)
    idle.begin(request)
    remember_workplaces(request, form.user)
    return SeeOther(wanted)


def _page(request: HttpRequest, form: LoginForm, wanted: str, *, status: int = 200) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "next": wanted,
        "too_many": status == 429,
        "minutes": LOGIN_PER_NAME.seconds // 60,
    }
    if settings.PENDOPO_DEMO:
        from pendopo.portal import demo

        context |= {"accounts": demo.accounts(), "password": demo.PASSWORD}
    return render(request, "portal/login.html", context, status=status)


def remember_workplaces(request: HttpRequest, user: User) -> None:
    """Keep the account's agencies in its session, for the switch in the header; a page then needs no query for it."""
    places = [] if user.is_superuser else list(workplaces(user)[:IN_HEADER])
    request.session[WORKPLACES] = [[place.slug, place.short_name] for place in places]


@open_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_protect
def logout(request: HttpRequest) -> HttpResponse:
    """End the session on POST; on GET ask whether that is meant."""
    if request.method != "POST":
        return render(request, "portal/logout.html")
    auth.logout(request)
    return SeeOther("/masuk/?keluar=1")


@account_door
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Change the password of one's own account; this session goes on, all others of the account end."""
    user = cast(User, request.user)
    wanted = safe_next(request, request.POST.get("next", request.GET.get("next", "")), "/meja/")
    if request.method != "POST":
        return _password_page(request, OwnPasswordForm(user), wanted)
    # An unattended session must not be good for guessing.
    key = f"own-password:{user.pk}"
    if exceeded(key, LOGIN_PER_NAME):
        return _password_page(request, OwnPasswordForm(user), wanted, status=429)
    form = OwnPasswordForm(user, request.POST)
    if not form.is_valid():
        if form.has_error("old_password", "password_incorrect"):
            count_try(key, LOGIN_PER_NAME)
        return _password_page(request, form, wanted, status=422)
    changed = change_password(password=form.cleaned_data["new_password1"], by=user)
    auth.update_session_auth_hash(request, changed)
    messages.success(request, _("Kata sandi Anda sudah diganti. Sesi Anda di perangkat lain berakhir."))
    return SeeOther(wanted)


def _password_page(request: HttpRequest, form: OwnPasswordForm, wanted: str, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": wanted,
        "must": cast(User, request.user).must_change_password,
        "too_many": status == 429,
        "minutes": LOGIN_PER_NAME.seconds // 60,
    }
    return render(request, "portal/own_password.html", context, status=status)


@account_door
@require_safe
def choose_workplace(request: HttpRequest) -> HttpResponse:
    """List the agencies in which the account works; with a single one go there directly."""
    if elsewhere := own_password_first(request):
        return elsewhere
    user = cast(User, request.user)
    page = Paginator(workplaces(user), AGENCIES_PER_PAGE).get_page(request.GET.get(PAGE_PARAM))
    if page.paginator.count == 1:
        return redirect("workspace", page.object_list[0].slug)
    context = {"page": page, "page_param": PAGE_PARAM, "account": user, "title": _("Pilih instansi")}
    return render(request, "portal/choose_workplace.html", context)
