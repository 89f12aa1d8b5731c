"""The database refuses to change the audit trail, and tells when nothing guards it any more."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import anchor_heads
from pendopo.kernel.audit.guarding import guards, suspend
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.tests.chain import by_sql, write_entry

migration = importlib.import_module("pendopo.kernel.audit.migrations.0003_guards")


@pytest.fixture
def guarded(agency: Agency) -> Iterator[Agency]:
    """An agency with an anchored entry, and the triggers that a delivered database has."""
    write_entry(agency, 1)
    anchor_heads()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
        migration.put_up(None, editor)
    return agency


class _Editor:
    """What a migration is given, inside the transaction of a test: SQLite's own refuses to begin there."""

    connection = connection

    def __enter__(self) -> _Editor:
        return self

    def __exit__(self, *_how: object) -> None:
        return

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("table", ["audit_entry", "audit_anchor"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET seq = 9", "DELETE FROM {}", "TRUNCATE {}"])
def test_rows_are_neither_changed_nor_deleted(guarded: Agency, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        by_sql(statement.format(table))
    write_entry(guarded, 2)
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_guards_are_counted_and_their_loss_is_told(guarded: Agency) -> None:
    assert {table for _name, table in guards()} == {"audit_entry", "audit_anchor"}
    suspend()
    assert guards() == []
    with pytest.raises(LookupError, match="audit_anchor"):
        suspend()
    migration.take_away(None, _Editor())
