"""How an operation that writes answers: once for each Idempotency-Key, and the same again for the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header

from pendopo.kernel.api.actions.answers import once
from pendopo.kernel.api.doors import ApiRequest
from pendopo.kernel.api.instance import as_json
from pendopo.lib.text import gettext_noop as _

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=64,
        pattern="^[!-~]+$",
        description=_("Kunci buatan pengirim, baru untuk tiap kiriman baru; kiriman ulang mendapat jawaban yang sama."),
    ),
]


def call_once(
    request: ApiRequest, *, operation: str, key: str, location: str, do: Callable[[], tuple[int, dict[str, Any]]]
) -> HttpResponse:
    """Do a call once and answer it; `location` is where what it made can be read, with {id} from the answer."""
    status, answer, is_again = once(
        agency=request.agency, token=request.token, key=key, operation=operation, body=request.body, do=do
    )
    response = HttpResponse(as_json(answer), status=status, content_type="application/json; charset=utf-8")
    response.headers["Location"] = location.format(id=answer["id"])
    if is_again:
        response.headers["Idempotent-Replayed"] = "true"
    return response
