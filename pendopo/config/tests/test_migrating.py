"""An upgrade gives way: a migration that meets a held table is begun again, and nobody waits behind it meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

from pendopo.config.console import setup

from tests.napping import take_over_sleep


def asked(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.postgresql
def test_a_held_table_is_tried_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    tried, waits = [], []
    other = connection.copy()
    migration = Migration("0001_x", "agencies")
    executor, state = MigrationExecutor(connection), ProjectState()

    def apply(_self: MigrationExecutor, given: ProjectState, *_arguments: Any) -> ProjectState:
        tried.append(asked("SHOW lock_timeout"))
        assert not given.models
        given.add_model(ModelState("agencies", "Half", []))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE calendar_holiday IN ACCESS EXCLUSIVE MODE")
        return given

    def release(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            other.rollback()

    monkeypatch.setattr(MigrationExecutor, "apply_migration", apply)
    monkeypatch.setattr(setup, "_LOCK_MILLISECONDS", 20)
    take_over_sleep(monkeypatch, setup, release)
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM calendar_holiday")
        with setup._giving_way():
            assert set(executor.apply_migration(state, migration).models) == {("agencies", "half")}
    finally:
        other.close()
    assert (tried, waits) == (["20ms"] * 3, [0.5, 0.5])
    assert capsys.readouterr().err.count("Somebody holds a table for long") == 1
    assert asked("SHOW lock_timeout") == "0"
    assert MigrationExecutor.apply_migration is apply


@pytest.mark.django_db
@pytest.mark.postgresql
def test_another_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def apply(*_arguments: Any) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(MigrationExecutor, "apply_migration", apply)
    with setup._giving_way(), pytest.raises(OperationalError, match="the disk is full"):
        MigrationExecutor(connection).apply_migration(ProjectState(), Migration("0001_x", "agencies"))


@pytest.mark.django_db
def test_nothing_waits_when_nothing_is_to_be_done() -> None:
    setup.migrate(quiet=True)
    with setup._giving_way():
        assert connection.is_usable()
