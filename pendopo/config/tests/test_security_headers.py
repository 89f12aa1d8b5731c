"""Every answer carries the headers; a page that may be personal is stored nowhere."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("pendopo.config.tests.pages")

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize("path", ["/kept/", "/plain/", "/staff/", "/streamed/", "/missing/"])
def test_every_answer_has_the_headers(path: str) -> None:
    answer = Client().get(path)
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


def test_a_view_may_set_its_own() -> None:
    answer = Client().get("/own/")
    assert (answer.headers["Content-Security-Policy"], answer.headers["Cache-Control"]) == ("sandbox", "max-age=60")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "cookie", "method", "value"),
    [
        ("/plain/", "", "get", "private, no-cache"),
        ("/plain/", "django_language=en", "get", "private, no-cache"),
        ("/plain/", "csrftoken=" + "a" * 32, "get", "private, no-cache"),
        ("/plain/", "sessionid=x", "get", "no-store, private"),
        ("/plain/", "draft=x", "get", "no-store, private"),
        ("/plain/", "", "post", "no-store, private"),
        ("/staff/", "", "get", "no-store, private"),
        ("/greeting/", "", "get", "no-store, private"),
        ("/kept/", "", "get", "public, max-age=0, s-maxage=10"),
        ("/kept/", "sessionid=x", "get", "no-store, private"),
        ("/missing/", "", "get", "private, no-cache"),
    ],
)
def test_who_may_store_a_page(path: str, cookie: str, method: str, value: str) -> None:
    answer = getattr(Client(), method)(path, headers={"cookie": cookie})
    assert answer.headers["Cache-Control"] == value
