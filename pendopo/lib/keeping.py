"""Answers kept in the memory of a process for a while, so that what is dear to find out is found out seldom."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar
from weakref import WeakSet

V = TypeVar("V")

_all: WeakSet[Kept[object]] = WeakSet()


class Kept(Generic[V]):
    """Answers by key, each kept `seconds`, and longer when it was dear: a hundred times as long as finding it took.

    So finding out takes a hundredth of a process's time at most, however much there is to count. Nothing is kept beyond
    `most_seconds`, nor more than `most` answers: the one not asked for longest leaves. Safe between threads.
    """

    SHARE: Final = 100

    def __init__(self, *, seconds: float, most_seconds: float = 3600, most: int = 2000) -> None:
        self.seconds, self.most_seconds, self.most = seconds, most_seconds, most
        self._found: OrderedDict[Hashable, tuple[float, V]] = OrderedDict()
        self._lock = Lock()
        _all.add(self)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: Hashable, find: Callable[[], V]) -> V:
        """Return the answer kept under `key`, else what `find` gives, and keep that. Raises what `find` raises."""
        with self._lock:
            until, kept = self._found.get(key, (0.0, None))
            if kept is not None and until > time.monotonic():
                self._found.move_to_end(key)
                return kept
        begun = time.monotonic()
        answer = find()
        now = time.monotonic()
        lasts = min(max(self.seconds, (now - begun) * self.SHARE), self.most_seconds)
        with self._lock:
            self._found[key] = (now + lasts, answer)
            self._found.move_to_end(key)
            while len(self._found) > self.most:
                self._found.popitem(last=False)
        return answer

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()


def forget_all() -> None:
    """Forget every answer kept in this process, for tests."""
    for kept in list(_all):
        kept.clear()
