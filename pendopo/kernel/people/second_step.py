"""Whether a session holds the second step of its sign-in, and how lately its owner has shown who they are."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from pendopo.kernel import clock
from pendopo.kernel.people.rules import CONFIRMED_SECONDS

_GIVEN: Final = "second_step"
_CONFIRMED: Final = "confirmed"


def is_missing(request: HttpRequest) -> bool:
    """Tell whether this installation asks for a second step and the session holds none. No query."""
    return bool(settings.PENDOPO_MFA) and not request.session.get(_GIVEN)


def note_given(request: HttpRequest) -> None:
    """Note that the second step was given in this session."""
    request.session[_GIVEN] = True


def confirm(request: HttpRequest) -> None:
    """Note that the session's owner has just shown who they are."""
    request.session[_CONFIRMED] = int(clock.now().timestamp())


def is_confirmed(request: HttpRequest) -> bool:
    """Tell whether the session's owner has shown who they are lately enough to change their second step."""
    at: int = request.session.get(_CONFIRMED, 0)
    return int(clock.now().timestamp()) - at < CONFIRMED_SECONDS
