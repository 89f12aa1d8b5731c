"""No personal datum reaches a log, whatever was typed and whatever fails; and every line leads back to its request."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import smtplib
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from pendopo.config.logs import JsonFormatter, LineFormatter, failures
from pendopo.config.logs.formats import reference
from pendopo.config.middleware.recording import reference_for
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.operation.models import Failure
from pendopo.lib import faults
from pendopo.modules.information.views.citizen import asking

# What people type: a name, a number of identity, an address, a telephone, words of theirs.
CANARIES = ["Siti Kenari", "3304121212900001", "siti.kenari@contoh.id", "081234567890", "kenari-token-7f3a"]


class Lines:
    """What was logged, in both forms."""

    def __init__(self) -> None:
        self.json, self.line = io.StringIO(), io.StringIO()

    @property
    def text(self) -> str:
        return self.json.getvalue() + self.line.getvalue()

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.json.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Collect everything that any logger says, in both forms."""
    kept = Lines()
    handlers = [logging.StreamHandler(kept.json), logging.StreamHandler(kept.line)]
    handlers[0].setFormatter(JsonFormatter())
    handlers[1].setFormatter(LineFormatter())
    root, request = logging.getLogger(), logging.getLogger("pendopo.request")
    before = root.level, request.level
    root.setLevel(logging.DEBUG)
    request.setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)
    yield kept
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(before[0])
    request.setLevel(before[1])


def fail_with(*canaries: str) -> Any:
    """Return a view's part that fails with everything that an exception may carry."""

    def fail(*_args: object, **_named: object) -> None:
        detail = f'Key (email)=({canaries[2]}) already exists for "{canaries[0]}"'
        try:
            raise ValueError(f"cannot convert {canaries[1]} of {canaries[0]}")
        except ValueError as cause:
            cause.add_note(canaries[3])
            raise IntegrityError(detail) from cause

    return fail


