"""Counts failures in the database, so that they are told to the system administrators although nobody reads logs."""

from __future__ import annotations

import logging
import threading

from pendopo.config.logs.formats import is_ours, message, reference
from pendopo.lib.faults import describe, fingerprint, place


class FailureHandler(logging.Handler):
    """Notes each line of level ERROR that tells of an exception or comes from our own code.

    Never fails and never disturbs: without a database, or inside somebody's transaction, the line in the log must do.
    """

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self._busy = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the failure."""
        failure = record.exc_info[1] if record.exc_info else None
        if getattr(self._busy, "now", False) or (failure is None and not is_ours(record)):
            return
        self._busy.now = True
        try:
            _note(record, failure)
        except Exception:  # noqa: BLE001, S110 - whoever logs a failure must not meet another one here
            pass
        finally:
            self._busy.now = False


def _note(record: logging.LogRecord, failure: BaseException | None) -> None:
    from django.apps import apps
    from django.db import connection

    if not apps.ready or connection.in_atomic_block:
        return
    from pendopo.kernel.operation.actions import note_failure
    from pendopo.kernel.operation.queries import read_only

    if read_only().on:
        return
    kind = describe(failure) if failure else message(record)
    where = place(failure) if failure else record.name
    # What is counted together must not differ by what an argument said.
    name = fingerprint(kind if failure else str(record.msg), where)
    note_failure(fingerprint=name, kind=kind, place=where, reference=reference.get())
