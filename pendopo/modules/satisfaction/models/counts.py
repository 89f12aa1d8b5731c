"""A list of counts in one column, which the database itself adds to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Base = models.Field[Sequence[int], list[int]]
else:
    _Base = models.Field


class CountsField(_Base):
    """A list of whole numbers of fixed length: an array on PostgreSQL, JSON text on SQLite.

    A column for each count would make some sixty of them, a row for each count sixty writes for one answer; this is one
    write, and `addition` is atomic on both databases.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column's type."""
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return the list as the database takes it."""
        if value is None or connection.vendor == "postgresql":
            return value
        return json.dumps(list(value), separators=(",", ":"))

    def from_db_value(self, value: Any, _expression: object, _connection: BaseDatabaseWrapper) -> list[int] | None:
        """Return the list that the database gave."""
        found: list[int] | None = json.loads(value) if isinstance(value, str) else value
        return found


_ADDITION = {
    "postgresql": "ARRAY(SELECT a + b FROM unnest({table}.counts, {more}) AS pair (a, b))",
    "sqlite": "(SELECT json_group_array(a.value + json_extract({more}, '$[' || a.key || ']'))"
    " FROM json_each({table}.counts) AS a)",
}


def addition(vendor: str, table: str, more: str) -> str:
    """Return the SQL for "counts of the row plus `more`", count by count; `more` is a column or a parameter."""
    return _ADDITION[vendor].format(table=table, more=more)
