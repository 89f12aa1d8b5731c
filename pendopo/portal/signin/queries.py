"""Reads of signing in: whom a typed name means, and which agency speaks for an account."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Lower

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_agencies
from pendopo.kernel.people.models import RoleGrant, User


def username_of(typed: str) -> str:
    """Return the username that is meant by a name or an e-mail; what was typed when no single account has that e-mail.

    One query for an e-mail, none for a name: as many for those who are known as for those who are not.
    """
    if "@" not in typed:
        return typed
    named = User.objects.annotate(mail=Lower(F("email"))).filter(mail=typed.lower(), is_active=True)
    usernames = list(named.values_list("username", flat=True)[:2])
    return usernames[0] if len(usernames) == 1 else typed


def account_named(username: str) -> User | None:
    """Return the account with exactly this username, also a closed one. One query."""
    return User.objects.filter(username=username).first()


def agencies_of(user: User) -> list[Agency]:
    """Return the agencies in which the account holds a role, always in one order. One query."""
    held = RoleGrant.objects.filter(user=user, is_active=True).values("agency")
    return list(Agency.objects.filter(pk__in=held).order_by("pk"))


def speaker_for(user: User) -> Agency | None:
    """Return the agency in whose name mail goes to the account: its first one, any for a system administrator."""
    held = agencies_of(user)
    if held or not user.is_superuser:
        return held[0] if held else None
    return active_agencies().first()
