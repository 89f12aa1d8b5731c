"""No migration takes away what the program before it still uses, unless it is listed with the reason why that is safe."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now

from tests.operation.narrowing import narrowing, widens

pytestmark = pytest.mark.once
LISTED = Path(__file__).parent / "narrowing.toml"


def test_every_narrowing_migration_is_listed_with_a_reason() -> None:
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    loader = MigrationLoader(None)
    found = set()
    for (app, name), migration in loader.disk_migrations.items():
        key = f"{app}.{name}"
        if not migration.__module__.startswith("pendopo.") or key in listed["before"]["migrations"]:
            continue
        if told := list(narrowing(migration, loader)):
            found.add(key)
            assert listed["safe"].get(key), "\n".join(told)
    assert found == set(listed["safe"]), "listed, but not narrowing"


def migration(*operations: migrations.operations.base.Operation) -> migrations.Migration:
    made = migrations.Migration("0002_x", "agencies")
    made.operations = list(operations)
    return made


@pytest.mark.parametrize(
    ("operation", "is_narrowing"),
    [
        (migrations.AddField("agency", "x", models.CharField(max_length=5, null=True)), False),
        (migrations.AddField("agency", "x", models.DateTimeField(db_default=Now())), False),
        (migrations.AddField("agency", "x", models.CharField(max_length=5, default="")), True),
        (migrations.RemoveField("agency", "name"), True),
        (migrations.RenameField("agency", "name", "title"), True),
        (migrations.DeleteModel("agency"), True),
        (migrations.RunSQL("SELECT 1"), True),
        (migrations.AddConstraint("agency", models.CheckConstraint(condition=models.Q(name="x"), name="c")), True),
        (migrations.AddIndex("agency", models.Index(fields=["name"], name="i")), False),
        (migrations.RunPython(migrations.RunPython.noop), False),
        (migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("agency", "name")]), False),
    ],
)
def test_what_an_old_program_stumbles_over(operation: migrations.operations.base.Operation, is_narrowing: bool) -> None:
    assert bool(list(narrowing(migration(operation), None))) is is_narrowing  # type: ignore[arg-type]


def test_a_table_of_the_same_migration_may_change() -> None:
    made = migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))])
    assert not list(narrowing(migration(made, migrations.AddField("fresh", "x", models.IntegerField())), None))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "is_wider"),
    [
        (models.CharField(max_length=10), models.CharField(max_length=20), True),
        (models.CharField(max_length=20), models.CharField(max_length=10), False),
        (models.CharField(max_length=20), models.CharField(max_length=20, choices=[("a", "A")]), True),
        (models.CharField(max_length=20), models.TextField(), True),
        (models.IntegerField(), models.CharField(max_length=9), False),
        (models.IntegerField(), models.IntegerField(null=True), True),
        (models.IntegerField(null=True), models.IntegerField(), False),
        (models.IntegerField(), models.IntegerField(unique=True), False),
    ],
)
def test_a_field_may_become_wider(old: models.Field, new: models.Field, is_wider: bool) -> None:  # type: ignore[type-arg]
    assert widens(old, new) is is_wider
