"""With HTTPS demanded (PENDOPO_HTTPS=1, the default of a real installation): where plain HTTP leads, HSTS, cookies."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.test import Client, RequestFactory
from django.urls import path

from pendopo.config import settings as loaded
from pendopo.config.middleware.early_cache import shelf
from pendopo.config.urls import handler404, handler500, urlpatterns  # noqa: F401 - what an addresses module must have
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.portal.tests.conftest import PASSWORD

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HSTS = "max-age=31536000; includeSubDomains; preload"


def broken(request: Any) -> HttpResponse:
    """Fail, as a program may."""
    get_token(request)
    raise RuntimeError("broken on purpose")


# The installation's own addresses, and one that fails.
urlpatterns = [path("rusak/", broken), *urlpatterns]


@pytest.fixture(autouse=True)
def _production(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Set every setting that PENDOPO_HTTPS=1 changes, read from the settings file itself."""
    found = []
    for value in ("0", "1"):
        monkeypatch.setenv("PENDOPO_HTTPS", value)
        found.append(runpy.run_path(str(Path(loaded.__file__))))
    changed = {name for name in found[1] if name.isupper() and found[0].get(name) != found[1][name]}
    assert {"SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_SECURE"} <= changed
    for name in changed:
        setattr(settings, name, found[1][name])
    settings.ROOT_URLCONF = __name__


def statuses(client: Client, secure: bool) -> dict[str, tuple[int, str | None]]:
    """Return what every kind of answer says of HSTS."""
    asked = {
        "page": "/dinas-contoh/", "kept page": "/dinas-contoh/", "sign-in": "/masuk/", "missing": "/tidak/ada/",
        "failed": "/rusak/", "wrong method": "/dinas-contoh/lacak/keluar/", "api": "/api/v1/agencies",
        "api problem": "/api/v1/tidak-ada", "static": static("pendopo/pendopo.css"), "robots": "/robots.txt",
        "manual": "/api/",
    }  # fmt: skip
    found = {}
    for kind, address in asked.items():
        answer = client.get(address, secure=secure)
        found[kind] = (answer.status_code, answer.headers.get("Strict-Transport-Security"))
        answer.getvalue()  # read to its end, a file is closed
    return found


def test_every_answer_over_https_demands_https_for_a_year(agency: Agency) -> None:
    client = Client(raise_request_exception=False)
    wanted = {
        "page": 200, "kept page": 200, "sign-in": 200, "missing": 404, "failed": 500, "wrong method": 405, "api": 200,
        "api problem": 404, "static": 200, "robots": 200, "manual": 200,
    }  # fmt: skip
    assert statuses(client, secure=True) == {kind: (status, HSTS) for kind, status in wanted.items()}
    assert len(shelf) >= 1


def test_plain_http_leads_to_https_and_says_nothing_else(agency: Agency) -> None:
    client = Client(raise_request_exception=False)
    assert set(statuses(client, secure=False).values()) == {(301, None)}
    for address in ("/masuk/", "/api/", "/tidak/ada/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"https://testserver{address}")
    for method in (client.get, client.post):
        answer = method("/masuk/?next=/meja/")
        assert answer.headers["Location"] == "https://testserver/masuk/?next=/meja/"
        assert (answer.content, dict(answer.cookies)) == (b"", {})
    # A page kept for visitors over HTTPS is not handed out over HTTP.
    assert client.get("/dinas-contoh/", secure=True).status_code == 200
    assert client.get("/dinas-contoh/").status_code == 301
    # Whoever watches over the machine asks without HTTPS.
    assert client.get("/healthz").status_code == 200


def test_cookies_travel_over_https_alone(agency: Agency, hire: Callable[..., User]) -> None:
    hire("rina", agency)
    client = Client(raise_request_exception=False)
    client.get("/masuk/", secure=True)
    client.get("/rusak/", secure=True)
    client.post("/bahasa/", {"language": "en"}, secure=True)
    client.post("/masuk/", {"username": "rina", "password": PASSWORD}, secure=True)
    told = {
        name: (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"])
        for name, cookie in client.cookies.items()
    }
    assert told == dict.fromkeys(
        ["__Host-csrftoken", "django_language", "__Host-sessionid"], (True, True, "Lax", "/", "")
    )


def test_only_a_proxy_that_is_believed_says_that_it_was_https(
    rf: RequestFactory, settings: Any, agency: Agency
) -> None:
    told = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert Client(**told).get("/dinas-contoh/").status_code == 301
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client(**told).get("/dinas-contoh/").headers["Strict-Transport-Security"] == HSTS
    assert Client(HTTP_X_FORWARDED_PROTO="http").get("/dinas-contoh/").status_code == 301


@pytest.mark.parametrize("address", ["/pola/", "/pola/meja/", "/pola/cetak/"])
def test_the_pattern_page_is_not_there(address: str) -> None:
    assert Client().get(address, secure=True).status_code == 404
