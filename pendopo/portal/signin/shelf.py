"""What a session keeps sealed for a few minutes: the secret of an app being enrolled, recovery codes being shown."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Final

from django.http import HttpRequest

from pendopo.kernel import clock
from pendopo.kernel.people.personal import seal, unseal
from pendopo.kernel.people.rules import CONFIRMED_SECONDS

APP_SECRET: Final = "app_secret"  # noqa: S105 - the name of a place
CODES: Final = "recovery_codes"


def keep(request: HttpRequest, place: str, text: str) -> None:
    """Keep a text in the session, readable by nobody who reads the table of sessions."""
    sealed = b64encode(seal(text, purpose=place)).decode()
    request.session[place] = [int(clock.now().timestamp()), sealed]


def look(request: HttpRequest, place: str) -> str:
    """Return what is kept, empty when there is nothing or its minutes are over."""
    at, sealed = request.session.get(place, [0, ""])
    if int(clock.now().timestamp()) - at >= CONFIRMED_SECONDS:
        return ""
    return unseal(b64decode(sealed), purpose=place)


def forget(request: HttpRequest, place: str) -> None:
    """Forget what is kept."""
    request.session.pop(place, None)
