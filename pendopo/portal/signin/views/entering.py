"""Logging in and out: name and password, the second step, the agency's own sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django import forms
from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import open_door
from pendopo.kernel.people.models import Knock, User
from pendopo.kernel.people.rules import (
    CONFIRMED_SECONDS,
    LOGIN_PER_ACCOUNT,
    LOGIN_PER_ADDRESS,
    LOGIN_PER_NAME,
    SECOND_STEP_PER_ACCOUNT,
)
from pendopo.portal.signin import factors, provider, queries
from pendopo.portal.signin.actions.entering import knock
from pendopo.portal.signin.forms import CodeForm, CredentialForm, LoginForm
from pendopo.portal.signin.stages import SecondStep
from pendopo.portal.signin.views.answers import FORM_METHODS, Counted, as_json, go, wanted_page
from pendopo.ui.answers import SeeOther

UNKNOWN_PASSKEY = _("Kunci sandi ini tidak dikenali. Coba lagi, atau pakai cara lain.")


@open_door
@sensitive_post_parameters("password")
@require_http_methods(FORM_METHODS)
@never_cache
@csrf_protect
def login(request: HttpRequest) -> HttpResponse:
    """Let staff in. Tries are limited by name and by address, and counted for unknown names too."""
    wanted = wanted_page(request)
    if request.method != "POST":
        return _page(request, LoginForm(request), wanted)
    name, address = request.POST.get("username", "").strip().casefold(), client_address(request)
    counted = Counted(
        (f"login-name:{name}:{address}", LOGIN_PER_NAME),
        (f"login-address:{address}", LOGIN_PER_ADDRESS),
        (f"login-account:{name}", LOGIN_PER_ACCOUNT),
    )
    if counted.minutes:
        return _page(request, LoginForm(request), wanted, minutes=counted.minutes)
    form = LoginForm(request, request.POST)
    if form.is_valid() and form.user is not None:
        counted.give_back()
        going_on: HttpResponse = perform_password_login(request, {}, Login(user=form.user, redirect_url=wanted))
        return going_on
    if form.has_error("__all__", "mismatch"):
        knock(Knock.Kind.FAILED, queries.account_named(queries.username_of(form.cleaned_data["username"])))
    else:
        counted.give_back()
    return _page(request, form, wanted, status=422)


def _page(request: HttpRequest, form: LoginForm, wanted: str, *, status: int = 200, minutes: int = 0) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "next": wanted,
        "minutes": minutes,
        "provider": settings.PENDOPO_OIDC_NAME if settings.PENDOPO_OIDC else "",
        "second_step": settings.PENDOPO_MFA,
    }
    if settings.PENDOPO_DEMO:
        from pendopo.portal import demo

        context |= {"accounts": demo.accounts(), "password": demo.PASSWORD}
    return render(request, "portal/login.html", context, status=429 if minutes else status)


@open_door
@sensitive_post_parameters("credential")
@require_http_methods(FORM_METHODS)
@never_cache
@csrf_protect
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Let staff in by a passkey alone: having it and unlocking it are two steps in one. Tries are limited by address."""
    wanted = wanted_page(request)
    if request.method != "POST":
        return _passkey_page(request, None, wanted)
    counted = Counted((f"login-address:{client_address(request)}", LOGIN_PER_ADDRESS))
    if counted.minutes:
        return _passkey_page(request, None, wanted, minutes=counted.minutes, status=429)
    sent = CredentialForm(request.POST)
    user = factors.owner_of_passkey(sent.answer) if sent.is_valid() else None
    if user is not None and user.is_active:
        counted.give_back()
        record_authentication(request, user, "mfa", type=factors.PASSKEY_KIND, passwordless=True)
        going_on: HttpResponse = perform_login(request, Login(user=user, redirect_url=wanted))
        return going_on
    if sent.errors:
        counted.give_back()
    else:
        knock(Knock.Kind.FAILED, user)
        sent.add_error(None, UNKNOWN_PASSKEY)
    return _passkey_page(request, sent, wanted, status=422)