@pytest.mark.django_db
def test_nothing_that_was_typed_reaches_a_log(lines: Lines, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(
        headers={"user-agent": CANARIES[0], "referer": f"https://x/{CANARIES[4]}", "x-request-id": CANARIES[1]}
    )
    browser.raise_request_exception = False
    wish = reverse("information:wish", args=[agency.slug])
    typed = dict(zip(("name", "nik", "email", "phone", "wish"), CANARIES, strict=True))
    assert browser.post(wish, typed).status_code < 500
    browser.get(wish, {"nama": CANARIES[0], "token": CANARIES[4]})
    browser.get(f"/{CANARIES[4]}/{CANARIES[1]}/")
    browser.get("/", headers={"host": f"{CANARIES[4]}.contoh.id"})
    browser.post("/masuk/", {"username": CANARIES[2], "password": CANARIES[4]})
    browser.generic("KENARI", "/")
    browser.post(wish, b"\xff" + CANARIES[0].encode(), content_type="application/json")
    monkeypatch.setattr(asking, "render", fail_with(*CANARIES), raising=False)
    monkeypatch.setattr("pendopo.portal.views.public.Paginator", fail_with(*CANARIES))
    assert browser.get("/", {"kata": CANARIES[0]}).status_code == 500
    for canary in CANARIES:
        assert canary not in lines.text
        assert canary.lower() not in lines.text.lower()
    assert len(lines.told) > 8


@pytest.mark.django_db
def test_a_failure_is_told_by_kind_and_steps_under_the_reference_of_the_page(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pendopo.portal.views.public.Paginator", fail_with(*CANARIES))
    browser = Client(raise_request_exception=False)
    answer = browser.get("/")
    shown = answer.headers["X-Request-ID"]
    assert f'<strong class="p-code">{shown}</strong>' in answer.content.decode()
    (told,) = [line for line in lines.told if "failure" in line]
    assert (told["level"], told["logger"], told["request"]) == ("error", "django.request", shown)
    assert told["message"] == "HTTP 500 request"
    assert told["failure"] == ["IntegrityError", "ValueError"]
    assert [step.rpartition(" ")[2] for step in told["frames"]][-1] == "fail_with.<locals>.fail"
    assert any(step.startswith("pendopo/portal/views/public.py:") for step in told["frames"])
    assert f"ERROR {shown} django.request HTTP 500 request" in lines.line.getvalue()
    assert "  IntegrityError ← ValueError" in lines.line.getvalue()


@pytest.mark.django_db
def test_a_request_is_told_by_the_name_of_its_address(lines: Lines, agency: Agency) -> None:
    Client().get(f"/{agency.slug}/", {"nama": CANARIES[0]})
    (told,) = [line for line in lines.told if line["logger"] == "pendopo.request"]
    assert {name: told[name] for name in ("route", "method", "status", "agency", "role", "level")} == {
        "route": "agency-home", "method": "GET", "status": 200, "agency": "dinas-contoh", "role": "citizen",
        "level": "info",
    }  # fmt: skip
    assert told["ms"] >= 0
    assert len(told["request"]) == 10


@pytest.mark.django_db
def test_what_django_tells_afterwards_bears_the_reference_too(lines: Lines) -> None:
    shown = Client().get("/tidak/ada/").headers["X-Request-ID"]
    told = [line for line in lines.told if line["logger"] == "django.request"]
    assert [(line["message"], line["request"]) for line in told] == [("HTTP 404 request", shown)]


@pytest.mark.parametrize(
    ("given", "proxied", "kept"),
    [
        ("0123456789abcdef0123456789abcdef", True, True),
        ("0192d3c0-0000-7000-8000-000000000000", True, True),
        ("0123456789abcdef0123456789abcdef", False, False),
        ("3304121212900001", True, False),
        ("siti", True, False),
        ("", True, False),
    ],
)
def test_only_a_proxys_reference_is_kept(given: str, proxied: bool, kept: bool, rf: Any, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"] if proxied else []
    request = rf.get("/", headers={"x-request-id": given})
    assert (reference_for(request) == given) is kept


def record(name: str, text: str, *args: object, failure: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(failure), failure, None) if failure else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, text, args, exc_info)


@pytest.mark.parametrize(
    ("name", "text", "args", "said"),
    [
        ("pendopo.x", "Letter %s failed: %s", ("surat", ValueError("Siti")), "Letter surat failed: ValueError"),
        ("pendopo.x", "No mail: %s", (ConnectionRefusedError(111, "Siti"),), "No mail: ConnectionRefusedError (ECONNREFUSED)"),
        ("pendopo.x", "No mail: %s", (smtplib.SMTPResponseException(550, "siti@x"),), "No mail: SMTPResponseException (550)"),
        ("pendopo.x", "Sent to %s", ("siti@contoh.id 081234567890",), "Sent to … …"),
        ("pendopo.x", "%(count)d of %(name)s", ({"count": 3, "name": "a@b.id"},), "3 of …"),
        ("pendopo.x", "Wrong %d", ("no number",), "Wrong %d"),
        ("other", "Row %s has %d", ("Siti", 3), "Row … has 3"),
        ("other", "Row 'Siti' of siti@x.id 3304121212900001\nSiti", (), "Row … of … …"),
        ("_granian", "Application callable raised an exception\nTraceback: Siti", (), "Application callable raised an exception"),
    ],
)  # fmt: skip
def test_what_a_message_may_say(name: str, text: str, args: tuple[object, ...], said: str) -> None:
    told = json.loads(JsonFormatter().format(record(name, text, *args)))
    assert told["message"] == said


def test_a_failure_of_postgresql_is_told_with_its_code() -> None:
    class UniqueViolation(Exception):
        sqlstate = "23505"

    failure = IntegrityError("Siti")
    failure.__cause__ = UniqueViolation("Siti")
    assert faults.chain(failure) == ["IntegrityError (23505)", "UniqueViolation (23505)"]
    assert faults.place(failure) == "?"


def test_failures_at_one_place_are_counted_together_whatever_the_line() -> None:
    assert faults.fingerprint("E", "a.py:1 f") == faults.fingerprint("E", "a.py:22 f")
    assert faults.fingerprint("E", "a.py:1 f") != faults.fingerprint("E", "a.py:1 g")


def test_what_is_logged_is_whole_for_a_server_started_with_it() -> None:
    """Nothing but our own forms writes: not Django's handlers, nor those of the web server."""
    forms = {form["()"] for form in settings.LOGGING["formatters"].values()}
    assert forms == {"pendopo.config.logs.LineFormatter", "pendopo.config.logs.JsonFormatter"}
    assert settings.LOGGING["loggers"]["_granian"]["propagate"] is False
    script = (
        "import logging, django; django.setup(); from django.conf import settings\n"
        "for name in ('', 'django', 'django.request', 'django.server', 'django.security', '_granian'):\n"
        "  for h in logging.getLogger(name).handlers: print(name, type(h.formatter).__name__, type(h).__name__)"
    )
    import os
    import subprocess

    environment = {**os.environ, "PENDOPO_LOG": "json", "DJANGO_SETTINGS_MODULE": "pendopo.config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert sorted(done.stdout.splitlines()) == [
        " JsonFormatter StreamHandler",
        " NoneType FailureHandler",
        "_granian JsonFormatter StreamHandler",
    ]


# --------------------------------------------------------------------------------------------------------- failures
@pytest.mark.django_db(transaction=True)
def test_failures_are_counted_with_the_last_reference() -> None:
    handler = failures.FailureHandler()
    token = reference.set("K7Q2M9XW4B")
    try:
        for _ in range(3):
            handler.emit(record("django.request", "x", failure=ValueError("Siti")))
        handler.emit(record("pendopo.x", "Letter %s failed", "surat-a"))
        handler.emit(record("pendopo.x", "Letter %s failed", "surat-b"))
        handler.emit(record("other", "not ours, no exception"))
    finally:
        reference.reset(token)
    seen = [(failure.kind, failure.count, failure.last_reference) for failure in Failure.objects.order_by("kind")]
    assert seen == [("Letter surat-a failed", 2, "K7Q2M9XW4B"), ("ValueError", 3, "K7Q2M9XW4B")]


@pytest.mark.django_db
def test_inside_a_transaction_the_line_must_do(monkeypatch: pytest.MonkeyPatch) -> None:
    failures.FailureHandler().emit(record("pendopo.x", "Broken"))
    assert not Failure.objects.exists()

    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(failures, "_note", broken)
    failures.FailureHandler().emit(record("pendopo.x", "Broken"))
