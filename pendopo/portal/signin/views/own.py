"""One's own second step: what there is, adding an app or a passkey, recovery codes, and showing who one is once more."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.documents.signing.source import qr_svg
from pendopo.kernel.people import second_step
from pendopo.kernel.people.doors import View, own_password_first, settling_door
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import LOGIN_PER_NAME
from pendopo.portal.signin import factors, rules, shelf
from pendopo.portal.signin.actions import own_factors
from pendopo.portal.signin.forms import AppCodeForm, PasskeyForm, PasswordAgainForm
from pendopo.portal.signin.views.answers import FORM_METHODS, WORK, Counted, as_json, go, wanted_page
from pendopo.portal.signin.views.entering import ask_factor, factor_page
from pendopo.ui.answers import SeeOther
from pendopo.ui.errors import error_response


def confirmed(view: View) -> View:
    """Ask first who it is, unless that was shown lately; nobody changes a second step at somebody else's open session."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PENDOPO_MFA:
            raise Http404(_("Langkah kedua saat masuk tidak dipakai di sini."))
        must_give = second_step.is_missing(request) and factors.has_factor(cast(User, request.user))
        if must_give or not second_step.is_confirmed(request):
            return go("confirm-identity", wanted=request.path if request.method != "POST" else "/akun/langkah-kedua/")
        return own_password_first(request) or view(request, *args, **kwargs)

    return inner


@settling_door
@require_safe
def own_second_step(request: HttpRequest) -> HttpResponse:
    """Show the account's second step and what can be done with it; for whoever has none, how to begin."""
    if elsewhere := own_password_first(request):
        return elsewhere
    user = cast(User, request.user)
    wanted = wanted_page(request, "")
    held = factors.factors_of(user)
    if second_step.is_missing(request) and held:
        return go("confirm-identity", wanted=wanted)
    context = {
        "required": settings.PENDOPO_MFA,
        "must": second_step.is_missing(request),
        "factors": [_row(row) for row in held],
        "codes_left": factors.codes_left(user),
        "query": "?" + urlencode({"next": wanted}, safe="/") if wanted else "",
    }
    return render(request, "signin/own_second_step.html", context)


def _row(row: factors.Authenticator) -> dict[str, Any]:
    passkey = row.type == factors.PASSKEY_KIND
    return {
        "pk": row.pk,
        "name": row.data["name"] if passkey else _("Aplikasi pembuat kode"),
        "passkey": passkey,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
    }


