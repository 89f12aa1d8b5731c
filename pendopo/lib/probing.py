"""Whether a web address answers, and what is posted to one: politely, briefly, and never inside one's own network.

HEAD first, then GET for the first bytes where HEAD is refused; at most five redirects, each judged like the first
address. The name is resolved once, every address it has must be public, and the connection goes to the very address
that was judged, so that a name cannot change its mind in between (server-side request forgery, DNS rebinding).
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

REDIRECTS_MAX: Final = 5
BYTES_MAX: Final = 64 * 1024
PORTS: Final = frozenset({80, 443, 8080, 8443})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Addresses of IPv4 machines in IPv6 clothes, behind which a translator may find the inner network; and those that were
# local to a site before fc00::/7 was, which Python takes for public.
_INNER: Final = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "fec0::/10")))


@dataclass(frozen=True, slots=True)
class Probed:
    """What an address answered: `status` of the last answer (0 for none), `reason` a code for what was wrong.

    Reasons: status, address, unknown_host, private, port, timeout, connection, tls, redirects, answer.
    """

    ok: bool
    status: int = 0
    reason: str = ""
    url: str = ""


class Refused(Exception):
    """The address cannot be asked; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_public(address: str) -> bool:
    """Return whether an IP address is somewhere in the internet and not in a private, local or reserved network.

    >>> [is_public(a) for a in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254")]
    [True, False, False, False]
    """
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if any(found in network for network in _INNER):
            return False
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast


def probe(url: str, *, user_agent: str, seconds: float = 10.0, allow_private: bool = False) -> Probed:
    """Ask whether `url` answers, within `seconds` in all; never raises for what a site does.

    `allow_private` lets addresses of one's own network through, for tests and demonstrations.
    """
    until = monotonic() + seconds
    try:
        for _ in range(REDIRECTS_MAX + 1):
            status, location = _ask(url, user_agent=user_agent, until=until, allow_private=allow_private)
            if status not in _REDIRECTS or not location:
                return Probed(200 <= status < 400, status, "" if 200 <= status < 400 else "status", url)
            url = urljoin(url, location)
    except Refused as refused:
        return Probed(False, 0, refused.reason, url)
    return Probed(False, status, "redirects", url)


def _ask(url: str, *, user_agent: str, until: float, allow_private: bool) -> tuple[int, str]:
    """Return status and Location of one address: of HEAD, or of GET where HEAD is answered with an error."""
    parts = _parts(url)
    address, port = _resolved(parts, allow_private=allow_private)
    visit = _Visit(parts, address, port, user_agent, until)
    status, location = _send("HEAD", visit)
    if status >= 400:
        return _send("GET", visit)
    return status, location


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise Refused("address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise Refused("address")
    return parts


def _resolved(parts: SplitResult, *, allow_private: bool) -> tuple[str, int]:
    """Return the address to connect to; raise Refused unless all addresses of the name are public."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if not allow_private and port not in PORTS:
        raise Refused("port")
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("unknown_host") from None
    addresses = [str(each[4][0]) for each in found]
    if not allow_private and not all(is_public(each) for each in addresses):
        raise Refused("private")
    return addresses[0], port


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was judged before, whatever the name says by now."""

    def __init__(self, parts: SplitResult, address: str, port: int, seconds: float) -> None:
        super().__init__(parts.hostname or "", port, timeout=seconds)
        self.address, self.is_secure = address, parts.scheme == "https"
        # http.client forgets its socket while the answer is still being read; the clock must be able to end that, too.
        self.raw: socket.socket | None = None

    def connect(self) -> None:
        """Connect, with TLS and the certificate of the name where the address says https."""
        self.sock = self.raw = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_secure:
            self.sock = self.raw = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


@dataclass(frozen=True, slots=True)
class _Visit:
    """One address to ask: taken apart, judged, and until when (monotonic seconds); with what is sent to it."""

    parts: SplitResult
    address: str
    port: int
    user_agent: str
    until: float
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    user_agent: str,
    seconds: float = 10.0,
    allow_private: bool = False,
) -> Probed:
    """Send `body` to `url` by https, within `seconds` in all; ok is an answer of 2xx. No redirect is followed.

    Judged like an address that is probed; `allow_private` lets http and one's own network through, for tests.
    """
    if not allow_private and not url.lower().startswith("https:"):
        return Probed(False, 0, "address", url)
    try:
        parts = _parts(url)
        address, port = _resolved(parts, allow_private=allow_private)
        visit = _Visit(parts, address, port, user_agent, monotonic() + seconds, body, headers)
        status, _location = _send("POST", visit)
    except Refused as refused:
        return Probed(False, 0, refused.reason, url)
    if status in _REDIRECTS:
        return Probed(False, status, "redirects", url)
    return Probed(200 <= status < 300, status, "" if 200 <= status < 300 else "status", url)


def _send(method: str, visit: _Visit) -> tuple[int, str]:
    parts, until = visit.parts, visit.until
    left = until - monotonic()
    if left <= 0:
        raise Refused("timeout")
    connection = _Pinned(parts, visit.address, visit.port, left)
    # A server that sends one byte now and then never runs into the socket's timeout; the clock ends it all the same.
    over = threading.Timer(left, _hang_up, [connection])
    over.daemon = True
    over.start()
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = {"User-Agent": visit.user_agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        headers |= {"Range": "bytes=0-0"} if method == "GET" else visit.headers
        connection.request(method, _ascii(target), visit.body, headers)
        answer = connection.getresponse()
        if method != "HEAD":
            answer.read(BYTES_MAX)
        return answer.status, answer.getheader("Location") or ""
    except TimeoutError:
        raise Refused("timeout") from None
    except ssl.SSLError:
        raise Refused("timeout" if monotonic() >= until else "tls") from None
    except OSError:
        raise Refused("timeout" if monotonic() >= until else "connection") from None
    except (http.client.HTTPException, ValueError):
        raise Refused("timeout" if monotonic() >= until else "answer") from None
    finally:
        over.cancel()
        connection.close()


def _ascii(target: str) -> str:
    """Return the path as it may stand in a request: other letters and blanks in percent signs."""
    return quote(target, safe="!#$%&'()*+,/:;=?@[]~-._")


def _hang_up(connection: _Pinned) -> None:
    if connection.raw is not None:
        with suppress(OSError):
            connection.raw.shutdown(socket.SHUT_RDWR)
