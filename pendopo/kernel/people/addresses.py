"""From which network address a request came, as far as it can be believed."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the visitor: the connection's own, or the one that a trusted proxy names.

    X-Forwarded-For is read from the right and only through the proxies of settings.TRUSTED_PROXIES: what stands further
    left can be written by anybody. An IPv6 address stands for its /64, because one visitor owns all of it. Returns an
    empty string when the server tells no address (a local socket).
    """
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    address = str(request.META.get("REMOTE_ADDR") or "")
    while address in settings.TRUSTED_PROXIES and chain:
        named = chain.pop()
        if not _is_address(named):
            break
        address = named
    return _network(address)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _network(address: str) -> str:
    if not _is_address(address):
        return ""
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)
