"""The tracking code of an objection for the receipts of this session; sealed, never in an address."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from pendopo.kernel.people.personal import seal, unseal

_SHELF: Final = "objection_codes"
# A desk registers many objections in one session; older codes are given anew instead of being kept.
_MOST: Final = 20


def remember_code(request: HttpRequest, pk: UUID, code: str) -> None:
    """Keep the code of an objection for the receipts of this session."""
    sealed = b64encode(seal(code, purpose=_SHELF)).decode()
    kept = {**request.session.get(_SHELF, {}), str(pk): sealed}
    request.session[_SHELF] = dict(list(kept.items())[-_MOST:])


def remembered_code(request: HttpRequest, pk: UUID) -> str:
    """Return the code kept for an objection, empty when this session has none."""
    sealed = request.session.get(_SHELF, {}).get(str(pk), "")
    return unseal(b64decode(sealed), purpose=_SHELF) if sealed else ""
