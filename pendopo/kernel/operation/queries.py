"""Reads: may anything be written, when was the last good backup, what failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from pendopo.kernel import clock
from pendopo.kernel.operation import rules
from pendopo.kernel.operation.models import Failure, Note
from pendopo.lib.keeping import Kept

READ_ONLY, BACKUP, AUDIT = "read-only", "backup", "audit"


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """Whether only reading is allowed, and until when as far as that is known."""

    on: bool = False
    until: dt.datetime | None = None

    @property
    def retry_seconds(self) -> int:
        """Return after how many seconds trying again is worth it: at `until`, else in ten minutes; a minute at least."""
        if self.until is None:
            return 600
        return max(60, int((self.until - clock.now()).total_seconds()))


_read_only: Kept[ReadOnly] = Kept(seconds=rules.READ_ONLY_KEPT_SECONDS, most_seconds=rules.READ_ONLY_KEPT_SECONDS)


def read_only() -> ReadOnly:
    """Return whether only reading is allowed, as this process learnt it some seconds ago at most. One query, or none.

    A database that does not answer, or has no table for it yet, forbids nothing: whoever writes will hear it themselves.
    """
    return _read_only.get(READ_ONLY, _ask)


def _ask() -> ReadOnly:
    try:
        value = note(READ_ONLY)
    except DatabaseError:
        return ReadOnly()
    if not value or not value.get("on"):
        return ReadOnly()
    until = value.get("until")
    return ReadOnly(True, dt.datetime.fromisoformat(until) if until else None)


def forget() -> None:
    """Ask anew at the next question, in this process."""
    _read_only.clear()


def know_that_writing_is_allowed() -> None:
    """Take it for an hour that writing is allowed, unless this process itself ends it; for tests."""
    _read_only.clear()
    _read_only.seconds = _read_only.most_seconds = 3600
    _read_only.get(READ_ONLY, ReadOnly)


def note(name: str) -> dict[str, Any] | None:
    """Return what is noted under `name` with its instant under "at" (ISO), None when nothing is. One query."""
    found = Note.objects.filter(pk=name).first()
    return None if found is None else {**found.value, "at": found.noted_at.isoformat()}


def noted_at(name: str) -> dt.datetime | None:
    """Return when `name` was noted last, None when never. One query."""
    return Note.objects.filter(pk=name).values_list("noted_at", flat=True).first()


def failures_since(since: dt.datetime) -> list[Failure]:
    """Return the failures seen since `since`, newest first. One query."""
    return list(Failure.objects.filter(last_at__gte=since)[: rules.MOST_FAILURES])
