"""The doctor finds what is planted, names the remedy, and exits with what it found."""

from __future__ import annotations

import datetime as dt
import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pendopo.config.console import cli, serve
from pendopo.config.health import database_check, doctor, machine_check, settings_check, work_check
from pendopo.config.health.checks import worst_settings
from pendopo.config.health.findings import Finding, Level, ago, examine
from pendopo.kernel import clock
from pendopo.kernel.calendar.models import CalendarYear
from pendopo.kernel.notifications import jobs
from pendopo.kernel.notifications.models import PeriodicRun
from pendopo.kernel.operation.actions import allow_only_reading, keep_note, note_failure
from pendopo.kernel.operation.queries import AUDIT, BACKUP
from pendopo.lib.keeping import forget_all

from tests.operation.proxying import certificate

NOW = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)
database = pytest.mark.django_db


def levels(found: Iterator[Finding]) -> list[tuple[str, str]]:
    return [(finding.topic, finding.level.name) for finding in found]


# --------------------------------------------------------------------------------------------------------- settings
def production(settings: Any) -> None:
    settings.HTTPS, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS, settings.PENDOPO_ADDRESS = ["ppid.contoh.go.id"], "https://ppid.contoh.go.id"
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.DEBUG = settings.PENDOPO_DEMO = False


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", True, ("mode", "WRONG")),
        ("PENDOPO_DEMO", True, ("mode", "WRONG")),
        ("HTTPS", False, ("https", "WRONG")),
        ("SECURE_PROXY_SSL_HEADER", None, ("https", "WRONG")),
        ("SECRET_KEY", "pendek", ("secret key", "WRONG")),
        ("ALLOWED_HOSTS", ["*"], ("hosts", "WRONG")),
        ("ALLOWED_HOSTS", ["lain.go.id"], ("hosts", "WRONG")),
        ("PENDOPO_ADDRESS", "http://localhost:8000", ("hosts", "WARNING")),
        ("TRUSTED_PROXIES", [], ("proxy", "WARNING")),
        ("PENDOPO_METRICS_FROM", ["0.0.0.0/0"], ("metrics", "WARNING")),
        ("PENDOPO_METRICS_FROM", ["::/0"], ("metrics", "WARNING")),
    ],
)
def test_a_wrong_setting_is_found(name: str, value: object, expected: tuple[str, str], settings: Any) -> None:
    production(settings)
    assert levels(settings_check.settings_now()) == [("secret key", "OK"), ("https", "OK"), ("hosts", "OK")]
    setattr(settings, name, value)
    assert expected in levels(settings_check.settings_now())


