"""Making, using and revoking keys of programs."""

from __future__ import annotations

import datetime as dt
import secrets
import string
from collections.abc import Sequence

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import rules
from pendopo.kernel.api.models import Token, days_from_now
from pendopo.kernel.api.permissions import MANAGE
from pendopo.kernel.api.queries import digest_of
from pendopo.kernel.api.registry import scopes as known_scopes
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people import limits
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop as _

_SIGNS = string.ascii_lowercase + string.digits
NOT_MANAGING = _("Peran Anda tidak mencakup kunci API dan webhook.")


def make_token(
    *, agency: Agency, name: str, scopes: Sequence[str], days: int, by: Actor, with_children: bool = False
) -> tuple[Token, str]:
    """Make a key; return it with its text, which nobody can read again. Raises NotAllowed, ValueError."""
    if not may(by, MANAGE):
        raise NotAllowed(NOT_MANAGING)
    if not scopes or set(scopes) - set(known_scopes()) or days not in rules.LIFETIMES:
        raise ValueError("A key has known scopes and one of the lifetimes.")
    prefix = "".join(secrets.choice(_SIGNS) for _sign in range(rules.PREFIX_LENGTH))
    text = f"{rules.TOKEN_WORD}_{prefix}_{secrets.token_urlsafe(rules.SECRET_BYTES)}"
    with transaction.atomic():
        if (
            Token.objects.for_agency(agency).filter(revoked_at=None, expires_at__gt=clock.now()).count()
            >= rules.TOKENS_MAX
        ):
            raise NotAllowed(_("Jumlah kunci yang berlaku sudah mencapai batas. Cabut kunci yang tidak dipakai."))
        token = Token.objects.create(
            agency=agency,
            name=name,
            prefix=prefix,
            digest=digest_of(text),
            scopes=sorted(set(scopes)),
            with_children=with_children,
            made_by_id=by.user_pk,
            made_at=clock.now(),
            expires_at=days_from_now(days),
        )
        _note(token, "make", by, {"scopes": token.scopes, "children": with_children, "days": days})
    return token, text


def revoke_token(*, token: Token, by: Actor) -> bool:
    """End a key at once; return False when it was revoked before. Raises NotAllowed."""
    if not may(by, MANAGE):
        raise NotAllowed(NOT_MANAGING)
    with transaction.atomic():
        still = Token.objects.for_agency(token.agency).filter(pk=token.pk, revoked_at__isnull=True)
        changed = still.update(revoked_at=clock.now(), revoked_by_id=by.user_pk)
        if changed:
            _note(token, "revoke", by, {})
    return bool(changed)


def spend(token: Token) -> int:
    """Count one call of a key; return 0, or the seconds to wait when it has used up its calls."""
    count = limits.add(f"api:{token.pk}", rules.PER_TOKEN)
    return 0 if count <= rules.PER_TOKEN.tries else limits.seconds_left(rules.PER_TOKEN)


def note_use(token: Token) -> None:
    """Remember that the key was used now, at most once in some minutes."""
    now = clock.now()
    again = now - dt.timedelta(seconds=rules.USED_AGAIN_SECONDS)
    if token.last_used_at is None or token.last_used_at < again:
        Token.objects.for_agency(token.agency).filter(pk=token.pk).update(last_used_at=now)


def _note(token: Token, action: str, by: Actor, details: dict[str, object]) -> None:
    record(
        agency=token.agency,
        action=f"api_token.{action}",
        subject_type="api_token",
        subject_id=token.pk,
        by=by,
        details={"name": token.name, **details},
    )
