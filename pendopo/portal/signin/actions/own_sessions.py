"""Ending one's own sessions."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.people import sessions
from pendopo.kernel.people.models import User
from pendopo.portal.signin.actions.telling import note


def end_session(*, by: User, pk: int) -> bool:
    """End one session of one's own; return False when there is none with this key (any more)."""
    with transaction.atomic():
        if not sessions.end_session(by, pk):
            return False
        note(by, "account.end_session", {"sessions": 1})
    return True


def end_other_sessions(*, by: User, key: str) -> int:
    """End all sessions of one's own but the one whose key is `key`; return how many ended."""
    with transaction.atomic():
        ended = sessions.end_sessions(by, but=key)
        if ended:
            note(by, "account.end_session", {"sessions": ended})
    return ended
