"""Identifiers that sort by the moment they were made."""

import os
import threading
import time
import uuid

_TAIL_BITS = 74
_TAIL_LIMIT = 1 << _TAIL_BITS
_STEP_BITS = 32


class Uuid7Source:
    """Makes UUIDs of version 7 (RFC 9562, section 5.7), each greater than the one before.

    Within one millisecond the 74 random bits count upwards by a random step, so identifiers of
    one process never repeat and never run backwards, also when the system clock does.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = 0
        self._tail = 0

    def forget(self) -> None:
        """Start afresh, so that a forked process does not continue its parent's sequence."""
        self._lock = threading.Lock()
        self._millisecond = 0

    def make(self, millisecond: int) -> uuid.UUID:
        """Return the next identifier at `millisecond` (Unix time in ms)."""
        with self._lock:
            if millisecond > self._millisecond:
                self._start(millisecond)
            else:
                self._tail += 1 + int.from_bytes(os.urandom(_STEP_BITS // 8), "big")
                if self._tail >= _TAIL_LIMIT:
                    self._start(self._millisecond + 1)
            millisecond, tail = self._millisecond, self._tail
        high, low = tail >> 62, tail & ((1 << 62) - 1)
        return uuid.UUID(int=(millisecond << 80) | (7 << 76) | (high << 64) | (2 << 62) | low)

    def _start(self, millisecond: int) -> None:
        self._millisecond = millisecond
        # The top bit stays free: it is the room in which the rest of the millisecond counts.
        self._tail = int.from_bytes(os.urandom(10), "big") >> (80 - _TAIL_BITS + 1)


_source = Uuid7Source()
os.register_at_fork(after_in_child=_source.forget)


def uuid7() -> uuid.UUID:
    """Return a new UUID of version 7 for now; identifiers of one process only grow."""
    return _source.make(time.time_ns() // 1_000_000)


def earliest_at(millisecond: int) -> uuid.UUID:
    """Return the smallest UUID of version 7 that could have been made at `millisecond` (Unix time in ms).

    >>> str(earliest_at(1_785_726_000_000))
    '019fc590-5b80-7000-8000-000000000000'
    """
    return uuid.UUID(int=(millisecond << 80) | (7 << 76) | (2 << 62))
