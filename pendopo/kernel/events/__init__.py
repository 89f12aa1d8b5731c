"""Events: what happened, told after commit to whoever asked to hear of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
_listeners: dict[type, list[Callable[[Any], object]]] = defaultdict(list)


def on(event_type: type[E], listener: Callable[[E], object]) -> None:
    """Call `listener` with every event of `event_type`; only pendopo.wiring does this. Twice is once."""
    if listener not in _listeners[event_type]:
        _listeners[event_type].append(listener)


def publish(event: object) -> None:
    """Tell `event` after the transaction commits, or at once outside of one.

    A listener that fails is logged with its trace and does not stop the others, nor what was committed.
    What must not be lost belongs in the outbox, inside the transaction, and not here.
    """
    for listener in _listeners[type(event)]:
        transaction.on_commit(_call(listener, event), robust=True)


def _call(listener: Callable[[Any], object], event: object) -> Callable[[], object]:
    # A function and not functools.partial: Django logs a failure under the name of what it called.
    @wraps(listener, updated=())
    def call() -> object:
        return listener(event)

    return call
