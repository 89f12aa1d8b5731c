"""A copy of the database as of one instant, with the number of rows of every table, and the way back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
from django.db import connection, transaction

SQLITE_FILE, POSTGRESQL_FILE = "database.sqlite3", "database.dump"
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_STORED: Final = (
    "SELECT storage_name, sha256, size FROM documents_document WHERE removed_at IS NULL ORDER BY storage_name"
)
_PG_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the store that a row stands for."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A copied database: its file, the rows of each table, and the files that its rows stand for."""

    file: Path
    rows: dict[str, int]
    stored: list[Stored]


def copy_database(folder: Path) -> Copy:
    """Copy the database into `folder` while others go on working; everything in the copy is of one instant."""
    return _copy_postgresql(folder) if connection.vendor == "postgresql" else _copy_sqlite(folder)


def _copy_sqlite(folder: Path) -> Copy:
    import sqlite3

    target = folder / SQLITE_FILE
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        # The copy stands alone: no log beside it that somebody could forget.
        copy.execute("PRAGMA journal_mode = DELETE")
        tables = [name for (name,) in copy.execute(_TABLES)]
        counted = {name: copy.execute(_count_of(name)).fetchone()[0] for name in tables}
        return Copy(target, counted, [Stored(*row) for row in copy.execute(_STORED)])


def _copy_postgresql(folder: Path) -> Copy:
    target = folder / POSTGRESQL_FILE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        ((snapshot,),) = cursor.fetchall()
        _run(
            "pg_dump",
            "--format=custom",
            "--compress=1",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={target}",
        )
        cursor.execute(_STORED)
        stored = [Stored(*row) for row in cursor.fetchall()]
        return Copy(target, rows_now(), stored)


def _count_of(table: str) -> str:
    return " ".join(["SELECT COUNT(*) FROM", connection.ops.quote_name(table)])


def rows_now() -> dict[str, int]:
    """Return the number of rows of every table of the database as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(_PG_TABLES if connection.vendor == "postgresql" else _TABLES)
        counted: dict[str, int] = {}
        for (name,) in cursor.fetchall():
            cursor.execute(_count_of(name))
            counted[name] = cursor.fetchone()[0]
    return counted


def is_empty() -> bool:
    """Return whether the database holds nothing that a restore would overwrite: no table, or none with an agency."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if "agencies_agency" not in tables:
            return not tables
        cursor.execute("SELECT COUNT(*) FROM agencies_agency")
        return bool(cursor.fetchone()[0] == 0)


def put_database(file: Path) -> None:
    """Put a copied database in the place of the present one. Raises click.ClickException for another kind of database."""
    wanted = POSTGRESQL_FILE if connection.vendor == "postgresql" else SQLITE_FILE
    if file.name != wanted:
        raise click.ClickException(
            f"The backup holds {file.name}, but DATABASE_URL names a database of another kind. "
            "Set DATABASE_URL to the kind of database that was backed up, and try again."
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            ((schema,),) = cursor.fetchall()
            quoted = connection.ops.quote_name(schema)
            cursor.execute(f"DROP SCHEMA {quoted} CASCADE")
            cursor.execute(f"CREATE SCHEMA {quoted}")
        connection.close()
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--schema", schema,
             "--dbname", _environment()["PGDATABASE"], str(file))  # fmt: skip
        return
    target = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for beside in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm", "-journal"))):
        beside.unlink(missing_ok=True)
    if file.stat().st_dev != target.parent.stat().st_dev:
        aside = target.with_name(f".{target.name}.restored")
        shutil.copyfile(file, aside)
        with aside.open("rb+") as written:
            os.fsync(written.fileno())
        file = aside
    file.rename(target)


def _environment() -> dict[str, str]:
    named = connection.settings_dict
    asked: dict[str, Any] = {
        "PGDATABASE": named["NAME"],
        "PGUSER": named["USER"],
        "PGPASSWORD": named["PASSWORD"],
        "PGHOST": named["HOST"],
        "PGPORT": named["PORT"],
        "PGSSLMODE": named["OPTIONS"].get("sslmode", ""),
    }
    return {name: str(value) for name, value in asked.items() if value}


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database; raise click.ClickException with what it said."""
    with _found(program) as path:
        done = subprocess.run(
            [path, *arguments], env=os.environ | _environment(), capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise click.ClickException(f"{program} failed: {done.stderr.strip() or done.returncode}")


@contextmanager
def _found(program: str) -> Iterator[str]:
    """Give the path of one of PostgreSQL's programs, the newest where several are installed."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    path = next((str(folder / program) for folder in folders if (folder / program).exists()), shutil.which(program))
    if path is None:
        raise click.ClickException(
            f"{program} is not on this machine. On Debian: apt install postgresql-client; its version must not be "
            "older than the server's."
        )
    yield path
