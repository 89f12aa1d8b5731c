"""Secrets that a page shows for a moment: a tracking code while the session lasts, a NIK once. Sealed in the session."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from pendopo.kernel.people.personal import seal, unseal

_CODES: Final = "tracking_codes"
_NIKS: Final = "revealed_niks"
# A desk registers many requests in one session; older codes are given anew instead of being kept.
_MOST: Final = 20


def _keep(request: HttpRequest, shelf: str, pk: UUID, secret: str) -> None:
    sealed = b64encode(seal(secret, purpose=shelf)).decode()
    kept = {**request.session.get(shelf, {}), str(pk): sealed}
    request.session[shelf] = dict(list(kept.items())[-_MOST:])


def _open(sealed: str, shelf: str) -> str:
    return unseal(b64decode(sealed), purpose=shelf) if sealed else ""


def remember_code(request: HttpRequest, pk: UUID, code: str) -> None:
    """Keep the code of a request for the receipts of this session."""
    _keep(request, _CODES, pk, code)


def remembered_code(request: HttpRequest, pk: UUID) -> str:
    """Return the code kept for a request, empty when this session has none."""
    return _open(request.session.get(_CODES, {}).get(str(pk), ""), _CODES)


def remember_nik(request: HttpRequest, pk: UUID, nik: str) -> None:
    """Keep a revealed NIK for the next page."""
    _keep(request, _NIKS, pk, nik)


def take_nik(request: HttpRequest, pk: UUID) -> str:
    """Return the revealed NIK and forget it; empty when none was kept."""
    kept = request.session.get(_NIKS, {})
    if str(pk) not in kept:
        return ""
    sealed = kept[str(pk)]
    request.session[_NIKS] = {key: value for key, value in kept.items() if key != str(pk)}
    return _open(sealed, _NIKS)
