"""How often programs without a key may read: counted in memory, told to the other processes only now and then.

A reading must not cost a write, or reading would be the dearest thing there is. So each process counts for itself and
adds what it has counted to the common count (people.limits) when that is `told_after` calls; then it learns what others
have counted. Whoever calls seldom is never written down. What is answered out of the early cache is not counted at all.
All processes together let through at most the limit and one unfinished batch each.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest

from pendopo.kernel import clock
from pendopo.kernel.operation.queries import read_only
from pendopo.kernel.people import limits
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.rules import READ_ADDRESSES, READ_PER_ADDRESS, READ_TOLD_AFTER, Limit
from pendopo.lib.text import gettext_noop as _

# What whoever has to wait is told, in whatever form the address speaks.
TOO_MANY: Final = _("Tunggu selama detik yang disebut header Retry-After, lalu coba lagi.")

# The machine itself: its own programs, or a proxy that does not tell for whom it asks. Counting those would stop
# everybody at once; `pendopo doctor` names such a proxy.
_HERE: Final = frozenset({"", "::/64"})


@dataclass(slots=True)
class _Count:
    """Calls in a window: of this process and not told yet, and of all processes as far as this one knows."""

    window: int
    own: int = 0
    known: int = 0


class Readings:
    """Counts by key within a limit; safe between threads, bounded in memory."""

    def __init__(self, limit: Limit, *, told_after: int, most: int) -> None:
        self.limit, self.told_after, self.most = limit, told_after, most
        self._counts: OrderedDict[str, _Count] = OrderedDict()
        self._lock = Lock()

    def count(self, key: str) -> int:
        """Count one call of `key`; return 0, or the seconds to wait when the window is used up. One write a batch."""
        now = int(clock.now().timestamp())
        with self._lock:
            found = self._current(key, now // self.limit.seconds)
            if found.own + found.known >= self.limit.tries:
                return self.limit.seconds - now % self.limit.seconds
            found.own += 1
            if found.own < self.told_after:
                return 0
            told, found.own = found.own, 0
            found.known += told
        self._tell(key, found, told)
        return 0

    def clear(self) -> None:
        """Forget what this process has counted."""
        with self._lock:
            self._counts.clear()

    def _current(self, key: str, window: int) -> _Count:
        found = self._counts.get(key)
        if found is None or found.window != window:
            found = self._counts[key] = _Count(window)
        self._counts.move_to_end(key)
        while len(self._counts) > self.most:
            self._counts.popitem(last=False)
        return found

    def _tell(self, key: str, found: _Count, told: int) -> None:
        """Add a batch to the common count; where nothing can be written, each process goes on counting for itself."""
        if read_only().on:
            return
        try:
            together = limits.add(f"read:{key}", self.limit, told)
        except DatabaseError:
            return
        with self._lock:
            found.known = max(found.known, together)


readings: Final = Readings(READ_PER_ADDRESS, told_after=READ_TOLD_AFTER, most=READ_ADDRESSES)


def wait_before_reading(request: HttpRequest) -> int:
    """Count one reading by a program without a key; return 0, or the seconds after which its address may read again."""
    address = client_address(request)
    if address in _HERE or address.startswith("127."):
        return 0
    return readings.count(address)
