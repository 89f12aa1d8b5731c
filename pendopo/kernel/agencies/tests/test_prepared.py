"""On PostgreSQL, statements by hand pass Django's cursor by; they store and say the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies import prepared
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import find, insert, run


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("SELECT 1",), b"SELECT 1"),
        (("SELECT %s, %s",), b"SELECT $1, $2"),
        (("A %s", "B %s, %s", "C %s"), b"WITH waiting_0 AS (A $1), waiting_1 AS (B $2, $3) C $4"),
    ],
)
def test_values_are_numbered_through_all_statements(texts: tuple[str, ...], expected: bytes) -> None:
    assert prepared.numbered(texts) == expected


@pytest.mark.django_db
def test_who_counts_or_wraps_sees_every_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    def pass_on(execute: Any, *statement: Any) -> Any:
        return execute(*statement)

    assert prepared.is_possible(connection) == (connection.vendor == "postgresql")
    with CaptureQueriesContext(connection):
        assert not prepared.is_possible(connection)
    with connection.execute_wrapper(pass_on):
        assert not prepared.is_possible(connection)
        assert prepared.is_possible(connection, beside=pass_on) == (connection.vendor == "postgresql")
    monkeypatch.setitem(connection.settings_dict, "PREPARE", False)
    assert not prepared.is_possible(connection)


@pytest.mark.django_db
def test_after_a_failure_the_next_statement_works(agency: Agency) -> None:
    for _ in range(2):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(Unit(agency=agency, name="Alfa"), Unit(agency=agency, name="Alfa"))
        assert run("SELECT COUNT(*) FROM agencies_unit WHERE agency_id = %s", [_stored(agency)]) == [(0,)]


@pytest.mark.django_db
def test_a_value_that_only_the_field_knows_passes_through_it(agency: Agency) -> None:
    with pytest.raises((ValidationError, ValueError)):
        insert(Unit(agency=agency, name="Alfa", is_active="perhaps"))
    insert(Unit(agency=agency, name="Beta", is_active="True"))
    assert Unit.objects.get().is_active is True


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_statement_is_planned_once(agency: Agency) -> None:
    sql = "SELECT name FROM agencies_agency WHERE slug = %s AND week_days >= %s"
    for week_days in (1, 5, 2**20):
        run(sql, ["dinas", week_days])
    mine = "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT name FROM agencies_agency%%'"
    with connection.cursor() as cursor:
        cursor.execute(mine)
        assert cursor.fetchone() == (1,)


def _stored(agency: Agency) -> Any:
    from pendopo.kernel.agencies.rows import database_key

    return database_key(agency.pk)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_column_that_a_migration_changed_is_read_by_the_next_statement(agency: Agency) -> None:
    # A migration is another process; on its own connection the driver would know what was altered.
    migration = connection.copy()

    def widen(length: int) -> None:
        with migration.cursor() as cursor:
            cursor.execute(f"ALTER TABLE agencies_agency ALTER short_name TYPE varchar({length})")

    length = 60
    try:
        for more in range(3):
            widen(length + more)
            assert find(Agency, id=agency.pk) == agency
    finally:
        widen(length)
        migration.close()