@settling_door
@confirmed
@sensitive_post_parameters("code")
@require_http_methods(FORM_METHODS)
def enrol_app(request: HttpRequest) -> HttpResponse:
    """Show the secret as a QR code and as text, and take the first code of the app that has read it."""
    user = cast(User, request.user)
    wanted = wanted_page(request, "")
    secret = shelf.look(request, shelf.APP_SECRET)
    form = AppCodeForm(*((request.POST,) if request.method == "POST" and secret else ()))
    if form.is_bound and form.is_valid():
        try:
            codes = own_factors.enrol_app(by=user, secret=secret, code=form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", _(str(error.message)))
        else:
            shelf.forget(request, shelf.APP_SECRET)
            return _enrolled(request, codes, wanted)
    if not secret:
        secret = factors.generate_totp_secret()
        shelf.keep(request, shelf.APP_SECRET, secret)
    context = {
        "form": form,
        "next": wanted,
        "qr": qr_svg(factors.app_address(user, secret)),
        "address": factors.app_address(user, secret),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "replaces": any(row.type == factors.TOTP_KIND for row in factors.factors_of(user)),
    }
    return render(request, "signin/enrol_app.html", context, status=422 if form.is_bound else 200)


@settling_door
@confirmed
@require_http_methods(FORM_METHODS)
def enrol_passkey(request: HttpRequest) -> HttpResponse:
    """Take a passkey that the browser has just made."""
    user = cast(User, request.user)
    wanted = wanted_page(request, "")
    # The passkey is made before its name can be judged, so that a name should stand there from the beginning.
    named = " – ".join(filter(None, rules.device(request.META.get("HTTP_USER_AGENT", ""))))
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": named})
    if form.is_bound and form.is_valid():
        try:
            codes = own_factors.enrol_passkey(by=user, name=form.cleaned_data["name"], credential=form.answer)
        except ValidationError as error:
            form.add_error(None, _(str(error.message)))
        else:
            return _enrolled(request, codes, wanted)
    context = {"form": form, "next": wanted, "options": as_json(factors.passkey_wanted(user))}
    return render(request, "signin/enrol_passkey.html", context, status=422 if form.is_bound else 200)


def _enrolled(request: HttpRequest, codes: list[str] | None, wanted: str) -> HttpResponse:
    second_step.note_given(request)
    messages.success(request, _("Langkah kedua saat masuk sudah terpasang."))
    if codes is None:
        return SeeOther(wanted) if wanted else go("own-second-step")
    shelf.keep(request, shelf.CODES, " ".join(codes))
    return go("recovery-codes", wanted=wanted)


@settling_door
@confirmed
@require_POST
def remove_factor(request: HttpRequest, factor_pk: int) -> HttpResponse:
    """Remove an app or a passkey; the last one stays."""
    try:
        removed = own_factors.remove_factor(by=cast(User, request.user), pk=factor_pk)
    except own_factors.LastFactor:
        return error_response(
            request,
            409,
            title=_("Ini belum dapat dilakukan"),
            message=_("Ini satu-satunya langkah kedua akun Anda."),
            remedy=_("Pasang dahulu cara lain, lalu hapus yang ini. Aplikasi di ponsel baru menggantikan yang lama."),
        )
    if removed:
        messages.success(request, _("Langkah kedua itu sudah dihapus."))
    return go("own-second-step")


@settling_door
@confirmed
@require_http_methods(FORM_METHODS)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show fresh recovery codes until they are said to be kept, for ten minutes at most; never again afterwards."""
    wanted = wanted_page(request, "")
    if request.method == "POST" and "simpan" in request.POST:
        shelf.forget(request, shelf.CODES)
        return SeeOther(wanted) if wanted else go("own-second-step")
    if request.method == "POST":
        if not factors.has_factor(cast(User, request.user)):
            return go("own-second-step", wanted=wanted)
        shelf.keep(request, shelf.CODES, " ".join(own_factors.renew_codes(by=cast(User, request.user))))
        return go("recovery-codes", wanted=wanted)
    context = {
        "codes": [f"{code[:4]} {code[4:]}" for code in shelf.look(request, shelf.CODES).split()],
        "codes_left": factors.codes_left(cast(User, request.user)),
        "next": wanted,
    }
    return render(request, "signin/recovery_codes.html", context)


@settling_door
@confirmed
@require_safe
def download_codes(request: HttpRequest) -> HttpResponse:
    """Hand over the codes that are being shown, as a text file."""
    codes = shelf.look(request, shelf.CODES).split()
    if not codes:
        raise Http404(_("Kode cadangan hanya tampil sekali. Buat yang baru bila yang lama hilang."))
    head = _("Kode cadangan %(username)s, masing-masing hanya dapat dipakai sekali:") % {
        "username": cast(User, request.user).username
    }
    lines = [head, "", *(f"{code[:4]} {code[4:]}" for code in codes), ""]
    return HttpResponse(
        "\r\n".join(lines),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kode-cadangan.txt"'},
    )


@settling_door
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def confirm_identity(request: HttpRequest) -> HttpResponse:
    """Ask who it is: for the second step where this session lacks it, else for the password."""
    user = cast(User, request.user)
    wanted = wanted_page(request, WORK)
    lacks = second_step.is_missing(request) and factors.has_factor(user)
    if lacks or not user.has_usable_password():
        return _by_factor(request, user, wanted)
    if request.method != "POST":
        return _again(request, PasswordAgainForm(user), wanted)
    counted = Counted((f"own-password:{user.pk}", LOGIN_PER_NAME))
    if counted.minutes:
        return _again(request, PasswordAgainForm(user), wanted, minutes=counted.minutes)
    form = PasswordAgainForm(user, request.POST)
    if not form.is_valid():
        return _again(request, form, wanted, status=422)
    counted.give_back()
    second_step.confirm(request)
    return SeeOther(wanted)


def _by_factor(request: HttpRequest, user: User, wanted: str) -> HttpResponse:
    context = {"next": wanted, "confirming": True}
    if request.method != "POST":
        return factor_page(request, user, context)
    _kind, page = ask_factor(request, user, context)
    if page is not None:
        return page
    second_step.note_given(request)
    second_step.confirm(request)
    return SeeOther(wanted)


def _again(
    request: HttpRequest, form: PasswordAgainForm, wanted: str, *, status: int = 200, minutes: int = 0
) -> HttpResponse:
    context = {"form": form, "next": wanted, "minutes": minutes}
    return render(request, "signin/confirm_identity.html", context, status=429 if minutes else status)
