"""Problem details of every kind that a call can bring about, and the small courtesies of HTTP."""

from __future__ import annotations

import errno
import json
import logging
from typing import Any

import pytest
from django.db import InternalError, NotSupportedError, OperationalError, connection

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.api.tests.calling import Program, key_for

REQUESTS = "agencies/badan-contoh/requests"


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(slug="badan-contoh", name="Badan Contoh", short_name="Contoh")


def said(response: Any) -> tuple[int, str, list[dict[str, str]]]:
    """Return status, kind and errors of a problem."""
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body.keys() >= {"type", "title", "status", "detail", "instance"}
    assert body["status"] == response.status_code
    return body["status"], body["type"].partition("#")[2], body.get("errors", [])


def test_address_and_method(agency: Agency) -> None:
    program = Program()
    assert said(program.get("tidak/ada")) == (404, "not-found", [])
    assert said(program.get("agencies/bukan")) == (404, "not-found", [])
    refused = program.post("agencies/badan-contoh", {})
    assert said(refused) == (405, "method", [])
    assert refused.headers["Allow"] == "GET, HEAD"
    assert program.client.delete(f"/api/v1/{REQUESTS}").headers["Allow"] == "GET, HEAD, POST"


def test_parameters(agency: Agency) -> None:
    found = said(Program(language="en").get("agencies", {"limit": "0", "cursor": "x" * 401, "q": "a"}))
    assert found == (
        422, "invalid",
        [{"parameter": "limit", "detail": "At least 1."}, {"parameter": "cursor", "detail": "At most 400 characters."}],
    )  # fmt: skip
    assert said(Program().get("agencies", {"limit": "banyak", "halaman": "2"})) == (
        422, "invalid", [{"parameter": "halaman", "detail": "Parameter ini tidak dikenal."}]
    )  # fmt: skip
    assert said(Program().get("agencies", {"q": "a\x00b"}))[2] == [
        {"parameter": "q", "detail": "Ada karakter yang tidak dapat dibaca."}
    ]
    for day in ("0", "2026-13-01", "2026-8-3"):
        assert said(Program().get("agencies/badan-contoh/statistics", {"start": day}))[2] == [
            {"parameter": "start", "detail": "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-03."}
        ]
    for cursor in ("abc", "é", "WyJiYWRhbi1jb250b2giXQ"):
        assert said(Program().get("agencies", {"cursor": cursor}))[1:] == (
            "invalid",
            [{"parameter": "cursor", "detail": "Kursor ini tidak dikenal. Mulai lagi dari halaman pertama."}],
        )


def test_body(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(key_for(agency, "requests:write"))
    sending = {"headers": {**program.headers, "Idempotency-Key": "k" * 8}}
    post = program.client.post
    assert said(post(f"/api/v1/{REQUESTS}", "{", content_type="application/json", **sending)) == (400, "malformed", [])
    assert (
        said(post(f"/api/v1/{REQUESTS}", "[" * 200_000, content_type="application/json", **sending))[1] == "malformed"
    )
    assert said(post(f"/api/v1/{REQUESTS}", {"a": "b"}, **sending)) == (415, "media-type", [])
    large = json.dumps({"details": "x" * (2 * 1024 * 1024)})
    assert said(post(f"/api/v1/{REQUESTS}", large, content_type="application/json", **sending)) == (
        413,
        "too-large",
        [],
    )
    assert said(post(f"/api/v1/{REQUESTS}", "[1]", content_type="application/json", **sending)) == (
        422, "invalid", [{"pointer": "#", "detail": "Tulis sebagai objek."}]
    )  # fmt: skip
    assert said(program.post(REQUESTS, {"requester": {"name": ""}, "lain": 1}))[2] == [
        {"pointer": "#/requester/name", "detail": "Sedikitnya 1 karakter."},
        {"pointer": "#/details", "detail": "Wajib diisi."},
        {"pointer": "#/lain", "detail": "Isian ini tidak dikenal."},
        {"parameter": "Idempotency-Key", "detail": "Wajib diisi."},
    ]


class _ReadOnlyTransaction(Exception):
    """What psycopg raises where PostgreSQL takes no writes."""

    sqlstate = "25006"


class _StalePlan(Exception):
    """What psycopg raises for a statement whose table a migration has changed."""

    sqlstate = "0A000"


def _internal(cause: Exception, kind: type[Exception] = InternalError) -> Exception:
    failure = kind("rahasia")
    failure.__cause__ = cause
    return failure


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (OperationalError("database or disk is full"), "busy"),
        (OSError(errno.ENOSPC, "rahasia"), "busy"),
        (_internal(_ReadOnlyTransaction()), "busy"),
        (_internal(_StalePlan(), NotSupportedError), "busy"),
        (_internal(ValueError()), "error"),
        (LookupError("rahasia"), "error"),
    ],
    ids=["database", "disk", "replica", "stale plan", "internal", "error"],
)
@pytest.mark.parametrize("where", ["kernel.api.operations._agency_out", "kernel.api.entrance.wait_before_reading"])
def test_trouble_of_ours(
    agency: Agency,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    kind: str,
    where: str,
) -> None:
    """Inside an operation, and before it is reached."""

    def fail(_given: object) -> None:
        raise failure

    monkeypatch.setattr(f"pendopo.{where}", fail)
    program = Program(language="en")
    program.client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = program.get("agencies/badan-contoh")
    assert said(response)[1] == kind
    assert "rahasia" not in response.content.decode()
    assert response.headers.get("Retry-After") == ("30" if kind == "busy" else None)
    logged = "pendopo.api" if kind == "error" else "pendopo.kernel.tracking.answers"
    assert [each.name for each in caplog.records] == [logged]


