"""A call that writes is done once, however often it is sent: its answer is kept under the caller's own key."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import rules
from pendopo.kernel.api.models import KeptAnswer, Token
from pendopo.kernel.api.problems import Problem
from pendopo.kernel.people.personal import seal, unseal

_PURPOSE = "api-answer"


def once(
    *, agency: Agency, token: Token, key: str, operation: str, body: bytes, do: Callable[[], tuple[int, dict[str, Any]]]
) -> tuple[int, dict[str, Any], bool]:
    """Do a call and keep status and answer, or return what it was answered before; the last says whether it was.

    Of two that come at once one waits for the other. What `do` raises leaves nothing behind, so that a call that was
    refused can be corrected under the same key. Raises Problem for a key that cannot be or was used for another call.
    """
    if not rules.KEY.fullmatch(key):
        raise Problem("key-missing")
    digest = sha256(f"{agency.pk}:{operation}:".encode() + body).hexdigest()
    if found := _kept(token, key, operation, digest):
        return found
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(
                agency=agency, token=token, key=key, operation=operation, body_digest=digest, made_at=clock.now()
            )
            status, answer = do()
            row.status, row.sealed = status, seal(json.dumps(answer), purpose=_PURPOSE)
            row.save(update_fields=["status", "sealed"])
    except IntegrityError:
        # The same call was sent twice at once, and the other one has been answered by now.
        if found := _kept(token, key, operation, digest):
            return found
        raise
    return status, answer, False


def _kept(token: Token, key: str, operation: str, digest: str) -> tuple[int, dict[str, Any], bool] | None:
    found = KeptAnswer.objects.filter(token=token, key=key).first()
    if found is None:
        return None
    if found.operation != operation or found.body_digest != digest:
        raise Problem("key-reused")
    return found.status, json.loads(unseal(found.sealed, purpose=_PURPOSE)), True


def forget_answers() -> int:
    """Delete answers that were kept long enough; return how many."""
    horizon = clock.now() - dt.timedelta(days=rules.KEPT_DAYS)
    gone, _rows = KeptAnswer.objects.filter(made_at__lt=horizon).delete()
    return gone
