"""Staff sessions end after half an hour without a page; the hot public pages never write a session."""

from __future__ import annotations

from django.http import HttpRequest

from pendopo.kernel import clock
from pendopo.kernel.people.rules import SESSION_IDLE_SECONDS, SESSION_RENEW_SECONDS

_RENEWED = "renewed"


def begin(request: HttpRequest) -> None:
    """Let the session of somebody who has just logged in end when it is idle."""
    request.session.set_expiry(SESSION_IDLE_SECONDS)
    request.session[_RENEWED] = int(clock.now().timestamp())


def keep_alive(request: HttpRequest) -> None:
    """Move the end of the session on, at most once a minute; sessions that `begin` did not see are left alone.

    Only the staff doors call this: SESSION_SAVE_EVERY_REQUEST would write for every page, the public ones too.
    """
    renewed = request.session.get(_RENEWED)
    now = int(clock.now().timestamp())
    if renewed is not None and now - renewed >= SESSION_RENEW_SECONDS:
        request.session[_RENEWED] = now
