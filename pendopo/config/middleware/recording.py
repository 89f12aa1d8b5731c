"""Gives each request a reference, and tells afterwards what was asked, how it was answered and how long it took.

What is told never holds what a visitor sent: no path (it may carry a token), no query string, no header, no name. The
name of the address, the agency that the door has found and the roles of whoever asked are our own words.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from pendopo.config.health import requests
from pendopo.config.health.views import PROBES
from pendopo.config.logs.formats import reference as current

_log = logging.getLogger("pendopo.request")

HEADER: Final = "X-Request-ID"
# What nginx and most proxies make; anything else might be what a visitor sent.
_GIVEN: Final = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# 32 letters and digits of which none is mistaken for another when somebody reads them out; one for each 5 bits.
_ALPHABET: Final = bytes.maketrans(bytes(range(32)), b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RecordingMiddleware:
    """First of all: nothing answers without being recorded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request` and record it."""
        begun = time.perf_counter()
        reference = reference_for(request)
        request.reference = reference  # type: ignore[attr-defined]
        token = current.set(reference)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = reference
            record(request, response, time.perf_counter() - begun)
        finally:
            current.reset(token)
        return response


def reference_for(request: HttpRequest) -> str:
    """Return the reference that a trusted proxy has given, else a new one that can be read out on the telephone."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    if given and _behind_proxy(request) and _GIVEN.fullmatch(given):
        return str(given)
    return bytes(byte & 31 for byte in os.urandom(10)).translate(_ALPHABET).decode()


def _behind_proxy(request: HttpRequest) -> bool:
    return bool(settings.SECURE_PROXY_SSL_HEADER) or request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES


def record(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count the request, and log it where that is wanted."""
    route = route_of(request, response)
    method = request.method if request.method in _METHODS and request.method else "OTHER"
    requests.count(route, method, response.status_code, seconds)
    if _log.isEnabledFor(logging.INFO):
        _log.info("Request answered.", extra={"pendopo": facts(request, response, route, method, seconds)})


def facts(request: HttpRequest, response: HttpResponseBase, route: str, method: str, seconds: float) -> dict[str, Any]:
    """Return what a log line tells of a request."""
    told = {"route": route, "method": method, "status": response.status_code, "ms": round(seconds * 1000, 1)}
    agency, actor = getattr(request, "agency", None), getattr(request, "actor", None)
    if agency is not None:
        told["agency"] = agency.slug
    if actor is not None:
        told["role"] = ",".join(sorted(actor.roles)) or actor.kind
    return told


def route_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the name of the address; else "probe", "static", "kept" (a page out of memory) or "none"."""
    match = request.resolver_match
    if match is not None:
        return match.view_name
    if request.path_info in PROBES:
        return "probe"
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return "kept" if response.status_code in {200, 304} else "none"
