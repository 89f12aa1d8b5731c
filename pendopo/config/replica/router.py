"""Which database a query goes to: the primary, unless this request reads elsewhere and has written nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connections

PRIMARY: Final = "default"
REPLICA: Final = "replica"

_elsewhere: ContextVar[bool] = ContextVar("reads_elsewhere", default=False)


@contextmanager
def reading_elsewhere() -> Iterator[None]:
    """Let the queries of this block be answered by the replica; from the first write on, by the primary again."""
    token = _elsewhere.set(True)
    try:
        yield
    finally:
        _elsewhere.reset(token)


class ReplicaRouter:
    """Django's question which database to ask."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        """Return the replica only inside `reading_elsewhere`, and never in a transaction, which may have written."""
        return REPLICA if _elsewhere.get() and not connections[PRIMARY].in_atomic_block else PRIMARY

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        """Return the primary; whoever has written must see it."""
        if _elsewhere.get():
            _elsewhere.set(False)
        return PRIMARY

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        """Let rows of both belong together: they are the same rows."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        """Change tables at the primary alone; the replica follows."""
        return db == PRIMARY
