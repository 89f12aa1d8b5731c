"""Closed network: a test that reaches for another machine fails with words instead of hanging or passing by luck."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest


class NetworkClosed(OSError):
    """A test tried to reach an address outside this machine."""


def is_local(host: object) -> bool:
    """Tell whether `host` (name, address or None for "any") stays on this machine."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback or text in {"0.0.0.0", "::"}
    except ValueError:
        return text.endswith(".localhost")


def check(address: Any) -> None:
    """Raise NetworkClosed unless `address` is a unix socket's or on this machine."""
    if isinstance(address, tuple) and not is_local(address[0]):
        raise NetworkClosed(f"Tests may not reach {address[0]}: only addresses of this machine are open.")


@pytest.fixture(autouse=True, scope="session")
def _closed_network() -> Iterator[None]:
    with closed():
        yield


class closed:  # noqa: N801 - reads as `with closed():`
    """Context in which sockets and name look-ups leave this machine no more."""

    def __enter__(self) -> None:
        self.kept: list[tuple[object, str, object]] = []
        self._guard(socket.socket, "connect", 1)
        self._guard(socket.socket, "connect_ex", 1)
        real = socket.getaddrinfo
        self.kept.append((socket, "getaddrinfo", real))

        def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
            check((host,))
            return real(host, *arguments, **named)

        socket.getaddrinfo = getaddrinfo

    def _guard(self, owner: type, name: str, position: int) -> None:
        real: Callable[..., Any] = getattr(owner, name)
        self.kept.append((owner, name, real))

        def guarded(*arguments: Any) -> Any:
            check(arguments[position])
            return real(*arguments)

        setattr(owner, name, guarded)

    def __exit__(self, *_: object) -> None:
        for owner, name, real in self.kept:
            setattr(owner, name, real)
