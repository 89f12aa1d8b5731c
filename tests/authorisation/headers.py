"""What every answer must say to the browser, judged on each answer of each cell: pages, errors, redirects, files."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# What may be shown in the window of the site itself; anything else leaves it as a download or under a sandbox.
SHOWN = (
    "text/html", "application/json", "application/problem+json", "application/javascript", "text/javascript", "text/css",
    "text/plain", "application/xml", "text/xml", "application/atom+xml", "text/calendar", "image/svg+xml",
    "application/ld+json", "text/turtle", "application/rdf+xml", "text/n3", "application/n-triples",
)  # fmt: skip


def faults(response: HttpResponse, *, personal: bool) -> Iterator[str]:
    """Yield what an answer lacks; `personal` says that it is for somebody in particular."""
    for name, wanted in EXACT.items():
        if response.headers.get(name) != wanted:
            yield f"{name} is {response.headers.get(name)}"
    if not response.headers.get("Permissions-Policy"):
        yield "Permissions-Policy is missing"
    policy = response.headers.get("Content-Security-Policy", "")
    sandboxed = policy.startswith("sandbox")
    if "default-src 'none'" not in policy or "unsafe" in policy or "//" in policy or "*" in policy:
        yield f"Content-Security-Policy is {policy}"
    if not sandboxed and ("frame-ancestors 'none'" not in policy or "base-uri 'none'" not in policy):
        yield f"Content-Security-Policy is {policy}"
    kept = response.headers.get("Cache-Control", "")
    if (personal or response.cookies) and "no-store" not in kept:
        yield f"Cache-Control is {kept}"
    yield from _of_file(response, sandboxed=sandboxed)


def _of_file(response: HttpResponse, *, sandboxed: bool) -> Iterator[str]:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if not kind or kind in SHOWN or response.status_code == 304:
        return
    manner = response.headers.get("Content-Disposition", "").partition(";")[0]
    if manner == "attachment" or (sandboxed and manner == "inline") or kind == "image/png":
        return
    yield f"a file ({kind}) is sent as {manner or 'nothing'}"
