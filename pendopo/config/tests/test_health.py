"""Alive, ready, figures: what machines are told, and what strangers are not."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families as parse

from pendopo.config.health import figures, ready, requests
from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.models import OutboxMessage, PeriodicRun
from pendopo.kernel.operation.actions import keep_note, note_failure
from pendopo.kernel.operation.queries import AUDIT, BACKUP
from pendopo.lib.ids import uuid7

from tests.napping import take_over_sleep

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)


def gauges(**headers: str) -> dict[str, float]:
    answer = Client(headers=headers).get("/metrics")
    assert answer.status_code == 200
    samples = [sample for family in parse(answer.content.decode()) for sample in family.samples]
    return {sample.name: sample.value for sample in samples if not sample.labels}


def test_alive_asks_nothing(django_assert_num_queries: Any, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    with django_assert_num_queries(0):
        answer = Client(headers={"host": "10.1.2.3"}).get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_ready_while_all_is_there() -> None:
    answer = Client(headers={"host": "10.1.2.3"}).get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_without_database_and_only_monitoring_hears_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("gone: password=rahasia")

    monkeypatch.setattr(connection, "cursor", fail)
    here = Client().get("/readyz")
    assert (here.status_code, here.content) == (503, b"not ready\nthe database does not answer\n")
    stranger = Client(headers={"x-forwarded-for": "203.0.113.9"}).get("/readyz")
    assert (stranger.status_code, stranger.content) == (503, b"not ready\n")


def test_not_ready_while_migrations_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    ready._in_step.clear()
    monkeypatch.setattr(ready, "_known_migrations", lambda: frozenset({"information.9999_later"}))
    assert ready.state_now().missing == ["1 migrations wait, first information.9999_later: run `pendopo setup`"]


def test_a_newer_database_does_not_disturb(monkeypatch: pytest.MonkeyPatch) -> None:
    ready._in_step.clear()
    monkeypatch.setattr(ready, "_known_migrations", lambda: frozenset({"agencies.0001_initial"}))
    assert ready.state_now().ready


def test_not_ready_without_room_or_right_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "LEAST_FREE_BYTES", 1 << 60)
    assert ready.state_now().missing == ["the disk of the file store is full"]
    monkeypatch.setattr(ready.os, "access", lambda _folder, _mode: False)
    ready._kept.clear()
    assert ready.state_now().missing == ["the file store cannot be written"]


def test_another_store_is_not_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "private_files", object)
    assert ready.state_now().ready


def test_figures_are_those_of_the_database(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "shared_jobs", lambda: ["a", "b"])
    with clock.frozen(NOW):
        for state, minutes in (("queued", 20), ("queued", 5), ("failed", 60)):
            at = NOW - dt.timedelta(minutes=minutes)
            OutboxMessage.objects.create(
                agency=agency, recipient="a@contoh.id", subject="x", body="x", subject_type="x", subject_id=uuid7(),
                created_at=at, next_try_at=at, state=state,
            )  # fmt: skip
        keep_note(name=BACKUP, rows=1)
        keep_note(name=AUDIT, agencies=1)
        note_failure(fingerprint="f", kind="ValueError", place="pendopo/x.py:1 f")
    with clock.frozen(NOW + dt.timedelta(hours=1)):
        now = clock.now()
        PeriodicRun.objects.create(
            name="a", due_at=now - dt.timedelta(seconds=90), started_at=now - dt.timedelta(seconds=150)
        )
        PeriodicRun.objects.create(name="b", due_at=now, last_error="ValueError")
        # Of an older version, which had this job.
        PeriodicRun.objects.create(name="gone", due_at=now - dt.timedelta(days=9), last_error="ValueError")
        found = gauges()
    expected = {
        "database_up": 1.0, "ready": 1.0, "read_only": 0.0, "outbox_queued": 2.0, "outbox_failed": 1.0,
        "outbox_oldest_age_seconds": 4800.0, "jobs_failing": 1.0, "jobs_late_seconds": 90.0,
        "worker_beat_age_seconds": 150.0, "cases_overdue": 0.0, "backup_age_seconds": 3600.0,
        "audit_verified_age_seconds": 3600.0, "failures_recent": 1.0,
    }  # fmt: skip
    assert {name: found.get(f"pendopo_{name}") for name in expected} == expected
    of_a_replica = {"replica_used", "replica_lag_seconds"}
    assert set(expected) | {"search_index_waiting"} | of_a_replica == set(figures.FIGURES)


def test_what_is_not_there_is_left_out() -> None:
    found = gauges()
    assert not {"pendopo_backup_age_seconds", "pendopo_worker_beat_age_seconds"} & set(found)


def test_without_database_the_figures_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(figures, "_queues", fail)
    assert gauges()["pendopo_database_up"] == 0.0


def test_requests_are_counted_by_the_name_of_their_address(agency: Agency) -> None:
    browser = Client()
    browser.get("/healthz")
    browser.get("/dinas-contoh/?nama=Siti")
    browser.get("/rahasia-siti/tidak/ada/")
    text = browser.get("/metrics").content.decode()
    assert 'pendopo_requests_total{method="GET",route="agency-home",status="200"}' in text
    assert 'pendopo_requests_total{method="GET",route="none",status="404"}' in text
    assert 'pendopo_requests_total{method="GET",route="probe",status="200"}' in text
    assert 'pendopo_request_seconds_bucket{le="0.1",route="agency-home"}' in text
    assert not {"Siti", "rahasia", "tidak"} & set(text.replace("-", " ").replace("/", " ").split())
    assert "Siti" not in text
    assert "siti" not in text


@pytest.mark.parametrize(
    ("headers", "address", "status"),
    [
        ({}, "127.0.0.1", 200),
        ({}, "203.0.113.9", 404),
        ({}, "", 404),
        ({}, "::ffff:127.0.0.1", 200),
        ({"x-forwarded-for": "127.0.0.1"}, "127.0.0.1", 404),
        ({"x-real-ip": "127.0.0.1"}, "127.0.0.1", 404),
        ({"authorization": "Bearer salah"}, "203.0.113.9", 404),
        ({"authorization": "Bearer rahasia-ukuran"}, "203.0.113.9", 200),
    ],
)
def test_who_may_read_the_figures(headers: dict[str, str], address: str, status: int, settings: Any) -> None:
    settings.PENDOPO_METRICS_TOKEN = "rahasia-ukuran"
    answer = Client(headers=headers, REMOTE_ADDR=address).get("/metrics")
    assert answer.status_code == status
    assert b"pendopo_" not in answer.content or status == 200


def test_without_a_token_an_empty_one_opens_nothing(settings: Any) -> None:
    settings.PENDOPO_METRICS_TOKEN = ""
    headers = {"authorization": "Bearer "}
    assert Client(headers=headers, REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 404


def test_processes_of_one_server_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = requests.Counts(), requests.Counts()
    ours.add("home", "GET", 200, 0.02)
    theirs.add("home", "GET", 200, 0.3)
    theirs.add("login", "POST", 302, 0.3)
    theirs.tell(tmp_path)
    next(tmp_path.glob("*.json")).rename(tmp_path / "1.json")
    theirs.tell(tmp_path)
    ours.tell(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.json", f"{os.getpid()}.json"]
    monkeypatch.setattr(requests, "counts", ours)
    monkeypatch.setenv(requests.FOLDER, str(tmp_path))
    text = Client().get("/metrics").content.decode()
    assert 'pendopo_requests_total{method="GET",route="home",status="200"} 2.0' in text
    assert 'pendopo_requests_total{method="POST",route="login",status="302"} 1.0' in text
    buckets = {
        bound: f'pendopo_request_seconds_bucket{{le="{bound}",route="home"}} {float(number)}'
        for bound, number in (("0.01", 0), ("0.025", 1), ("0.25", 1), ("0.5", 2), ("+Inf", 2))
    }
    assert [line for line in buckets.values() if line not in text] == []
    assert 'pendopo_request_seconds_sum{route="home"} 0.32' in text


def test_a_process_tells_the_others_until_the_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "counts"
    place.mkdir()
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        requests.counts.add("home", "GET", 200, 0.02)
        if len(waited) == 2:
            shutil.rmtree(place)

    take_over_sleep(monkeypatch, requests, sleep)
    requests._tell_on(place)
    assert waited == [requests.TOLD_EVERY_SECONDS] * 2
