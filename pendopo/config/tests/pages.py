"""Pages for the tests of the middleware: each shows one way in which a view may treat caching."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.translation import get_language

from pendopo.ui.caching import cacheable

# How often a view was really run; a page from the shelf leaves it as it is.
_runs = count(1)
FILLER = "<p>Pelayanan informasi publik yang cepat, tepat waktu, dan sederhana.</p>" * 40


def body() -> str:
    """Return a page that differs at each run and says its language."""
    return f"<h1>{next(_runs)} {get_language()}</h1>{FILLER}"


@cacheable(seconds=10)
def kept(request: HttpRequest) -> HttpResponseBase:
    """Show the same page to everybody."""
    return HttpResponse(body())


@cacheable(seconds=10)
def short(request: HttpRequest) -> HttpResponseBase:
    """Show a page too short to be compressed."""
    return HttpResponse(f"{next(_runs)}")


@cacheable(seconds=10)
def missing(request: HttpRequest) -> HttpResponseBase:
    """Show a page that is not there."""
    return HttpResponse(body(), status=404)


@cacheable(seconds=10)
def greeting(request: HttpRequest) -> HttpResponseBase:
    """Set a cookie."""
    response = HttpResponse(body())
    response.set_cookie("draft", "1")
    return response


@cacheable(seconds=10)
def tokened(request: HttpRequest) -> HttpResponseBase:
    """Hold a form token."""
    return HttpResponse(f"{get_token(request)} {body()}")


@cacheable(seconds=10)
def streamed(request: HttpRequest) -> HttpResponseBase:
    """Send a stream."""

    def parts() -> Iterator[bytes]:
        yield body().encode()

    return StreamingHttpResponse(parts())


def plain(request: HttpRequest) -> HttpResponseBase:
    """Show a page that says nothing about caching."""
    return HttpResponse(body(), headers={"ETag": '"x"'})


def own_headers(request: HttpRequest) -> HttpResponseBase:
    """Set what the middleware would set."""
    return JsonResponse({"a": 1}, headers={"Cache-Control": "max-age=60", "Content-Security-Policy": "sandbox"})


def staff(request: HttpRequest) -> HttpResponseBase:
    """Show a page of the workspace."""
    return HttpResponse(body())


staff.door = "information.work"  # type: ignore[attr-defined]

urlpatterns = [
    path("kept/", kept, name="kept"),
    path("short/", short, name="short"),
    path("missing/", missing, name="missing"),
    path("greeting/", greeting, name="greeting"),
    path("tokened/", tokened, name="tokened"),
    path("streamed/", streamed, name="streamed"),
    path("plain/", plain, name="plain"),
    path("own/", own_headers, name="own"),
    path("staff/", staff, name="staff"),
]
