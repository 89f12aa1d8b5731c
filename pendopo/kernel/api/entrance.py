"""What happens around every operation: methods, language, unknown parameters, kinds of body, ETag, other sites' pages."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotModified
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from pendopo.kernel.api.problems import Problem, language_of, problem_response, too_many
from pendopo.kernel.operation.reading import writes_nothing
from pendopo.kernel.people.doors import open_door
from pendopo.kernel.people.readings import wait_before_reading

# Anybody's page may read what anybody may read; no cookie goes with it.
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_KEPT_SECONDS: Final = 10
_KEPT_BYTES: Final = 64 * 1024
_OPEN: Final = frozenset({"open", "public"})


class LazyResolver(URLResolver):
    """Addresses whose module is imported by the first call below their prefix, and not by the first page of the site."""

    def __init__(self, prefix: str, module: str, namespace: str) -> None:
        super().__init__(RoutePattern(prefix), module, app_name=namespace, namespace=namespace)

    def _populate(self) -> None:
        """Leave the module alone: names inside a namespace are looked up by a resolver of their own."""


def patterns() -> list[URLPattern]:
    """Return an address for each operation, under its name, and the one that answers for all others."""
    from pendopo.kernel.api.instance import the_api

    found = []
    for router in the_api()._get_bound_routers():
        # The framework yields each path once for each of its operations, in their order.
        operations = [(view, each) for view in router.path_operations.values() for each in view.operations]
        for pattern, (view, operation) in zip(router.urls_paths(router.prefix), operations, strict=True):
            pattern.callback = _entrance(view, operation)
            found.append(pattern)
    return [*found, path("<path:rest>", nowhere, name="nowhere")]


@csrf_exempt
@open_door
@writes_nothing
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer for addresses that are none."""
    return problem_response(request, Problem("not-found"))


def _entrance(view: Any, operation: Any) -> Callable[..., HttpResponseBase]:
    """Return the view of a path; `operation` is the one that it is listed for."""
    by_method = {method: each for each in view.operations for method in each.methods}
    request_method_list = sorted({*by_method, *(["HEAD"] if "GET" in by_method else [])})

    def enter(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        found = by_method.get("GET" if request.method == "HEAD" else request.method or "")
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=_preflight(by_method, request_method_list))
        if found is None:
            return problem_response(request, Problem("method", headers={"Allow": ", ".join(request_method_list)}))
        door = found.auth_callbacks[0].door
        if door in _OPEN and (wait := wait_before_reading(request)):
            return _finished(request, too_many(request, wait), door)
        try:
            _expect_readable(request, found)
        except Problem as problem:
            return problem_response(request, problem)
        # Data has one language, and keeps it in the early cache; problems speak the caller's.
        with override("id"), timezone.override(None):
            response = found.run(request, **arguments)
        return _finished(request, response, door)

    enter.door = operation.auth_callbacks[0].door  # type: ignore[attr-defined]
    enter.__module__ = operation.view_func.__module__
    enter.__qualname__ = enter.__name__ = operation.view_func.__name__
    enter.operations = view.operations  # type: ignore[attr-defined]
    return csrf_exempt(enter)


def _preflight(by_method: dict[str, Any], allowed: list[str]) -> dict[str, str]:
    head = {"Allow": ", ".join(allowed)}
    if "GET" in by_method and by_method["GET"].auth_callbacks[0].door in _OPEN:
        head |= {
            **_CORS,
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Accept-Language",
        }
    return head


def _expect_readable(request: HttpRequest, operation: Any) -> None:
    """Raise Problem for a body of another kind, and for parameters that nobody knows: ignored filters harvest too much."""
    sources = {model.__ninja_param_source__: model for model in operation.models}
    if "body" in sources and request.content_type != "application/json":
        raise Problem("media-type")
    known = sources["query"].__ninja_flatten_map__ if "query" in sources else {}
    with override(language_of(request)):
        errors = [
            {"parameter": name[:100], "detail": _("Parameter ini tidak dikenal.")}
            for name in request.GET
            if name not in known
        ] + [
            {"parameter": name, "detail": _("Ada karakter yang tidak dapat dibaca.")}
            for name, values in request.GET.lists()
            if name in known and any("\x00" in value for value in values)
        ]
    if errors:
        raise Problem("invalid", errors=errors[:20])


def _finished(request: HttpRequest, response: HttpResponseBase, door: str) -> HttpResponseBase:
    """Return the answer with what machines like to see on it."""
    if not isinstance(response, HttpResponse):
        return response
    is_open = door in _OPEN
    if is_open:
        for name, value in _CORS.items():
            response.headers[name] = value
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["Authorization"])
    if response.status_code >= 300:
        patch_vary_headers(response, ["Accept-Language"])
        return response
    response.headers.setdefault("Content-Language", "id")
    if response.status_code == 200 and request.method in {"GET", "HEAD"}:
        if is_open and len(response.content) <= _KEPT_BYTES:
            response.pendopo_cache_seconds = _KEPT_SECONDS  # type: ignore[attr-defined]
        etag = response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:24]}"'
        if etag in request.headers.get("If-None-Match", ""):
            same = HttpResponseNotModified()
            for name in ("ETag", "Cache-Control", "Vary", *_CORS):
                if name in response.headers:
                    same.headers[name] = response.headers[name]
            return same
    return response
