"""On SQLite one process of a run migrates an empty database; the others, of all its sessions, begin with a copy.

What guards the rows of the audit trail is taken away in both databases: Django empties tables between some tests.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests import remembering


def migrate_once(shared: Path) -> None:
    """Let Django's test database be made so; `shared` is where a session without others keeps the copy.

    The classes are changed, not the connection at hand: as soon as Playwright's event loop runs in a thread, Django
    opens that thread another one.
    """
    from django.db import connection

    creation, operations = type(connection.creation), type(connection.ops)
    create = creation.create_test_db
    if connection.vendor == "sqlite":
        create = _copying(create, Path(os.environ.get(remembering.FOLDER) or shared))
    creation.create_test_db = _unguarded(create)  # type: ignore[method-assign]
    operations.execute_sql_flush = _unguarded_flush(operations.execute_sql_flush)  # type: ignore[method-assign]


def _unguarded(create: Callable[..., str]) -> Callable[..., str]:
    def made(*arguments: Any, **named: Any) -> str:
        from django.db import connection

        from pendopo.kernel.audit.guarding import suspend

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


def _copying(create: Callable[..., str], folder: Path) -> Callable[..., str]:
    def copied(*arguments: Any, **named: Any) -> str:
        from django.conf import settings
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
        settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
        return name

    return copied
