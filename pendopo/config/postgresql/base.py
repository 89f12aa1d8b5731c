"""Database backend: Django's PostgreSQL, whose connections are asked after only when they may be gone.

With health checks Django asks every connection for its health once in each request, which costs as much as a page's
smallest query. A server that ended, restarted or threw the connection out has closed its end of the socket, and that the
kernel tells for nothing.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

# After so long a firewall in between may have forgotten the connection without telling anybody.
QUIET_SECONDS = 30


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL connection that is asked "are you there?" after a rest, or when something waits to be read from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._well_at: float | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Return what the driver is given; compiling a query to machine code takes longer than any of ours runs."""
        params: dict[str, Any] = super().get_connection_params()
        # A pooler would refuse the option.
        if self.settings_dict.get("PREPARE", True):
            params.setdefault("options", "-c jit=off")
        return params

    def is_usable(self) -> bool:
        """Return whether the connection still answers; asks it only when that is in doubt."""
        now = time.monotonic()
        if self._well_at is not None and now - self._well_at < QUIET_SECONDS and self._is_silent():
            # Every request asks here, so that a busy connection is never in doubt and a resting one soon is.
            self._well_at = now
            return True
        self._well_at = now if super().is_usable() else None
        return self._well_at is not None

    def _is_silent(self) -> bool:
        """Return whether nothing waits to be read: between two requests the server has nothing to say but good-bye."""
        if self.connection is None or self.connection.closed:
            return False
        # A transaction that failed answers nothing until it is rolled back; the driver knows without asking.
        if self.connection.pgconn.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.INTRANS):
            return False
        asked = select.poll()
        asked.register(self.connection.fileno(), select.POLLIN)
        return not asked.poll(0)

    def _close(self) -> Any:
        self._well_at = None
        return super()._close()  # type: ignore[misc]
