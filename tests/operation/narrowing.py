"""Which migrations the program before them could not live with.

While an upgrade runs, old processes still write: a migration may add, and takes away only one release after the program
has stopped using what goes. An operation is *narrowing* when an old program's INSERT, UPDATE or SELECT may fail after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

# Nothing an old program asks or writes can fail after these.
WIDENING = (
    operations.CreateModel,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterModelTableComment,
    operations.RunPython,
)
# What may change of a field without the database hearing of it.
_ONLY_WORDS = {"verbose_name", "help_text", "choices", "validators", "related_name", "related_query_name", "blank", "editable", "default", "error_messages", "limit_choices_to"}  # fmt: skip


def narrowing(migration: Migration, loader: MigrationLoader) -> Iterator[str]:
    """Yield a description of each operation of `migration` that an old program may stumble over."""
    made = {
        operation.name.lower() for operation in migration.operations if isinstance(operation, operations.CreateModel)
    }
    state: ProjectState | None = None
    for operation in migration.operations:
        model = str(getattr(operation, "model_name", "")).lower()
        if isinstance(operation, WIDENING) or (model and model in made):
            continue
        if isinstance(operation, operations.AddField) and _is_optional(operation.field):
            continue
        if isinstance(operation, operations.AlterField):
            state = state or _before(migration, loader)
            if widens(_field(state, migration.app_label, model, operation.name), operation.field):
                continue
        if isinstance(operation, operations.SeparateDatabaseAndState) and not operation.database_operations:
            continue
        yield f"{migration.app_label}.{migration.name}: {operation.describe()}"


def _is_optional(field: Any) -> bool:
    """Tell whether an INSERT that does not know the field succeeds."""
    return field.many_to_many or field.null or field.db_default is not NOT_PROVIDED


def widens(old: Any, new: Any) -> bool:
    """Tell whether a changed field takes everything that it took before, and stays as it was for who reads it."""
    kind_old, kind_new = old.deconstruct()[1], new.deconstruct()[1]
    before, after = old.deconstruct()[3], new.deconstruct()[3]
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - _ONLY_WORDS
    if kind_old != kind_new:
        return isinstance(old, models.CharField) and type(new) is models.TextField
    grown = {
        name
        for name in ("max_length", "max_digits")
        if name in changed and (after.get(name) or 0) >= (before.get(name) or 0)
    }
    loosened = {"null"} if after.get("null") else set()
    loosened |= {"unique"} if not after.get("unique") else set()
    loosened |= {"db_default"} if "db_default" in after else set()
    return not changed - grown - loosened - {"db_index", "on_delete"}


def _before(migration: Migration, loader: MigrationLoader) -> ProjectState:
    return loader.project_state((migration.app_label, migration.name), at_end=False)  # type: ignore[no-any-return]


def _field(state: ProjectState, app: str, model: str, name: str) -> Any:
    return state.models[app, model].fields[name]
