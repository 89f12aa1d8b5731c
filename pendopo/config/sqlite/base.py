"""Database backend: Django's SQLite with an operating-system lock taken before BEGIN IMMEDIATE.

SQLite's busy handler sleeps and retries, so single writers starve for seconds under load although throughput is fine.
A file lock is granted in order of arrival and is released by the kernel when a process dies, so that kill -9 cannot
leave it behind.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite connection whose write transactions queue fairly, within a process and between processes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue_file: int | None = None
        self._queued = False

    def _start_transaction_under_autocommit(self) -> None:
        self._join_queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_queue()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave_queue()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_queue()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_queue()
            if self._queue_file is not None:
                os.close(self._queue_file)
                self._queue_file = None

    def _join_queue(self) -> None:
        mode = getattr(self, "transaction_mode", None)
        if self._queued or mode != "IMMEDIATE" or self.is_in_memory_db():
            return
        if self._queue_file is None:
            name = str(self.settings_dict["NAME"])
            self._queue_file = os.open(f"{name}.queue", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._queue_file, fcntl.LOCK_EX)
        self._queued = True

    def _leave_queue(self) -> None:
        if self._queued and self._queue_file is not None:
            fcntl.flock(self._queue_file, fcntl.LOCK_UN)
            self._queued = False


__all__ = ["DatabaseWrapper"]
