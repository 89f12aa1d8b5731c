"""Entering: the session that begins, the tries that failed."""

from __future__ import annotations

from typing import Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from pendopo.kernel import clock
from pendopo.kernel.people import idle, second_step
from pendopo.kernel.people.models import Knock, User
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.context import WORKPLACES
from pendopo.portal.queries import workplaces
from pendopo.portal.signin import factors
from pendopo.portal.signin.actions.telling import mail, note

# The switch in every page's header stays short; the chooser lists all.
IN_HEADER: Final = 12


def enter(request: HttpRequest, user: User) -> None:
    """Make a staff session of one that Django has just begun: its ends, its second step, its place in the list."""
    kind = _second_step_of(request, user)
    idle.begin(request)
    second_step.confirm(request)
    if kind:
        second_step.note_given(request)
    remember_workplaces(request, user)
    with transaction.atomic():
        UserSession.objects.create_from_request(request)
        note(user, "account.log_in", {"second_step": kind})
        if kind == factors.RECOVERY_KIND:
            mail(user, _("Kode cadangan dipakai"), _("Salah satu kode cadangan akun Anda dipakai untuk masuk."))


def _second_step_of(request: HttpRequest, user: User) -> str:
    kinds = [
        record.get("type", "") for record in get_authentication_records(request, user) if record["method"] == "mfa"
    ]
    return kinds[-1] if kinds else ""


def remember_workplaces(request: HttpRequest, user: User) -> None:
    """Keep the account's agencies in its session, for the switch in the header; a page then needs no query for it."""
    places = [] if user.is_superuser else list(workplaces(user)[:IN_HEADER])
    request.session[WORKPLACES] = [[place.slug, place.short_name] for place in places]


def knock(kind: Knock.Kind, user: User | None) -> None:
    """Write down that somebody failed to enter or forgot the password. One insert, whether there is an account or not."""
    Knock.objects.create(kind=kind, user=user, at=clock.now())
