"""A forgotten password: asking for a link, following it, choosing another password."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import open_door
from pendopo.kernel.people.models import Knock
from pendopo.kernel.people.rules import RESET_PER_ADDRESS, RESET_PER_NAME
from pendopo.portal.signin import queries
from pendopo.portal.signin.actions import passwords
from pendopo.portal.signin.actions.entering import knock
from pendopo.portal.signin.forms import ForgottenForm, NewPasswordForm
from pendopo.portal.signin.views.answers import FORM_METHODS, Counted, go
from pendopo.ui.answers import SeeOther

# What a link named, kept while its owner chooses a password: the address bar and the history need not hold it.
_LINK = "new_password_link"


@open_door
@require_http_methods(FORM_METHODS)
@never_cache
@csrf_protect
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Take the name of whoever forgot the password. The answer and the work are the same whether there is an account."""
    context = {"form": ForgottenForm(), "minutes": 0, "sent": "terkirim" in request.GET, "link_minutes": _minutes()}
    if request.method != "POST":
        return render(request, "signin/forgotten_password.html", context)
    name, address = request.POST.get("username", "").strip().casefold(), client_address(request)
    counted = Counted((f"reset-name:{name}", RESET_PER_NAME), (f"reset-address:{address}", RESET_PER_ADDRESS))
    if counted.minutes:
        context |= {"minutes": counted.minutes}
        return render(request, "signin/forgotten_password.html", context, status=429)
    form = ForgottenForm(request.POST)
    if not form.is_valid():
        counted.give_back()
        return render(request, "signin/forgotten_password.html", {**context, "form": form}, status=422)
    # The worker looks whether the account may have a link, and writes the mail: here one row is written for everybody.
    knock(Knock.Kind.FORGOTTEN, queries.account_named(queries.username_of(form.cleaned_data["username"])))
    return SeeOther(f"{request.path}?terkirim=1")


@open_door
@require_safe
@never_cache
def open_new_password(request: HttpRequest, user_pk: UUID, token: str) -> HttpResponse:
    """Take the link into the session and lead on to the page without it."""
    request.session[_LINK] = [str(user_pk), token]
    return go("new-password")


@open_door
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
@never_cache
@csrf_protect
def new_password(request: HttpRequest) -> HttpResponse:
    """Let the owner of a good link choose a password; logging in, with its second step, comes after."""
    user_pk, token = request.session.get(_LINK, ["", ""])
    user = passwords.account_of_link(user_pk, token)
    if user is None:
        return _stale(request)
    form = NewPasswordForm(user, *((request.POST,) if request.method == "POST" else ()))
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "account": user}
        return render(request, "signin/new_password.html", context, status=422 if form.is_bound else 200)
    changed = passwords.set_new_password(user=user, token=token, password=form.cleaned_data["password1"])
    return _changed(request) if changed else _stale(request)


def _changed(request: HttpRequest) -> HttpResponse:
    del request.session[_LINK]
    messages.success(request, _("Kata sandi Anda sudah diganti. Masuklah dengan kata sandi yang baru."))
    return go("login")


def _stale(request: HttpRequest) -> HttpResponse:
    return render(request, "signin/stale_link.html", {"link_minutes": _minutes()}, status=410)


def _minutes() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT) // 60
