"""The three addresses for machines: alive, ready, figures. They answer under any host name and without HTTPS.

A balancer asks by address and not by name, so `ProbesMiddleware` answers before host and HTTPS are looked at.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from pendopo.config.health.figures import FiguresCollector
from pendopo.config.health.ready import state_now
from pendopo.config.health.requests import RequestsCollector
from pendopo.kernel.people.doors import open_door

_PLAIN: Final = "text/plain; charset=utf-8"
_NEVER_KEPT: Final = {"Cache-Control": "no-store"}
# A proxy adds one of these; what came through a proxy did not come from this machine.
_FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@open_door
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer "ok" as long as the process can answer at all; a process that cannot should be started anew."""
    return HttpResponse("ok\n", content_type=_PLAIN, headers=_NEVER_KEPT)


@open_door
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 while requests are welcome, else 503; what is missing is told only to monitoring."""
    state = state_now()
    word = ("ready, read-only" if state.read_only else "ready") if state.ready else "not ready"
    lines = [word, *(state.missing if is_monitoring(request) else [])]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, status=200 if state.ready else 503, content_type=_PLAIN, headers=_NEVER_KEPT)


@open_door
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures in Prometheus' form to monitoring, and 404 to everybody else."""
    if not is_monitoring(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(FiguresCollector())
    registry.register(RequestsCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers=_NEVER_KEPT)


def is_monitoring(request: HttpRequest) -> bool:
    """Tell whether monitoring asks: with PENDOPO_METRICS_TOKEN, or straight from an address of PENDOPO_METRICS_FROM."""
    token = settings.PENDOPO_METRICS_TOKEN
    said = request.META.get("HTTP_AUTHORIZATION", "")
    if token and hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
        return True
    if any(request.META.get(name) for name in _FORWARDED):
        return False
    return is_within(str(request.META.get("REMOTE_ADDR") or ""), settings.PENDOPO_METRICS_FROM)


def is_within(address: str, networks: list[str]) -> bool:
    """Tell whether `address` lies in one of the networks (10.0.0.0/8, or a single address)."""
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(asked, "ipv4_mapped", None)
    return any((mapped or asked) in ip_network(network, strict=False) for network in networks)


PROBES: Final = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}


class ProbesMiddleware:
    """Answers the three addresses before host name, HTTPS and sessions are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe; let everything else pass."""
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        try:
            return probe(request)
        except Http404:
            return HttpResponse("Not found\n", status=404, content_type=_PLAIN, headers=_NEVER_KEPT)
