"""One process of a run migrates an empty database, on each engine; the others begin with a copy.

What takes long to build in a database is built once in the same way. Between tests that commit only those tables are
emptied that hold something. What guards the rows of the audit trail is taken away for that.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.remembering import kept_in

# What these hold follows from the models, and is the same after every test.
FROM_MODELS = frozenset({"django_content_type", "auth_permission"})


def migrate_once(shared: Path) -> None:
    """Let Django's test database be made so; `shared` is where a session without others keeps the copy.

    The classes are changed, not the connection at hand: as soon as Playwright's event loop runs in a thread, Django
    opens that thread another one.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    creation, operations = type(connection.creation), type(connection.ops)
    create = creation.create_test_db
    if connection.vendor == "sqlite":
        create = _copying(create, kept_in())
    elif "PYTEST_XDIST_WORKER" in os.environ:
        create = _copying_on_the_server(create, shared)
    committing: Any = TransactionTestCase
    committing._fixture_teardown = _empty_all
    creation.create_test_db = _unguarded(create)  # type: ignore[method-assign]
    operations.execute_sql_flush = _unguarded_flush(operations.execute_sql_flush)  # type: ignore[method-assign]


def _unguarded(create: Callable[..., str]) -> Callable[..., str]:
    def made(*arguments: Any, **named: Any) -> str:
        from django.db import connection

        from pendopo.config.console.from_empty import added_alone
        from pendopo.kernel.audit.guarding import suspend

        with added_alone():
            created = create(*arguments, **named)
        # Raises LookupError when a migration has lost them: SQLite drops triggers with the table that it rebuilds.
        suspend()
        # Connections to come must see it.
        connection.close()
        return created

    return made


def _unguarded_flush(flush: Callable[..., None]) -> Callable[..., None]:
    def flushed(operations: Any, sql_list: list[str]) -> None:
        from pendopo.kernel.audit.guarding import guards, suspend

        # A test that puts them up in a transaction of its own may leave them behind.
        if guards():
            suspend()
        flush(operations, sql_list)

    return flushed


def _empty_all(case: Any) -> None:
    for name in case._databases_names(include_mirrors=False):
        empty(name)


def empty(alias: str = "default") -> None:
    """Empty the tables after tests that commit, as Django's `flush` does, which takes ten times as long."""
    from django.db import connections

    connection = connections[alias]
    quote = connection.ops.quote_name
    tables = sorted({*connection.introspection.django_table_names()} - FROM_MODELS)
    each = (f"SELECT {n} WHERE EXISTS (SELECT 1 FROM {quote(table)})" for n, table in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        found = [tables[n] for (n,) in cursor.fetchall()]
    if found:
        connection.ops.execute_sql_flush([f"DELETE FROM {quote(table)}" for table in found])


def _copying_on_the_server(create: Callable[..., str], shared: Path) -> Callable[..., str]:
    """On PostgreSQL the copy is another database; whoever leads the session drops it (`drop_copy`)."""

    def copied(creation: Any, *arguments: Any, **named: Any) -> str:
        quote, kept = creation.connection.ops.quote_name, _name_of_copy(shared)
        with (shared / "migrated.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                created = create(creation, *arguments, **named)
                creation.connection.close()
                kept.write_text(f"{created}_copy", encoding="utf-8")
                with creation._nodb_cursor() as cursor:
                    cursor.execute(f"DROP DATABASE IF EXISTS {quote(f'{created}_copy')}")
                    cursor.execute(f"CREATE DATABASE {quote(f'{created}_copy')} TEMPLATE {quote(created)}")
                return created
            name = creation._get_test_db_name()
            with creation._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)}")
                cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(kept.read_text(encoding='utf-8'))}")
        creation.connection.close()
        _go_to(name)
        return str(name)

    return copied


def _name_of_copy(shared: Path) -> Path:
    return shared / "migrated.name"


def drop_copy(shared: Path) -> None:
    """Drop the copy on the server, when one was made."""
    from django.db import connection

    if _name_of_copy(shared).exists():
        name = connection.ops.quote_name(_name_of_copy(shared).read_text(encoding="utf-8"))
        creation: Any = connection.creation
        with creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")


def _copying(create: Callable[..., str], folder: Path) -> Callable[..., str]:
    def copied(*arguments: Any, **named: Any) -> str:
        from django.db import connection

        kept, name = folder / "migrated.sqlite3", str(connection.settings_dict["TEST"]["NAME"])
        with (folder / "migrated.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                created = create(*arguments, **named)
                with closing(sqlite3.connect(kept)) as copy:
                    connection.connection.backup(copy)
                return created
        connection.close()
        shutil.copyfile(kept, name)
        _go_to(name)
        return name

    return copied


def fill_once(name: str, build: Callable[[], None]) -> None:
    """Fill database and store by `build`; on SQLite only the first process of a run builds, the others take a copy.

    Outside of transactions: a copy replaces the whole database.
    """
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "sqlite":
        build()
        return
    files, copied = Path(settings.VAR_DIR) / "files", kept_in() / f"{name}-files"
    with (kept_in() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with closing(sqlite3.connect(kept_in() / f"{name}.sqlite3")) as copy:
            connection.ensure_connection()
            if copied.exists():
                copy.backup(connection.connection)
                shutil.copytree(copied, files, dirs_exist_ok=True)
            else:
                build()
                connection.connection.backup(copy)
                shutil.copytree(files, copied)


@contextmanager
def filled(name: str, build: Callable[[], None]) -> Iterator[None]:
    """Have a database filled by `build` for a while, as `fill_once`; then the one of before is there again."""
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        with transaction.atomic():
            build()
            yield
            transaction.set_rollback(True)
        return
    before = str(connection.settings_dict["NAME"])
    other = f"{before}-{name}"
    with closing(sqlite3.connect(other)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    try:
        _go_to(other)
        fill_once(name, build)
        yield
    finally:
        _go_to(before)
        for path in Path(other).parent.glob(f"{Path(other).name}*"):
            path.unlink()


def _go_to(name: str) -> None:
    from django.conf import settings
    from django.db import connection

    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