def test_a_database_that_takes_no_writes_is_told_as_it_is(agency: Agency) -> None:
    """For real: every call with a key is counted, which SQLite and PostgreSQL refuse by failures of two kinds."""
    program = Program(key_for(agency))
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if is_sqlite else "SET TRANSACTION READ ONLY")
        try:
            response = program.get("token")
        finally:
            if is_sqlite:
                cursor.execute("PRAGMA query_only = 0")
    assert (said(response)[:2], response.headers["Retry-After"]) == ((503, "busy"), "30")
    assert "Idempotency-Key yang sama" in response.json()["detail"]


def test_what_cannot_be_taken_in_is_told_to_a_program_as_programs_read_it(agency: Agency) -> None:
    assert said(Program().get("agencies", {f"f{number}": "x" for number in range(201)}))[:2] == (413, "too-large")
    assert said(Program().client.get("/api/v1/agencies", HTTP_HOST="lain.example"))[:2] == (400, "malformed")


def test_unchanged_answer_is_not_sent_again(agency: Agency) -> None:
    program = Program(key_for(agency))
    first = program.get("token")
    again = program.get("token", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert first.headers["Cache-Control"] == "no-store"


def test_public_answers_are_everybodys(agency: Agency) -> None:
    public, own = Program().get("agencies/badan-contoh"), Program(key_for(agency)).get("token")
    assert public.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in own.headers
    assert "s-maxage=10" in public.headers["Cache-Control"]
    asked = Program().client.options("/api/v1/agencies/badan-contoh")
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "Access-Control-Allow-Origin" not in Program().client.options("/api/v1/token").headers
    head = Program().client.head("/api/v1/agencies")
    assert (head.status_code, head.content) == (200, b"")


def test_pages_are_turned_by_cursor(agency: Agency, django_assert_num_queries: Any) -> None:
    """Also while rows come in between, and with as many queries for 50 rows as for one."""
    Unit.objects.bulk_create([Unit(agency=agency, name=f"Unit {number:02d}") for number in range(50)])
    program, address = Program(), "agencies/badan-contoh/units"
    with django_assert_num_queries(2):
        assert len(program.get(address, {"limit": 1}).json()["items"]) == 1
    with django_assert_num_queries(2):
        assert len(program.get(address, {"limit": 50}).json()["items"]) == 50
    names, cursor = [], ""
    while cursor is not None:
        page = program.get(address, {"limit": 30, "cursor": cursor}).json()
        names += [each["name"] for each in page["items"]]
        cursor = page["next"]
        Unit.objects.get_or_create(agency=agency, name="Awal")
    assert names == [f"Unit {number:02d}" for number in range(50)]


def test_agencies(agency: Agency) -> None:
    Agency.objects.create(slug="anak", name="Anak", short_name="A", parent=agency, email="a@contoh.id")
    Agency.objects.create(slug="tidur", name="Tidur", short_name="T", is_active=False)
    listed = Program().get("agencies").json()
    assert [(each["slug"], each["parent"]) for each in listed["items"]] == [
        ("anak", "badan-contoh"),
        ("badan-contoh", None),
    ]
    assert listed["next"] is None
    assert Program().get("agencies", {"q": "ana"}).json()["items"] == [
        {
            "slug": "anak", "name": "Anak", "short_name": "A", "kind": "other", "parent": "badan-contoh",
            "region_code": "", "address": "", "phone": "", "email": "a@contoh.id", "timezone": "Asia/Jakarta",
            "page": "http://localhost:8000/anak/",
        }
    ]  # fmt: skip
