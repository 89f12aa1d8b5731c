"""What keeps rows of the audit trail from being changed by mistake: triggers of the database.

Whoever owns the database can take them away; that the chain and its signed heads would tell.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

TABLES: Final = ("audit_entry", "audit_anchor")
_ON_SQLITE: Final = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_guard_%%'"
_ON_POSTGRESQL: Final = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'audit_guard_%%'"


def guards() -> list[tuple[str, str]]:
    """Return the triggers that are in place: their names and tables, sorted."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_SQLITE if connection.vendor == "sqlite" else _ON_POSTGRESQL)
        return sorted((str(name), str(table)) for name, table in cursor.fetchall())


def suspend() -> None:
    """Take the triggers away, for tests alone; raise LookupError when a table has none."""
    found = guards()
    if unguarded := set(TABLES) - {table for _name, table in found}:
        raise LookupError(f"Nothing guards {sorted(unguarded)}: a migration must put the triggers back.")
    with connection.cursor() as cursor:
        for name, table in found:
            quoted = connection.ops.quote_name(name)
            on = "" if connection.vendor == "sqlite" else f" ON {connection.ops.quote_name(table)}"
            cursor.execute(f"DROP TRIGGER {quoted}{on}")
