"""Ways of sending other than mail: who adds one says how a message is sent, and who is told when it was given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pendopo.kernel.notifications.models import OutboxMessage


class Undelivered(Exception):
    """A message did not arrive; its words stand in the log and hold no personal data."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way of sending: `send` raises Undelivered; `given_up` is called once the tries are used up."""

    name: str
    send: Callable[[OutboxMessage], None]
    given_up: Callable[[OutboxMessage], None]


_channels: dict[str, Channel] = {}


def add_channel(channel: Channel) -> None:
    """Add a way of sending, in place of the one before."""
    _channels[channel.name] = channel


def find(name: str) -> Channel:
    """Return a way of sending; raise KeyError for an unknown one."""
    return _channels[name]