def test_a_key_that_others_may_read(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PENDOPO_SECRET_KEY")
    settings.VAR_DIR = tmp_path
    (tmp_path / "secret.key").touch(mode=0o644)
    assert levels(settings_check._key()) == [("secret key", "WRONG")]


def test_the_worst_is_a_system_check_and_stops_the_server(settings: Any) -> None:
    production(settings)
    assert worst_settings() == []
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = "pendek", ["*"]
    assert [(found.id, found.is_serious()) for found in worst_settings()] == [
        ("pendopo.001", True),
        ("pendopo.003", False),
    ]
    with pytest.raises(Exception, match="does not start with this key"):
        serve.tell_of_the_worst()


@pytest.mark.parametrize(("name", "level"), [("", "OK"), ("test", "WARNING"), ("pendopo.kernel.clock:now", "OK")])
def test_the_signer(name: str, level: str, settings: Any) -> None:
    settings.PENDOPO_SIGNER = name
    assert levels(settings_check.signer()) == [("signer", level)]


# --------------------------------------------------------------------------------------------------------- database
@database
def test_the_database_of_the_tests_is_told_as_it_is() -> None:
    from django.db import connection

    found = levels(database_check.durability())
    if connection.vendor == "sqlite":
        assert found == [("database", "OK")]
    else:
        # The tests' cluster does without, which is what the doctor is for.
        assert found[:2] == [("database", "WRONG")] * 2 or found[0] == ("database", "OK")
    assert levels(database_check.migrations()) == [("migrations", "OK")]
    assert {topic for topic, _level in levels(database_check.clocks())} == {"clock"}


@database
@pytest.mark.parametrize(("kept", "level"), [(True, "OK"), (False, "WARNING"), (None, "OK")])
def test_a_clock_that_is_not_kept_in_step_is_told(
    kept: bool | None, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_check, "_by_network", lambda: kept)
    assert levels(database_check.clocks())[-1] == ("clock", level)


@pytest.mark.parametrize(
    ("version", "journal", "synchronous", "level"),
    [
        ((3, 51, 3), "wal", 2, "OK"), ((3, 40, 1), "wal", 2, "WRONG"), ((3, 51, 3), "wal", 1, "WRONG"),
        ((3, 40, 1), "delete", 3, "OK"), ((3, 40, 1), "delete", 2, "WRONG"),
    ],
)  # fmt: skip
def test_sqlite_that_loses_what_was_confirmed(
    version: tuple[int, ...], journal: str, synchronous: int, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    said = {"PRAGMA journal_mode": journal, "PRAGMA synchronous": synchronous, "PRAGMA quick_check(1)": "ok"}
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(database_check, "_ask", said.__getitem__)
    assert levels(database_check._sqlite()) == [("database", level)]


SOUND = {
    "SHOW server_version_num": "150004", "SHOW fsync": "on", "SHOW synchronous_commit": "on",
    "SHOW full_page_writes": "on", "SHOW data_checksums": "on", "SELECT pg_is_in_recovery()": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "value", "level"),
    [
        ("SHOW fsync", "off", "WRONG"),
        ("SHOW synchronous_commit", "off", "WRONG"),
        ("SHOW full_page_writes", "off", "WRONG"),
        ("SHOW data_checksums", "off", "WARNING"),
        ("SHOW server_version_num", "130001", "WRONG"),
        ("SELECT pg_is_in_recovery()", True, "WRONG"),
    ],
)
def test_postgresql_that_loses_what_was_confirmed(
    statement: str, value: object, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_check, "_ask", SOUND.__getitem__)
    assert levels(database_check._postgresql()) == [("database", "OK")]
    monkeypatch.setattr(database_check, "_ask", (SOUND | {statement: value}).__getitem__)
    assert ("database", level) in levels(database_check._postgresql())


# ---------------------------------------------------------------------------------------------------------- machine
@contextmanager
def answering(*answers: bytes) -> Iterator[int]:
    """Run a server that says `answers` one after the other, each after the next bytes, and give its port."""

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            for said in answers:
                self.request.sendall(said)
                if not self.request.recv(1000):
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def with_mail(settings: Any, port: int, sender: str = "ppid@contoh.go.id") -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", port, sender


@pytest.mark.parametrize(
    ("noop", "sender", "level"),
    [
        (b"250 ok\r\n", "ppid@contoh.go.id", "OK"),
        (b"250 ok\r\n", "pendopo@localhost", "WARNING"),
        (b"451 later\r\n", "ppid@contoh.go.id", "WRONG"),
    ],
)
def test_the_mail_server_is_greeted_and_sent_nothing(noop: bytes, sender: str, level: str, settings: Any) -> None:
    with answering(b"220 here\r\n", b"250 here\r\n", noop, b"221 bye\r\n") as port:
        with_mail(settings, port, sender)
        assert levels(machine_check.mail()) == [("mail", level)]


def test_a_mail_server_that_is_away(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with_mail(settings, port)
    (found,) = machine_check.mail()
    assert (found.level, found.said) == (
        Level.WRONG,
        f"127.0.0.1:{port} does not take our mail: ConnectionRefusedError (ECONNREFUSED).",
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert levels(machine_check.mail()) == [("mail", "WARNING")]


def test_the_file_store_is_really_written(settings: Any) -> None:
    assert levels(machine_check.file_store()) == [("file store", "OK")]
    assert not list((Path(settings.VAR_DIR) / "files" / "doctor").iterdir())


@pytest.mark.parametrize(("space", "level"), [((0, 0), "OK"), ((1 << 40, 0), "WARNING"), ((1 << 40, 1 << 40), "WRONG")])
def test_disks(space: tuple[float, float], level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_check, "_SPACE", space)
    monkeypatch.setattr(machine_check, "_INODES", (0, 0))
    assert {found for _topic, found in levels(machine_check.disks())} == {level}


def test_the_virus_scanner(settings: Any, tmp_path: Path) -> None:
    settings.PENDOPO_CLAMD = ""
    assert levels(machine_check.scanner()) == [("scanner", "WARNING")]
    settings.PENDOPO_CLAMD = str(tmp_path / "clamd.sock")
    assert levels(machine_check.scanner()) == [("scanner", "WRONG")]
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PENDOPO_CLAMD = f"127.0.0.1:{server.getsockname()[1]}"

        def greet() -> None:
            talk, _ = server.accept()
            with talk:
                assert talk.recv(20) == b"zVERSION\0"
                talk.sendall(b"ClamAV 1.4.6\0")

        threading.Thread(target=greet, daemon=True).start()
        (found,) = machine_check.scanner()
    assert (found.level, found.said) == (Level.OK, f"{settings.PENDOPO_CLAMD} answers: ClamAV 1.4.6.")


@pytest.mark.parametrize(("days", "level"), [(60, "OK"), (10, "WARNING"), (1, "WRONG"), (-5, "WRONG")])
def test_the_certificate(days: int, level: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PENDOPO_ADDRESS = "https://ppid.contoh.go.id"
    monkeypatch.setattr(
        machine_check, "_end_of_certificate", lambda _host, _port: clock.now() + dt.timedelta(days=days)
    )
    assert levels(machine_check.certificate()) == [("certificate", level)]


def test_the_certificate_is_read_from_the_server_itself(settings: Any, tmp_path: Path) -> None:
    certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PENDOPO_ADDRESS = f"https://127.0.0.1:{server.getsockname()[1]}"

        def greet() -> None:
            raw, _ = server.accept()
            with suppress(OSError), context.wrap_socket(raw, server_side=True) as talk:
                talk.recv(1)

        threading.Thread(target=greet, daemon=True).start()
        (found,) = machine_check.certificate()
    tomorrow = (clock.now() + dt.timedelta(days=1)).date().isoformat()
    assert (found.level, found.said) == (Level.WRONG, f"The certificate of 127.0.0.1 ends on {tomorrow}.")


def test_a_certificate_that_cannot_be_asked(settings: Any) -> None:
    settings.PENDOPO_ADDRESS = "http://ppid.contoh.go.id"
    assert levels(machine_check.certificate()) == [("certificate", "OK")]
    with answering(b"no tls here\r\n") as port:
        settings.PENDOPO_ADDRESS = f"https://127.0.0.1:{port}"
        assert levels(machine_check.certificate()) == [("certificate", "WARNING")]


# ------------------------------------------------------------------------------------------------------------- work
@database
@pytest.mark.parametrize(("minutes", "level"), [(1, "OK"), (6, "WARNING"), (60, "WRONG")])
def test_the_workers_sign_of_life(minutes: int, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_check, "shared_jobs", lambda: ["x"])
    assert levels(work_check.worker()) == [("worker", "WRONG")]
    forget_all()
    with clock.frozen(NOW):
        PeriodicRun.objects.create(name="x", due_at=NOW, started_at=NOW - dt.timedelta(minutes=minutes), last_error="E")
        PeriodicRun.objects.create(name="of an older version", due_at=NOW, last_error="E")
        assert levels(work_check.worker()) == [("worker", level), ("jobs", "WARNING")]


@database
@pytest.mark.parametrize(("hours", "level"), [(20, "OK"), (30, "WARNING"), (24 * 4, "WRONG")])
def test_the_age_of_the_backup(hours: int, level: str) -> None:
    assert levels(work_check.backup()) == [("backup", "WRONG")]
    forget_all()
    with clock.frozen(NOW):
        keep_note(name=BACKUP, rows=1)
    with clock.frozen(NOW + dt.timedelta(hours=hours)):
        assert levels(work_check.backup()) == [("backup", level)]


@database
@pytest.mark.parametrize(("days", "level"), [(1, "OK"), (9, "WARNING")])
def test_the_audit_trail(days: int, level: str) -> None:
    assert levels(work_check.audit_trail()) == [("audit trail", "WARNING")]
    forget_all()
    with clock.frozen(NOW):
        keep_note(name=AUDIT, agencies=1)
    with clock.frozen(NOW + dt.timedelta(days=days)):
        assert levels(work_check.audit_trail()) == [("audit trail", level)]


@database
@pytest.mark.parametrize(
    ("today", "last", "level"),
    [("2026-03-02", 2026, "OK"), ("2026-11-02", 2026, "WARNING"), ("2027-01-02", 2026, "WRONG")],
)
def test_the_calendar(today: str, last: int, level: str) -> None:
    CalendarYear.objects.all().delete()
    CalendarYear.objects.create(year=last, status="final")
    with clock.frozen(dt.datetime.fromisoformat(f"{today}T05:00:00+00:00")):
        assert levels(work_check.calendar()) == [("calendar", level)]


@database
def test_reading_only_failures_and_an_index_that_is_not_there() -> None:
    assert levels(work_check.mode()) == []
    assert levels(work_check.failures()) == [("failures", "OK")]
    assert levels(work_check.search_index()) == [("search", "WARNING")]
    note_failure(fingerprint="f", kind="ValueError", place="pendopo/x.py:1 f", reference="K7Q2M9XW4B")
    (seen,) = work_check.failures()
    assert seen.said == "ValueError at pendopo/x.py:1 f: 1 times, last reference K7Q2M9XW4B."
    allow_only_reading()
    assert levels(work_check.mode()) == [("read-only", "WARNING")]
    assert levels(work_check.worker())[0] == ("worker", "OK")


@database
def test_the_retention_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_check, "shared_jobs", list)
    assert levels(work_check.privacy()) == [("retention", "WARNING")]
    name = "pendopo.kernel.privacy.tasks.retain"
    monkeypatch.setattr(work_check, "shared_jobs", lambda: [name])
    assert levels(work_check.privacy()) == [("retention", "WARNING")]
    PeriodicRun.objects.create(name=name, due_at=clock.now(), finished_at=clock.now())
    assert levels(work_check.privacy()) == [("retention", "OK")]


@database
def test_retention_is_well_once_the_worker_has_run(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.known_jobs()
    ours = {name: job for name, job in jobs._jobs.items() if name.startswith("pendopo.kernel.privacy.")}
    monkeypatch.setattr(jobs, "_jobs", ours)
    monkeypatch.setattr(jobs, "_next_here", dict(jobs._next_here))
    assert levels(work_check.privacy()) == [("retention", "WARNING")]
    jobs.run_jobs()
    assert levels(work_check.privacy()) == [("retention", "OK")]


# ---------------------------------------------------------------------------------------------------------- command
def test_an_examination_that_fails_is_a_finding() -> None:
    def broken() -> Iterator[Finding]:
        raise LookupError("nama: Siti")

    (found,) = examine("mail", broken)
    assert (found.topic, found.level, found.said) == ("mail", Level.WRONG, "Could not be examined: LookupError.")
    assert (doctor.verdict([]), doctor.verdict([found])) == (Level.OK, Level.WRONG)


@pytest.mark.parametrize(
    ("seconds", "said"), [(59, "59 seconds"), (200, "3 minutes"), (7300, "2 hours"), (400_000, "4 days")]
)
def test_spans_are_written_in_the_largest_unit(seconds: float, said: str) -> None:
    assert ago(seconds) == said


@database
def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = [Finding("mail", Level.OK, "Good."), Finding("disk", Level.WARNING, "Small.", "Make room.")]
    monkeypatch.setattr(doctor, "EXAMINATIONS", [("x", lambda: iter(findings))])
    answer = CliRunner().invoke(cli, ["doctor"])
    assert answer.output == (
        "ok      mail         Good.\nwarning disk         Small.\n                     → Make room.\n"
    )
    assert answer.exit_code == 1
    assert CliRunner().invoke(cli, ["doctor", "--quiet"]).output.splitlines()[0] == "warning disk         Small."
    told = json.loads(CliRunner().invoke(cli, ["doctor", "--json"]).output)
    assert told["verdict"] == "warning"
    assert told["findings"][1] == {"topic": "disk", "level": "warning", "said": "Small.", "remedy": "Make room."}
    monkeypatch.setattr(doctor, "EXAMINATIONS", [])
    assert CliRunner().invoke(cli, ["doctor"]).exit_code == 0
