"""One's own password, and the way from the login to one's own agency. Logging in stands in portal/signin."""

from __future__ import annotations

from typing import cast

from django.contrib import auth, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.people.doors import account_door, must_change_password, settling_door
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import LOGIN_PER_NAME
from pendopo.kernel.people.sessions import follow
from pendopo.portal.actions import change_password
from pendopo.portal.forms import OwnPasswordForm
from pendopo.portal.queries import workplaces
from pendopo.portal.signin.views.answers import Counted
from pendopo.portal.views.public import AGENCIES_PER_PAGE, PAGE_PARAM, safe_next
from pendopo.ui.answers import SeeOther


@settling_door
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Change the password of one's own account; this session goes on, all others of the account end."""
    user = cast(User, request.user)
    wanted = safe_next(request, request.POST.get("next", request.GET.get("next", "")), "/meja/")
    if request.method != "POST":
        return _password_page(request, OwnPasswordForm(user), wanted)
    # An unattended session must not be good for guessing.
    counted = Counted((f"own-password:{user.pk}", LOGIN_PER_NAME))
    if counted.minutes:
        return _password_page(request, OwnPasswordForm(user), wanted, minutes=counted.minutes)
    form = OwnPasswordForm(user, request.POST)
    valid = form.is_valid()
    if not form.has_error("old_password", "password_incorrect"):
        counted.give_back()
    if not valid:
        return _password_page(request, form, wanted, status=422)
    before = request.session.session_key
    changed = change_password(password=form.cleaned_data["new_password1"], by=user, session_key=before or "")
    auth.update_session_auth_hash(request, changed)
    follow(before, request.session.session_key)
    messages.success(request, _("Kata sandi Anda sudah diganti. Sesi Anda di perangkat lain berakhir."))
    return SeeOther(wanted)


def _password_page(
    request: HttpRequest, form: OwnPasswordForm, wanted: str, *, status: int = 200, minutes: int = 0
) -> HttpResponse:
    user = cast(User, request.user)
    must = must_change_password(user)
    context = {
        "form": form,
        "next": wanted,
        "must": must,
        "expired": must and not user.must_change_password,
        "minutes": minutes,
    }
    return render(request, "portal/own_password.html", context, status=429 if minutes else status)


@account_door
@require_safe
def choose_workplace(request: HttpRequest) -> HttpResponse:
    """List the agencies in which the account works; with a single one go there directly."""
    user = cast(User, request.user)
    page = Paginator(workplaces(user), AGENCIES_PER_PAGE).get_page(request.GET.get(PAGE_PARAM))
    if page.paginator.count == 1:
        return redirect("workspace", page.object_list[0].slug)
    context = {"page": page, "page_param": PAGE_PARAM, "account": user, "title": _("Pilih instansi")}
    return render(request, "portal/choose_workplace.html", context)
