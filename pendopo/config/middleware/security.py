"""Security headers of every answer, and "do not store" for personal pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from pendopo.config.middleware.visitors import READING, is_anonymous

# Everything is refused that is not named: no inline style, no inline script, no foreign host, no framing.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# Doors behind which a page belongs to nobody in particular.
PUBLIC_DOORS = frozenset({"open", "public"})


class SecurityHeadersMiddleware:
    """Adds each header that the view has not set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request` with the headers in place."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = cache_control(request, response)
        if getattr(response, "pendopo_cache_seconds", 0):
            patch_vary_headers(response, ["Cookie"])
        return response


def cache_control(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the Cache-Control value for an answer that has none of its own.

    A page that a view calls cacheable may be kept by a proxy for those seconds; browsers ask again, so that somebody
    who has just logged in never sees the anonymous page. Personal pages are stored nowhere: phones are lent.
    """
    if is_personal(request, response):
        return "no-store, private"
    seconds = getattr(response, "pendopo_cache_seconds", 0)
    if seconds:
        return f"public, max-age=0, s-maxage={seconds}"
    return "private, no-cache"


def is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether the answer may hold something about one person: a session, a draft, a form sent, a staff page."""
    if request.method not in READING or response.cookies or not is_anonymous(request):
        return True
    match = request.resolver_match
    return match is not None and getattr(match.func, "door", "open") not in PUBLIC_DOORS