def _passkey_page(
    request: HttpRequest, form: CredentialForm | None, wanted: str, *, status: int = 200, minutes: int = 0
) -> HttpResponse:
    if not request.user.is_authenticated:
        # The challenge waits in a session; that of a visitor who goes away again is swept soon.
        request.session.set_expiry(CONFIRMED_SECONDS)
    options = as_json(factors.passkey_asked_of_anybody())
    context = {"form": form, "next": wanted, "minutes": minutes, "options": options}
    return render(request, "signin/passkey_sign_in.html", context, status=status)


@open_door
@require_http_methods(FORM_METHODS)
@never_cache
@csrf_protect
def logout(request: HttpRequest) -> HttpResponse:
    """End the session on POST; on GET ask whether that is meant."""
    if request.method != "POST":
        return render(request, "portal/logout.html")
    auth.logout(request)
    return SeeOther("/masuk/?keluar=1")


@open_door
@sensitive_post_parameters("code", "credential")
@require_http_methods(FORM_METHODS)
@never_cache
@csrf_protect
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever has given the right password for a code or a passkey; right, the session begins."""
    stage = None if request.user.is_authenticated else LoginStageController.enter(request, SecondStep.key)
    if stage is None or stage.login.user is None or not stage.login.user.is_active:
        return go("choose-workplace") if request.user.is_authenticated else go("login")
    user = stage.login.user
    if request.method != "POST":
        return factor_page(request, user, {})
    kind, page = ask_factor(request, user, {})
    if page is not None:
        return page
    record_authentication(request, user, "mfa", type=kind)
    going_on: HttpResponse = stage.exit()
    return going_on


def ask_factor(request: HttpRequest, user: User, context: dict[str, Any]) -> tuple[str, HttpResponse | None]:
    """Judge the code or passkey that was sent; return its kind, or the page that says what was wrong with it."""
    counted = Counted((f"second-step:{user.pk}", SECOND_STEP_PER_ACCOUNT))
    if counted.minutes:
        return "", factor_page(request, user, {**context, "minutes": counted.minutes}, status=429)
    kind, wrong = (_passkey if "credential" in request.POST else _code)(request, user)
    if wrong is None or wrong.has_error("code", "required"):
        counted.give_back()
    else:
        knock(Knock.Kind.FAILED, user)
    if wrong is None:
        return kind, None
    shown = "passkey_form" if isinstance(wrong, CredentialForm) else "form"
    return "", factor_page(request, user, {**context, shown: wrong}, status=422)


def _passkey(request: HttpRequest, user: User) -> tuple[str, forms.Form | None]:
    sent = CredentialForm(request.POST)
    if sent.is_valid() and factors.accepts_passkey(user, sent.answer):
        return factors.PASSKEY_KIND, None
    if not sent.errors:
        sent.add_error(None, UNKNOWN_PASSKEY)
    return "", sent


def _code(request: HttpRequest, user: User) -> tuple[str, forms.Form | None]:
    sent = CodeForm(request.POST)
    if not sent.is_valid():
        return "", sent
    if kind := factors.accepts_code(user, sent.cleaned_data["code"]):
        return kind, None
    sent.add_error("code", _("Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."))
    return "", sent


def factor_page(request: HttpRequest, user: User, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Show the page that asks for a code or a passkey; a passkey is offered to whoever has one."""
    kinds = {row.type for row in factors.factors_of(user)}
    options = as_json(factors.passkey_asked(user)) if factors.PASSKEY_KIND in kinds else ""
    asked = {"form": CodeForm(), "passkey_form": None, "options": options, "has_app": factors.TOTP_KIND in kinds}
    return render(request, "signin/second_step.html", {**asked, **context}, status=status)


@open_door
@require_safe
@never_cache
def begin_provider(request: HttpRequest) -> HttpResponse:
    """Lead to the agency's own sign-in."""
    _expect_provider()
    return provider.begin(request, wanted_page(request))


@open_door
@require_safe
@never_cache
def finish_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the agency's own sign-in; there is one provider, and its key is always the same."""
    _expect_provider()
    return provider.finish(request)


def _expect_provider() -> None:
    if not settings.PENDOPO_OIDC:
        raise Http404(_("Instansi ini tidak memakai SSO. Masuk dengan nama pengguna dan kata sandi."))
