"""A one-time password between the page that made it and the page that shows it once; sealed in the session."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from pendopo.kernel.people.personal import seal, unseal

_SHELF: Final = "one_time_password"


def keep(request: HttpRequest, user_pk: UUID, password: str) -> None:
    """Keep the password for the account's page; one kept before is gone."""
    request.session[_SHELF] = [str(user_pk), b64encode(seal(password, purpose=_SHELF)).decode()]


def take(request: HttpRequest, user_pk: UUID) -> str:
    """Return the password kept for this account and forget it; empty when there is none, or only a look (HEAD)."""
    whose, sealed = request.session.get(_SHELF, ["", ""])
    if whose != str(user_pk) or request.method != "GET":
        return ""
    del request.session[_SHELF]
    return unseal(b64decode(sealed), purpose=_SHELF)
