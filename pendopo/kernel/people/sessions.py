"""Open sessions of an account: which there are, and ending them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from pendopo.kernel import clock
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import SESSION_IDLE_SECONDS

MOST_LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that still goes on: what it was begun with, from where, and when it was used last."""

    pk: int
    key: str
    user_agent: str
    address: str
    began_at: dt.datetime
    seen_at: dt.datetime


def open_sessions(user: User) -> list[OpenSession]:
    """Return the account's open sessions, the one used last first. Two queries.

    A session is renewed while it is used, so its end tells when that was, to the minute.
    """
    rows = {
        row.session_key: row
        for row in UserSession.objects.filter(user_id=user.pk).order_by("-created_at")[:MOST_LISTED]
    }
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=clock.now())
    idle = dt.timedelta(seconds=SESSION_IDLE_SECONDS)
    found = [
        OpenSession(row.pk, key, row.user_agent, row.ip, row.created_at, ends_at - idle)
        for key, ends_at in alive.values_list("session_key", "expire_date")
        for row in [rows[key]]
    ]
    return sorted(found, key=lambda each: each.seen_at, reverse=True)


def end_sessions(user: User, *, but: str = "") -> int:
    """End all sessions of the account except the one whose key is `but`; return how many ended."""
    known = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but)
    keys = list(known.values_list("session_key", flat=True))
    gone, _each = Session.objects.filter(session_key__in=keys).delete()
    known.delete()
    return gone


def end_session(user: User, pk: int) -> bool:
    """End one session of the account; return False when it has none with this key (any more)."""
    row = UserSession.objects.filter(user_id=user.pk, pk=pk).first()
    if row is None:
        return False
    row.end()
    return True


def follow(old_key: str | None, new_key: str | None) -> None:
    """Keep the note of a session whose key was made anew."""
    UserSession.objects.filter(session_key=old_key).update(session_key=new_key)


def sweep() -> int:
    """Delete sessions that have ended by themselves, and the notes of sessions that are gone; return how many."""
    ended, _each = Session.objects.filter(expire_date__lt=clock.now()).delete()
    # Notes are made a moment before their session is saved.
    old = UserSession.objects.filter(created_at__lt=clock.now() - dt.timedelta(minutes=5))
    left, _each = old.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return int(ended + left)
