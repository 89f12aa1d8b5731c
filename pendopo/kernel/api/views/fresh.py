"""A secret that is shown once: sealed in the session until the next page, and forgotten there."""

from __future__ import annotations

from django.http import HttpRequest

from pendopo.kernel.people.personal import seal, unseal

_KEY = "api-fresh"
_PURPOSE = "api-fresh"


def remember(request: HttpRequest, about: str, secret: str) -> None:
    """Keep a secret for the page that follows; `about` names what it belongs to."""
    request.session[_KEY] = {about: seal(secret, purpose=_PURPOSE).hex()}


def told(request: HttpRequest, about: str) -> str:
    """Return the secret and forget it, empty when there is none."""
    kept = request.session.get(_KEY, {})
    if about not in kept:
        return ""
    del request.session[_KEY]
    return unseal(bytes.fromhex(kept[about]), purpose=_PURPOSE)
