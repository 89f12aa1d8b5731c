"""Which pages may be read from a replica, for whom, and what happens when it is away or behind."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from pendopo.config.replica import lag
from pendopo.config.replica.middleware import ReplicaMiddleware
from pendopo.config.replica.router import PRIMARY, REPLICA, ReplicaRouter, reading_elsewhere
from pendopo.kernel.agencies.models import Agency
from pendopo.ui.caching import cacheable, may_lag

from tests.guards.tree import ROOT

LISTED = tomllib.loads((ROOT / "tests" / "scaleout" / "lagging.toml").read_text(encoding="utf-8"))["pages"]
router = ReplicaRouter()


def views(found: Any, space: str = "") -> Iterator[tuple[str, Any]]:
    """Return every address by name with its view."""
    for each in found.url_patterns:
        if isinstance(each, URLResolver):
            yield from views(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", each.callback


@pytest.mark.once
def test_pages_that_may_lag_are_listed_with_their_reason_and_are_for_everybody() -> None:
    every = dict(views(get_resolver()))
    marked = {name for name, view in every.items() if getattr(view, "may_lag", False)}
    assert marked == set(LISTED)
    assert {every[name].door for name in marked} <= {"public", "open"}
    assert all(len(reason) > 20 for reason in LISTED.values())
    # Whoever follows a request, holds a session or signs in is never among them.
    assert not [
        name for name in marked if name.startswith(("information:", "objections:", "tracking:", "people:", "api:"))
    ]


def test_only_what_is_asked_inside_the_block_is_read_elsewhere(db: None) -> None:
    assert router.db_for_read(Agency) == PRIMARY
    with reading_elsewhere():
        # A test is inside a transaction, which might have written.
        assert router.db_for_read(Agency) == PRIMARY
    assert (router.allow_relation(1, 2), router.allow_migrate(PRIMARY, "x"), router.allow_migrate(REPLICA, "x")) == (
        True, True, False,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_after_a_write_and_in_a_transaction_the_primary_is_read() -> None:
    with reading_elsewhere():
        assert router.db_for_read(Agency) == REPLICA
        with transaction.atomic():
            assert router.db_for_read(Agency) == PRIMARY
        assert router.db_for_read(Agency) == REPLICA
        assert router.db_for_write(Agency) == PRIMARY
        assert router.db_for_read(Agency) == PRIMARY
    assert router.db_for_read(Agency) == PRIMARY


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float | None]]:
    """Let the replica be so far behind; None when it is away."""
    behind: list[float | None] = [0.0]
    monkeypatch.setattr(lag, "_ask", lambda: lag.State(behind[0], "" if behind[0] is not None else "away"))
    lag.forget()
    yield behind
    lag.forget()


def middleware() -> ReplicaMiddleware:
    return ReplicaMiddleware(lambda _request: HttpResponse("usual"))


@cacheable(10)
@may_lag
def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(router.db_for_read(Agency))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("asked", "where"),
    [
        (RequestFactory().get("/"), REPLICA),
        (RequestFactory().head("/"), REPLICA),
        (RequestFactory().post("/"), None),
        (RequestFactory(HTTP_COOKIE="sessionid=x").get("/"), None),
        (RequestFactory(HTTP_COOKIE="pendopo_konsep=x").get("/"), None),
        (RequestFactory(HTTP_AUTHORIZATION="Bearer x").get("/"), None),
    ],
)
def test_who_reads_elsewhere(asked: HttpRequest, where: str | None, seconds: list[float | None]) -> None:
    answer = middleware().process_view(asked, page, (), {})
    assert (answer.content.decode() if isinstance(answer, HttpResponse) else None) == where
    assert router.db_for_read(Agency) == PRIMARY
    assert middleware()(asked).status_code == 200
    assert middleware().process_view(RequestFactory().get("/"), lambda _request: HttpResponse(), (), {}) is None


@pytest.mark.django_db(transaction=True)
def test_a_page_rendered_late_is_rendered_inside(seconds: list[float | None]) -> None:
    drawn: list[str] = []

    class Late(TemplateResponse):
        def render(self) -> Any:
            drawn.append(router.db_for_read(Agency))
            return HttpResponse("drawn")

    asked = RequestFactory().get("/")
    assert middleware().process_view(asked, may_lag(lambda request: Late(request, "x.html")), (), {}) is not None
    assert drawn == [REPLICA]


def test_one_that_is_behind_or_away_is_left_alone_with_one_line(
    seconds: list[float | None], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    asked = RequestFactory().get("/")
    with caplog.at_level(logging.WARNING):
        for behind, step in ((0.0, 1.0), (6.0, 1.0), (7.0, 1.0), (None, 1.0), (0.0, 8.9), (0.0, 0.2), (4.9, 1.0)):
            seconds[0] = behind
            answered = middleware().process_view(asked, page, (), {}) is not None
            # One that is away is not asked again before ten seconds are over.
            assert answered is (now[0] in {100.0} or now[0] > 113.0), now
            now[0] += step
    assert [record.getMessage() for record in caplog.records] == [
        "The replica is left alone, the primary is read: 6 seconds behind.",
        "The replica is read again.",
    ]


def test_one_that_breaks_off_in_a_page_is_no_error(seconds: list[float | None]) -> None:
    @may_lag
    def breaking(_request: HttpRequest) -> HttpResponse:
        raise OperationalError("terminating connection due to conflict with recovery")

    asked = RequestFactory().get("/")
    assert middleware().process_view(asked, breaking, (), {}) is None
    # The next visitor is not sent there again.
    assert middleware().process_view(asked, page, (), {}) is None
    assert lag.state_now() == lag.State(None, "OperationalError")


class _Cursor:
    """Stands where a cursor of the replica stands."""

    def __init__(self, row: Any) -> None:
        self.row = row

    def __enter__(self) -> _Cursor:
        return self

    def __exit__(self, *_raised: object) -> None:
        return

    def execute(self, *_asked: object) -> None:
        if isinstance(self.row, Exception):
            raise self.row

    def fetchone(self) -> Any:
        return self.row


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ((True, True, 3600.0), lag.State(0.0)),
        ((True, False, 7.5), lag.State(7.5)),
        ((True, False, -0.1), lag.State(0.0)),
        ((True, False, None), lag.State(None, "nothing was replayed yet")),
        ((False, None, None), lag.State(None, "it is no replica any more")),
        (DatabaseError("away"), lag.State(None, "DatabaseError")),
    ],
)
def test_what_the_replica_says(row: Any, state: lag.State, monkeypatch: pytest.MonkeyPatch) -> None:
    class Connection:
        def __init__(self, said: Any) -> None:
            self.said = said

        def cursor(self) -> _Cursor:
            return _Cursor(self.said)

        def close(self) -> None:
            return

    monkeypatch.setattr(lag, "connections", {PRIMARY: Connection(("0/1", None)), REPLICA: Connection(row)})
    assert lag._ask() == state


def test_without_a_replica_nothing_of_it_is_there(settings: Any) -> None:
    assert REPLICA not in connections.databases
    assert not lag.is_configured()
    assert not [name for name in settings.MIDDLEWARE if "replica" in name]
