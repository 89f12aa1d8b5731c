"""The citizen's draft between the pages: kept sealed, found by the token in the cookie, gone after a week."""

from __future__ import annotations

import datetime as dt
import hmac
import json
import secrets
from hashlib import sha256

from django.conf import settings

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, defer, find
from pendopo.kernel.people.personal import digest, seal, unseal
from pendopo.kernel.tracking.models import Draft
from pendopo.kernel.tracking.rules import DRAFT_DAYS, code_from, read_code

_FORGET = "DELETE FROM tracking_draft WHERE token_digest = %s AND agency_id = %s AND kind = %s"


def new_token() -> str:
    """Return a secret of 128 bits that names one draft and, after submission, one case."""
    return secrets.token_urlsafe(16)


def token_digest(token: str) -> str:
    """Return the stored form of a token: the database alone never reveals a draft or a code."""
    return digest(token, purpose="draft")


def code_of(token: str) -> str:
    """Return the tracking code that belongs to the case submitted under `token`; the same each time."""
    return code_from(hmac.new(settings.SECRET_KEY.encode(), b"tracking-code:" + token.encode(), sha256).digest())


def tracking_digest(code: str) -> str:
    """Return the stored form of a typed or made code."""
    return digest(read_code(code), purpose="tracking")


def keep_draft(*, agency: Agency, kind: str, token: str, answers: dict[str, object]) -> None:
    """Keep what was typed so far, replacing what was kept before; `kind` is a subject type. One statement."""
    sealed = seal(json.dumps(answers), purpose="draft")
    kept = Draft(token_digest=token_digest(token), agency=agency, kind=kind, sealed=sealed, updated_at=clock.now())
    Draft.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=["token_digest"], update_fields=["sealed", "updated_at"]
    )


def draft_answers(*, agency: Agency, kind: str, token: str) -> dict[str, object]:
    """Return what was kept under `token`, empty when nothing was or it is too old. One query."""
    horizon = clock.now() - dt.timedelta(days=DRAFT_DAYS)
    kept = find(Draft, token_digest=token_digest(token), agency=agency.pk, kind=kind)
    if kept is None or kept.updated_at < horizon:
        return {}
    answers: dict[str, object] = json.loads(unseal(kept.sealed, purpose="draft"))
    return answers


def forget_draft(*, agency: Agency, kind: str, token: str) -> None:
    """Delete what was kept under `token`. One statement, which inside `rows.together` waits for the next."""
    defer(_FORGET, [token_digest(token), database_key(agency.pk), kind])


def sweep_drafts() -> int:
    """Delete drafts of every kind that nobody touched for a week; return how many."""
    gone, _ = Draft.objects.filter(updated_at__lt=clock.now() - dt.timedelta(days=DRAFT_DAYS)).delete()
    return gone
