"""Staff accounts of an agency: roles, one-time passwords, closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.portal.administration import actions, permissions
from pendopo.portal.administration.forms.people import AccountForm, ExistingAccountForm, ResetForm, RoleForm
from pendopo.portal.administration.permissions import MANAGE
from pendopo.portal.administration.queries import accounts as queries
from pendopo.portal.administration.queries import setup
from pendopo.portal.administration.views import passwords
from pendopo.portal.administration.views.answers import (
    FORM_METHODS,
    done,
    found_or_404,
    go,
    refuse_field,
    refused_page,
)
from pendopo.portal.signin.factors import has_factor

PAGE_ROWS = 50
PAGE_PARAM = "halaman"


@staff_door(MANAGE)
@require_safe
def accounts(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the accounts of this agency with their roles."""
    page = Paginator(queries.accounts(agency), PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {"page": page, "page_param": PAGE_PARAM, "rows": [queries.read(user) for user in page.object_list]}
    return render(request, "administration/accounts.html", context)


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def create_account(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Make an account; its one-time password stands on the next page, once."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AccountForm(*sent, units=active_units(agency))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            user, password = actions.create_account(
                agency=agency,
                username=given["username"],
                name=given["name"],
                email=given["email"],
                role=given["role"],
                unit=form.chosen_unit,
                by=request.actor,
            )
        except actions.Refused as refused:
            refuse_field(form, refused)
        else:
            passwords.keep(request, user.pk, password)
            done(request, _("Akun %(name)s dibuat.") % {"name": user.name})
            return go(agency, "account", user.pk)
    return render(request, "administration/create_account.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def invite_account(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Give a role to somebody who has an account already, found by exact username."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ExistingAccountForm(*sent, units=active_units(agency))
    if form.is_bound and form.is_valid():
        user = queries.account_by_username(form.cleaned_data["username"])
        if user is None:
            form.add_error(
                "username", _("Tidak ada akun aktif dengan nama pengguna ini. Periksa ejaannya, atau buat akun baru.")
            )
        else:
            try:
                actions.give_role(
                    agency=agency, user=user, role=form.cleaned_data["role"], unit=form.chosen_unit, by=request.actor
                )
            except actions.Refused as refused:
                refuse_field(form, refused)
            else:
                done(request, _("Peran diberikan kepada %(name)s.") % {"name": user.name})
                return go(agency, "account", user.pk)
    return render(request, "administration/invite_account.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(MANAGE)
@require_safe
def account(request: AgencyRequest, agency: Agency, user_pk: UUID) -> HttpResponse:
    """Show one account: its roles here, and what can be done with it. A fresh password is shown once."""
    found = found_or_404(queries.account(agency, user_pk))
    form = RoleForm(units=active_units(agency))
    return _page(request, found, form, password=passwords.take(request, user_pk))


@staff_door(MANAGE)
@require_POST
def give_role(request: AgencyRequest, agency: Agency, user_pk: UUID) -> HttpResponse:
    """Give the account another role."""
    found = found_or_404(queries.account(agency, user_pk))
    form = RoleForm(request.POST, request.FILES, units=active_units(agency))
    if form.is_valid():
        try:
            actions.give_role(
                agency=agency, user=found.user, role=form.cleaned_data["role"], unit=form.chosen_unit, by=request.actor
            )
        except actions.Refused as refused:
            refuse_field(form, refused)
        else:
            done(request, _("Peran diberikan."))
            return go(agency, "account", user_pk)
    return _page(request, found, form, status=422)


@staff_door(MANAGE)
@require_POST
def take_role(request: AgencyRequest, agency: Agency, user_pk: UUID, grant_pk: int) -> HttpResponse:
    """Take one role away; the account's page may be out of reach afterwards, so go back to the list."""
    found = found_or_404(queries.account(agency, user_pk))
    grant = found_or_404(setup.grant_of(agency, found.user, grant_pk))
    try:
        actions.take_role(grant=grant, by=request.actor)
    except actions.Refused as refused:
        return refused_page(request, refused)
    done(request, _("Peran %(role)s dicabut dari %(name)s.") % {"role": grant.get_role_display(), "name": found.user})
    still_seen = queries.account(agency, user_pk) is not None
    return go(agency, "account", user_pk) if still_seen else go(agency, "accounts")


@staff_door(MANAGE)
@require_POST
def set_account_active(request: AgencyRequest, agency: Agency, user_pk: UUID) -> HttpResponse:
    """Close the account or open it again."""
    found = found_or_404(queries.account(agency, user_pk))
    active = request.POST.get("aktif") == "1"
    try:
        actions.set_account_active(agency=agency, user=found.user, active=active, by=request.actor)
    except actions.Refused as refused:
        return refused_page(request, refused)
    done(request, _("Akun aktif kembali.") if active else _("Akun nonaktif: pemiliknya tidak dapat masuk lagi."))
    return go(agency, "account", user_pk)


@staff_door(MANAGE)
@require_POST
def set_password(request: AgencyRequest, agency: Agency, user_pk: UUID) -> HttpResponse:
    """Replace the password by a new one-time password; it stands on the account's page, once."""
    found = found_or_404(queries.account(agency, user_pk))
    try:
        password = actions.set_one_time_password(agency=agency, user=found.user, by=request.actor)
    except actions.Refused as refused:
        return refused_page(request, refused)
    passwords.keep(request, user_pk, password)
    done(request, _("Kata sandi diganti. Sesi yang masih terbuka berakhir."))
    return go(agency, "account", user_pk)


@staff_door(MANAGE)
@require_POST
def reset_second_step(request: AgencyRequest, agency: Agency, user_pk: UUID) -> HttpResponse:
    """Take the account's second step away, for a reason; its owner enrols a new one at the next sign-in."""
    found = found_or_404(queries.account(agency, user_pk))
    asked = ResetForm(request.POST)
    if not asked.is_valid():
        return _page(request, found, RoleForm(units=active_units(agency)), reset_form=asked, status=422)
    try:
        had = actions.reset_second_step(
            agency=agency, user=found.user, reason=asked.cleaned_data["reason"], by=request.actor
        )
    except actions.Refused as refused:
        return refused_page(request, refused)
    done(
        request,
        _("Langkah kedua akun ini diatur ulang. Pemiliknya diminta memasang yang baru saat masuk.")
        if had
        else _("Akun ini tidak memiliki langkah kedua."),
    )
    return go(agency, "account", user_pk)


def _page(
    request: AgencyRequest,
    found: queries.Account,
    form: RoleForm,
    *,
    password: str = "",
    reset_form: ResetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "account": found,
        "form": form,
        "reset_form": reset_form or ResetForm(),
        "has_factor": has_factor(found.user),
        "second_step": settings.PENDOPO_MFA,
        "reset_refusal": _why_not(permissions.may_reset_second_step(request.actor, found)),
        "password": password,
        "roles": [
            {"grant": grant, "refusal": _why_not(permissions.may_take(request.actor, grant))} for grant in found.grants
        ],
        "close_refusal": _why_not(permissions.may_close(request.actor, found)),
        "password_refusal": _why_not(permissions.may_give_password(request.actor, found)),
    }
    return render(request, "administration/account.html", context, status=status)


def _why_not(verdict: Verdict) -> Any:
    return _(verdict.reason) if isinstance(verdict, Denied) else ""
