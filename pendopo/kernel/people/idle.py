"""Staff sessions end after half an hour without a page, and after twelve hours in any case.

The hot public pages never write a session.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from pendopo.kernel import clock
from pendopo.kernel.people.rules import SESSION_IDLE_SECONDS, SESSION_RENEW_SECONDS

_RENEWED = "renewed"
_BEGAN = "began"


def begin(request: HttpRequest) -> None:
    """Let the session of somebody who has just logged in end when it is idle, and when its time is over."""
    request.session.set_expiry(SESSION_IDLE_SECONDS)
    request.session[_RENEWED] = request.session[_BEGAN] = int(clock.now().timestamp())


def keep_alive(request: HttpRequest) -> None:
    """Move the end of the session on, at most once a minute; sessions that `begin` did not see are left alone.

    Only the staff doors call this: SESSION_SAVE_EVERY_REQUEST would write for every page, the public ones too.
    """
    renewed = request.session.get(_RENEWED)
    now = int(clock.now().timestamp())
    if renewed is not None and now - renewed >= SESSION_RENEW_SECONDS:
        request.session[_RENEWED] = now


def is_over(request: HttpRequest) -> bool:
    """Tell whether the session has lasted as long as any may (SESSION_COOKIE_AGE), however busy it was."""
    began = request.session.get(_BEGAN)
    return began is not None and int(clock.now().timestamp()) - began >= settings.SESSION_COOKIE_AGE
