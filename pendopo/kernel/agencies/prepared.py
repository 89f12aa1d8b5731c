"""Statements written by hand on PostgreSQL: planned once per connection, their values sent beside the text.

Django puts the values into the text, so that Python reads the text anew each time and the database plans it anew. For the
handful of statements that every submission sends, both take longer than running them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Final

from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper

# So many statements stay prepared on one connection; the one unused longest leaves first.
_KEPT: Final = 200

# One cursor for each thread: making one costs as much as a small statement.
_own = threading.local()


def is_possible(here: BaseDatabaseWrapper, *, beside: object = None) -> bool:
    """Tell whether a statement may pass Django's cursor by; `beside` is a wrapper of ours, which it need not pass.

    Not where somebody counts, logs or wraps statements, and not behind a pooler that hands out another connection for
    each transaction (`prepare=off` in DATABASE_URL).
    """
    if here.vendor != "postgresql" or here.queries_logged or here.settings_dict.get("PREPARE") is False:
        return False
    return all(wrapper is beside for wrapper in here.execute_wrappers)


def run(here: BaseDatabaseWrapper, texts: tuple[str, ...], values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run statements as one, prepared, and return the rows of the last; `texts` mark their values with %s.

    Raises what Django's cursor raises.
    """
    try:
        return _run(here, texts, values)
    except NotSupportedError:
        # A migration changed a column since the statement was planned, and this connection would refuse it for ever; a
        # new one plans anew. Nothing ran yet. A transaction is over: its rollback throws the plans away.
        if here.in_atomic_block:
            raise
        here.close()
        return _run(here, texts, values)


def _run(here: BaseDatabaseWrapper, texts: tuple[str, ...], values: Sequence[Any]) -> list[tuple[Any, ...]]:
    here.close_if_health_check_failed()
    here.ensure_connection()
    here.validate_no_broken_transaction()
    cursor = _cursor(here)
    with here.wrap_database_errors:
        cursor.execute(numbered(texts), values, prepare=True)
        return list(cursor.fetchall()) if cursor.pgresult.ntuples else []


@lru_cache(maxsize=512)
def numbered(texts: tuple[str, ...]) -> bytes:
    """Return the statements as one, its values called $1, $2, … in their order."""
    number = count(1)
    parts = joined(texts).split("%s")
    return "".join(f"{part}${next(number)}" for part in parts[:-1]).encode() + parts[-1].encode()


@lru_cache(maxsize=512)
def joined(texts: tuple[str, ...]) -> str:
    """Return one statement that does them all and gives what the last one gives."""
    *before, last = texts
    if not before:
        return last
    named = ", ".join(f"waiting_{number} AS ({text})" for number, text in enumerate(before))
    return f"WITH {named} {last}"


def _cursor(here: BaseDatabaseWrapper) -> Any:
    """Return this thread's cursor on the present connection."""
    cursor = getattr(_own, "cursor", None)
    if cursor is None or cursor.connection is not here.connection:
        # Here and not above: an installation on SQLite has no driver for PostgreSQL.
        from psycopg import RawCursor
        from psycopg.types.numeric import Int8Dumper

        # Any number allows preparing at all. Django's own cursors put values into the text and never prepare.
        here.connection.prepare_threshold = _KEPT
        here.connection.prepared_max = _KEPT
        cursor = _own.cursor = RawCursor(here.connection)
        # By itself the driver chooses a type by size, and the same statement would be planned once for each.
        cursor.adapters.register_dumper(int, Int8Dumper)
    return cursor
