"""Public pages from memory, and never anybody else's page."""

from __future__ import annotations

import gzip
import time

import brotli
import pytest
from django.test import Client

from pendopo.config.middleware import early_cache
from pendopo.config.middleware.early_cache import Page, Shelf, shelf

pytestmark = pytest.mark.urls("pendopo.config.tests.pages")


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": "localhost"})


def seen(path: str, **headers: str) -> str:
    """Return what a visitor without a past sees; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(headers={"host": "localhost"}).get(path, headers=named).content.decode()


def test_a_page_is_made_once() -> None:
    assert seen("/kept/") == seen("/kept/")
    assert len(shelf) == 1


def test_a_page_from_the_shelf_is_the_same_answer(visitor: Client) -> None:
    first, second = visitor.get("/kept/"), visitor.get("/kept/")
    of_each = "X-Request-ID"
    assert first.headers.pop(of_each) != second.headers.pop(of_each)
    assert dict(first.items()) == dict(second.items())
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=10"
    assert first.headers["Vary"] == "Cookie, Accept-Encoding"
    assert first.headers["Content-Length"] == str(len(first.content))
    assert "Content-Security-Policy" in second.headers


def test_a_page_is_made_anew_after_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    before = seen("/kept/")
    later = time.monotonic() + 10.1
    monkeypatch.setattr(early_cache.time, "monotonic", lambda: later)
    assert seen("/kept/") != before


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/kept/?q=1"},
        {"host": "127.0.0.1"},
        {"cookie": "django_language=en"},
        {"x_forwarded_proto": "https"},
    ],
    ids=str,
)
def test_other_address_name_language_or_scheme_is_another_page(other: dict[str, str]) -> None:
    before = seen("/kept/")
    assert seen(other.pop("path", "/kept/"), **other) != before
    assert len(shelf) == 2


@pytest.mark.parametrize("browser", [{"accept_language": "en-US,en;q=0.9"}, {"cookie": "django_language=fr"}], ids=str)
def test_only_the_switch_chooses_the_language(browser: dict[str, str]) -> None:
    assert seen("/kept/", **browser) == seen("/kept/")
    assert " id</h1>" in seen("/kept/")
    assert " en</h1>" in seen("/kept/", cookie="django_language=en")


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["sessionid=abc", "draft=1", "messages=x", "unknown=1", "csrftoken=a; sessionid=b"])
def test_visitors_with_a_personal_cookie_get_their_own_page(cookie: str) -> None:
    before = seen("/kept/")
    assert seen("/kept/", cookie=cookie) != before
    assert seen("/kept/") == before


def test_an_authorised_client_gets_its_own_page() -> None:
    assert seen("/kept/") != seen("/kept/", authorization="Bearer x")


def test_a_visitor_with_a_form_token_reads_from_the_shelf_but_fills_it_not() -> None:
    own = seen("/kept/", cookie="csrftoken=" + "a" * 32)
    assert len(shelf) == 0
    public = seen("/kept/")
    assert own != public
    assert seen("/kept/", cookie="csrftoken=" + "a" * 32) == public


@pytest.mark.parametrize("path", ["/missing/", "/greeting/", "/tokened/", "/plain/", "/own/", "/staff/"])
def test_pages_that_are_not_everybodys_are_not_kept(path: str, visitor: Client) -> None:
    visitor.get(path)
    Client().get(path, headers={"cookie": "csrftoken=" + "a" * 32})
    assert len(shelf) == 0


def test_a_stream_passes_untouched(visitor: Client) -> None:
    answer = visitor.get("/streamed/", headers={"accept-encoding": "br"})
    assert answer.streaming
    assert answer.getvalue().startswith(b"<h1>")
    assert len(shelf) == 0


@pytest.mark.parametrize("method", ["post", "head", "options"])
def test_only_get_is_kept(method: str, visitor: Client) -> None:
    getattr(visitor, method)("/kept/")
    assert len(shelf) == 0


def test_each_encoding_is_ready(visitor: Client) -> None:
    unpackers = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
    answers = {name: visitor.get("/kept/", headers={"accept-encoding": name}) for name in unpackers}
    pages = {unpack(answers[name].content) for name, unpack in unpackers.items()}
    assert len(pages) == 1
    assert {name: answer.headers.get("Content-Encoding", "") for name, answer in answers.items()} == {
        "": "",
        "gzip": "gzip",
        "br": "br",
    }
    assert len({answer.headers["ETag"] for answer in answers.values()}) == 3
    sizes = [len(answers[name].content) for name in ("br", "gzip", "")]
    assert sizes == sorted(sizes)


def test_a_short_page_is_kept_as_it_is(visitor: Client) -> None:
    answer = visitor.get("/short/", headers={"accept-encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert visitor.get("/short/").content == answer.content


def test_a_browser_that_has_the_page_gets_no_bytes(visitor: Client) -> None:
    etag = visitor.get("/kept/", headers={"accept-encoding": "br"}).headers["ETag"]
    again = visitor.get("/kept/", headers={"accept-encoding": "br", "if-none-match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == "public, max-age=0, s-maxage=10"
    assert visitor.get("/kept/", headers={"accept-encoding": "gzip", "if-none-match": etag}).status_code == 200


def test_a_page_that_nobody_keeps_is_compressed(visitor: Client) -> None:
    answer = visitor.get("/plain/", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(answer.content).startswith(b"<h1>")
    assert (answer.headers["Content-Encoding"], answer.headers["ETag"]) == ("gzip", 'W/"x"')
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Content-Length"] == str(len(answer.content))


def test_without_compression_the_page_is_as_it_is(visitor: Client) -> None:
    answer = visitor.get("/plain/")
    assert answer.content.startswith(b"<h1>")
    assert "Content-Encoding" not in answer.headers


def page(weight: int, until: float | None = None) -> Page:
    return Page(until=until if until is not None else time.monotonic() + 60, variants={}, weight=weight)


def test_the_shelf_holds_so_many_pages() -> None:
    small = Shelf(most_pages=2, most_bytes=1000)
    small.put(("a",), page(1))
    small.put(("b",), page(1))
    assert small.get(("a",)) is not None
    small.put(("c",), page(1))
    assert [small.get((name,)) is not None for name in "abc"] == [True, False, True]


def test_the_shelf_holds_so_many_bytes() -> None:
    small = Shelf(most_pages=9, most_bytes=10)
    small.put(("a",), page(6))
    small.put(("b",), page(6))
    assert (len(small), small.weight, small.get(("a",))) == (1, 6, None)
    small.put(("b",), page(7))
    assert small.weight == 7
    small.put(("c",), page(11))
    assert (len(small), small.get(("c",))) == (1, None)


def test_the_shelf_drops_what_is_over() -> None:
    small = Shelf()
    small.put(("a",), page(6, until=0.0))
    assert (small.get(("a",)), len(small), small.weight) == (None, 0, 0)
