"""The network is closed to tests, except on this machine."""

from __future__ import annotations

import socket

import pytest

from tests.network import NetworkClosed, is_local


@pytest.mark.parametrize("host", [None, "", "localhost", b"localhost", "127.0.0.1", "127.8.8.8", "::1", "a.localhost"])
def test_this_machine(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "example.org", b"example.org", "localhost.example"]
)
def test_other_machines(host: object) -> None:
    assert not is_local(host)


def test_connections_to_other_machines_fail_with_words() -> None:
    with socket.socket() as other, pytest.raises(NetworkClosed, match=r"may not reach 192\.0\.2\.1"):
        other.connect(("192.0.2.1", 80))
    with socket.socket() as other, pytest.raises(NetworkClosed):
        other.connect_ex(("192.0.2.1", 80))
    with pytest.raises(NetworkClosed, match=r"may not reach example\.org"):
        socket.getaddrinfo("example.org", 80)


def test_connections_on_this_machine_work() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
