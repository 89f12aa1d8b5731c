"""What several machines share: what the doctor says of it, and what goes past the pooler."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection

from pendopo.config import environment
from pendopo.config.console import cli
from pendopo.config.health import figures, machine_check, several_check
from pendopo.config.health.findings import Finding
from pendopo.config.replica import lag
from pendopo.kernel.documents.storage import StoreAway
from pendopo.kernel.notifications import tasks

DIRECT, REPLICA = "postgresql://pendopo@10.0.0.11/pendopo", "postgresql://pendopo@10.0.0.12/pendopo?sslmode=require"


def told(found: Iterator[Finding]) -> list[tuple[str, str]]:
    return [(finding.level.name, finding.said) for finding in found]


def test_the_replica_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", DIRECT)
    monkeypatch.setenv("DATABASE_REPLICA_URL", REPLICA)
    found = environment.databases(tmp_path)
    assert (found["default"]["HOST"], found["replica"]["HOST"]) == ("10.0.0.11", "10.0.0.12")
    assert found["replica"]["OPTIONS"] == {"connect_timeout": "2", "tcp_user_timeout": "5000", "sslmode": "require"}
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(ValueError, match="DATABASE_REPLICA_URL needs PostgreSQL"):
        environment.databases(tmp_path)


def test_what_needs_a_session_goes_past_the_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://pendopo@127.0.0.1:6432/pendopo?prepare=off")
    monkeypatch.setenv("DATABASE_DIRECT_URL", "")
    environment.go_past_the_pooler()
    assert os.environ["DATABASE_URL"].endswith("prepare=off")
    monkeypatch.setenv("DATABASE_DIRECT_URL", DIRECT)
    environment.go_past_the_pooler()
    assert os.environ["DATABASE_URL"] == DIRECT


@pytest.mark.parametrize("word", ["backup", "restore"])
def test_no_dump_goes_through_a_pooler(word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setitem(connection.settings_dict, "PREPARE", False)
    (tmp_path / "there").touch()
    answer = CliRunner().invoke(cli, [word, str(tmp_path / ("there" if word == "restore" else "a"))])
    assert answer.exit_code == 1
    assert "Name the database itself in DATABASE_DIRECT_URL" in answer.output


@pytest.mark.django_db(transaction=True)
def test_a_web_node_s_worker_does_its_own_work_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "drain_outbox", lambda: pytest.fail("mail is for the workers"))
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        answer = CliRunner().invoke(cli, ["work", "--once", "--here"], catch_exceptions=False)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert answer.output.endswith("tasks done.\n")


def _like_postgresql(monkeypatch: pytest.MonkeyPatch, *, prepares: bool, pooled: bool) -> None:
    like = SimpleNamespace(vendor="postgresql", settings_dict={"PREPARE": prepares})
    monkeypatch.setattr(several_check, "connection", like)
    monkeypatch.setattr(several_check, "_is_pooled", lambda: pooled)


def test_the_doctor_sees_a_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_DIRECT_URL", raising=False)
    _like_postgresql(monkeypatch, prepares=True, pooled=False)
    assert told(several_check.pooler()) == []
    _like_postgresql(monkeypatch, prepares=True, pooled=True)
    assert [level for level, _said in told(several_check.pooler())] == ["WRONG"]
    _like_postgresql(monkeypatch, prepares=False, pooled=True)
    assert told(several_check.pooler()) == [("WARNING", "Backups cannot go through a pooler.")]
    monkeypatch.setenv("DATABASE_DIRECT_URL", DIRECT)
    assert [level for level, _said in told(several_check.pooler())] == ["OK"]
    monkeypatch.setattr(several_check, "connection", SimpleNamespace(vendor="sqlite"))
    assert told(several_check.pooler()) == []


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_connection_without_a_pooler() -> None:
    assert told(several_check.pooler()) == []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (lag.State(0.2), [("OK", "0.2 seconds behind.")]),
        (lag.State(61.0), [("WARNING", "61 seconds behind, and not read.")]),
        (lag.State(None, "away"), [("WARNING", "It is not read: away. The primary does its work.")]),
    ],
)
def test_the_doctor_asks_the_replica(state: lag.State, said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(several_check.replica()) == []
    monkeypatch.setattr(lag, "is_configured", lambda: True)
    monkeypatch.setattr(lag, "state_now", lambda: state)
    assert told(several_check.replica()) == said


@pytest.mark.django_db
def test_monitoring_reads_how_far_the_replica_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def gauges() -> dict[str, float]:
        return {
            each.name: each.samples[0].value for each in figures.FiguresCollector().collect() if "replica" in each.name
        }

    assert gauges() == {}
    monkeypatch.setattr(lag, "is_configured", lambda: True)
    monkeypatch.setattr(lag, "state_now", lambda: lag.State(2.5))
    assert gauges() == {"pendopo_replica_used": 1.0, "pendopo_replica_lag_seconds": 2.5}
    monkeypatch.setattr(lag, "state_now", lambda: lag.State(None, "away"))
    assert gauges() == {"pendopo_replica_used": 0.0}

    def away() -> lag.State:
        raise OperationalError("gone")

    monkeypatch.setattr(lag, "state_now", away)
    assert gauges() == {}


class Store:
    """Stands where a shared store stands."""

    place = "s3://berkas"
    open_to_all = keeps = False
    trouble = ""

    def save(self, name: str, content: Any) -> str:
        if self.trouble:
            raise StoreAway(self.trouble)
        self.kept = content
        return name

    def open(self, _name: str, _mode: str) -> Any:
        self.kept.seek(0)
        return self.kept

    def delete(self, _name: str) -> None:
        self.kept = None

    def opens_to_strangers(self, _name: str) -> bool:
        return self.open_to_all

    def keeps_deleted(self) -> bool:
        return self.keeps


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store()
    monkeypatch.setattr(machine_check, "private_files", lambda: made)
    monkeypatch.setattr(several_check, "private_files", lambda: made)
    return made


def test_the_doctor_asks_the_store(store: Store) -> None:
    assert told(machine_check.file_store()) == [("OK", "s3://berkas keeps and gives back.")]
    store.open_to_all = store.keeps = True
    assert [level for level, _said in told(machine_check.file_store())] == ["WRONG", "WARNING", "OK"]
    store.trouble = "NoSuchBucket"
    assert told(machine_check.file_store()) == [("WRONG", "s3://berkas does not serve: NoSuchBucket.")]


def test_the_doctor_looks_for_shared_keys(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PENDOPO_SECRET_KEY", raising=False)
    monkeypatch.delenv("PENDOPO_AUDIT_KEY", raising=False)
    ((level, said),) = told(several_check.shared())
    assert (level, said.startswith("PENDOPO_SECRET_KEY and PENDOPO_AUDIT_KEY are made")) == ("WARNING", True)
    monkeypatch.setenv("PENDOPO_SECRET_KEY", "x")
    assert told(several_check.shared())[0][1].startswith("PENDOPO_AUDIT_KEY is made")
    monkeypatch.setenv("PENDOPO_AUDIT_KEY", "x")
    monkeypatch.setattr(several_check, "connection", SimpleNamespace(vendor="sqlite"))
    assert told(several_check.shared()) == [("WARNING", "Files are shared, the database is not.")]
    monkeypatch.setattr(several_check, "connection", SimpleNamespace(vendor="postgresql"))
    assert [level for level, _said in told(several_check.shared())] == ["OK"]


def test_with_a_folder_nothing_is_asked_of_several_machines() -> None:
    assert told(several_check.shared()) == []
