"""The one clock: every part of the program asks here what time it is.

Tests and demo data freeze it, so that a deadline can be checked to the minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("pendopo_frozen_clock", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today(timezone: str) -> date:
    """Return the calendar date it is now in `timezone` (an IANA name such as Asia/Makassar)."""
    return now().astimezone(ZoneInfo(timezone)).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at the aware instant `at` inside the block; raise ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("The clock can only be frozen at an instant with a time zone.")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
