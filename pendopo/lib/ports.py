"""Ports: what a module must ask of a sibling it may not import; `wiring.py` connects each with an answer."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class NotConnected(RuntimeError):
    """Nobody answers at this port: `wiring.connect()` was not called, or forgot it."""


class Port(Generic[T]):
    """A question that a module asks (colokan), named after the module and what is asked.

    T is the Protocol that the answer must fulfil.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._answer: T | None = None

    def connect(self, answer: T) -> None:
        """Let `answer` be asked from now on, in place of the one before."""
        self._answer = answer

    def get(self) -> T:
        """Return who answers; raise NotConnected when nobody does."""
        if self._answer is None:
            raise NotConnected(f"Nothing is connected to the port {self.name}; see pendopo/wiring.py.")
        return self._answer
