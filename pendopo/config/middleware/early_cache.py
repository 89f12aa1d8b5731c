"""Keeps public pages in memory for some seconds and answers with them before anything else runs; compresses the rest.

First in the list of middleware. A page is kept only when its view says so (`pendopo.ui.caching.cacheable`), the visitor
carried no cookie but the language, and the answer is a 200 that sets none. It is served only to anonymous visitors.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from pendopo.config.middleware.compression import best_encoding, encode, is_compressible
from pendopo.config.middleware.visitors import is_anonymous, is_bare, language_of

MOST_PAGES = 2_000
MOST_BYTES = 64 * 1024 * 1024

# Of one answer and not of the page: decided anew each time it is served.
OWN_HEADERS = frozenset({"content-length", "content-encoding", "etag", "date"})

Key = tuple[str, ...]
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a kept page, ready to send; `headers_unchanged` are those of a 304."""

    body: bytes
    headers: Headers
    headers_unchanged: Headers
    etag: str


@dataclass(frozen=True, slots=True)
class Page:
    """A kept page: until when (monotonic seconds), its encodings, its weight in bytes."""

    until: float
    variants: dict[str, Variant]
    weight: int


class Shelf:
    """Pages by key, the least recently used leave first; bounded by number and by bytes; safe between threads."""

    def __init__(self, most_pages: int = MOST_PAGES, most_bytes: int = MOST_BYTES) -> None:
        self.most_pages = most_pages
        self.most_bytes = most_bytes
        self.weight = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Page | None:
        """Return the page under `key`, None when there is none or its time is over."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.until <= time.monotonic():
                self._remove(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep `page`; older ones leave until both bounds hold again."""
        with self._lock:
            self._remove(key)
            if page.weight > self.most_bytes:
                return
            self._pages[key] = page
            self.weight += page.weight
            while len(self._pages) > self.most_pages or self.weight > self.most_bytes:
                self._remove(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self.weight = 0

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.weight -= page.weight


# One per process: pages live for seconds, so processes need not agree.
shelf = Shelf()


class EarlyCacheMiddleware:
    """Answers from the shelf where it may; otherwise lets the views answer, keeps what may be kept, compresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request`."""
        encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        readable = request.method == "GET" and is_anonymous(request)
        key = key_of(request) if readable else ()
        if readable and (page := shelf.get(key)):
            return answer(page, encoding, request.META.get("HTTP_IF_NONE_MATCH", ""))
        response = self.get_response(request)
        if readable and isinstance(response, HttpResponse) and may_keep(request, response):
            page = bind(response)
            shelf.put(key, page)
            return answer(page, encoding, request.META.get("HTTP_IF_NONE_MATCH", ""))
        return compressed(response, encoding)


def key_of(request: HttpRequest) -> Key:
    """Return what a public page depends on: how and under which name it was asked for, address, query, language."""
    meta = request.META
    return (
        str(meta.get("wsgi.url_scheme", "")),
        meta.get("HTTP_X_FORWARDED_PROTO", ""),
        meta.get("HTTP_HOST", ""),
        meta.get("PATH_INFO", ""),
        meta.get("QUERY_STRING", ""),
        language_of(request),
    )


def may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether the answer is the same for every anonymous visitor and its view allows keeping it."""
    return (
        getattr(response, "pendopo_cache_seconds", 0) > 0
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and "no-store" not in response.headers.get("Cache-Control", "")
        # A token in the page would be handed to everybody, also when this visitor had its cookie already.
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and is_bare(request)
    )


def bind(response: HttpResponse) -> Page:
    """Make a page of an answer: every encoding compressed once, with its own ETag."""
    body = response.content
    patch_vary_headers(response, ["Accept-Encoding"])
    shared = tuple((name, value) for name, value in response.items() if name.lower() not in OWN_HEADERS)
    fingerprint = hashlib.sha256(body).hexdigest()[:24]
    encodings = ["", "gzip", "br"] if is_compressible(response.headers.get("Content-Type", ""), len(body)) else [""]
    variants = {name: _variant(body, name, shared, fingerprint) for name in encodings}
    seconds: float = response.pendopo_cache_seconds  # type: ignore[attr-defined]
    weight = sum(len(variant.body) for variant in variants.values()) + 1024
    return Page(until=time.monotonic() + seconds, variants=variants, weight=weight)


def _variant(body: bytes, encoding: str, shared: Headers, fingerprint: str) -> Variant:
    packed = encode(body, encoding, kept=True)
    etag = f'"{fingerprint}{"-" + encoding if encoding else ""}"'
    own = [("Content-Length", str(len(packed))), ("ETag", etag)]
    if encoding:
        own.append(("Content-Encoding", encoding))
    headers = shared + tuple(own)
    unchanged = tuple((name, value) for name, value in headers if not name.startswith("Content-"))
    return Variant(packed, headers, unchanged, etag)


def answer(page: Page, encoding: str, known: str) -> HttpResponse:
    """Return the page in `encoding`, or 304 when the browser names its ETag in `known`."""
    variant = page.variants.get(encoding) or page.variants[""]
    if known and variant.etag in known:
        return _with_headers(HttpResponseNotModified(), variant.headers_unchanged)
    return _with_headers(HttpResponse(variant.body), variant.headers)


def _with_headers(response: HttpResponse, headers: Headers) -> HttpResponse:
    for name, value in headers:
        response.headers[name] = value
    return response


def compressed(response: HttpResponseBase, encoding: str) -> HttpResponseBase:
    """Return an answer that is not kept, compressed where that is worth it; streams and files pass as they are."""
    if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
        return response
    body = response.content
    if not is_compressible(response.headers.get("Content-Type", ""), len(body)):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if encoding:
        response.content = encode(body, encoding, kept=False)
        response.headers["Content-Encoding"] = encoding
        if etag := response.headers.get("ETag"):
            # Same page, other bytes: only a weak comparison still holds.
            response.headers["ETag"] = etag if etag.startswith("W/") else f"W/{etag}"
    response.headers["Content-Length"] = str(len(response.content))
    return response
