"""Where sessions are kept (``SESSION_ENGINE``): Django's table, read by a statement that is written once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from pendopo.kernel.agencies.rows import find


class SessionStore(db.SessionStore):
    """A session in the database; every page of an officer reads one."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds, nothing when there is none or its time is over."""
        key = self.session_key or ""
        # A cookie can hold anything, also what PostgreSQL takes for no text.
        found = find(Session, session_key=key) if key.isascii() and key.isalnum() else None
        if found is None or self.get_expiry_age(expiry=found.expire_date) <= 0:
            self._session_key = None
            return {}
        return self.decode(found.session_data)
