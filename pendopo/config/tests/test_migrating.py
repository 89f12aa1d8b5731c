"""An upgrade gives way: a migration that meets a held table is begun again, and nobody waits behind it meanwhile."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

from pendopo.config.console import setup
from pendopo.config.console.from_empty import added_alone

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


@pytest.mark.django_db
def test_tables_made_from_empty_are_those_of_the_models() -> None:
    """The database of the tests was made so (tests/databases.py): columns, foreign keys, indexes and constraints."""
    wrong, named = {}, set[str]()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            if meta.proxy or not meta.managed:
                continue
            fields = [field for field in meta.local_concrete_fields if getattr(field, "db_constraint", False)]
            keys = {
                field.column: (field.target_field.column, field.target_field.model._meta.db_table) for field in fields
            }
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(meta.db_table)} LIMIT 0")
            found = {column[0] for column in cursor.description}
            referring = connection.introspection.get_relations(cursor, meta.db_table)
            if (found, referring) != ({field.column for field in meta.local_concrete_fields}, keys):
                wrong[meta.label] = (found, referring, keys)
            named |= {each.name for each in (*meta.indexes, *meta.constraints)}
        if connection.vendor == "sqlite":
            cursor.execute("SELECT coalesce(sql, '') FROM sqlite_master")
            there = set(re.findall(r'(?:CONSTRAINT|INDEX) "(\w+)"', "\n".join(sql for (sql,) in cursor.fetchall())))
        else:
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
            there = {name for (name,) in cursor.fetchall()}
    assert wrong == {}
    assert named - there == set()


def test_what_refers_to_a_changed_model_is_rendered_anew() -> None:
    before = ProjectState._find_reload_model  # type: ignore[attr-defined]
    state = ProjectState()
    state.add_model(ModelState("x", "Whole", [("id", models.AutoField(primary_key=True))]))
    key = models.ForeignKey("x.Whole", models.CASCADE)
    state.add_model(ModelState("x", "Part", [("id", models.AutoField(primary_key=True)), ("whole", key)]))
    whole, part = state.apps.get_model("x", "Whole"), state.apps.get_model("x", "Part")
    with added_alone():
        state.add_model(ModelState("x", "Other", [("id", models.AutoField(primary_key=True)), ("whole", key.clone())]))
        assert (state.apps.get_model("x", "Whole"), state.apps.get_model("x", "Part")) == (whole, part)
        state.alter_field("x", "whole", "id", models.UUIDField(primary_key=True), preserve_default=True)
        assert (
            state.apps.get_model("x", "Part")._meta.get_field("whole").target_field.get_internal_type() == "UUIDField"
        )
        # Whoever works on the rows of a migration is given nothing that was left out.
        assert state.is_delayed
    assert ProjectState._find_reload_model is before  # type: ignore[attr-defined]
