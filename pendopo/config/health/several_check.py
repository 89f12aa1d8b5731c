"""What stands between and behind several machines: pooler, replica, and the keys that all of them must share."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection

from pendopo.config.health.findings import Finding, ok, warning, wrong
from pendopo.config.replica import lag
from pendopo.kernel.documents.storage import private_files


def pooler() -> Iterator[Finding]:
    """Look whether a pooler hands out connections, and whether Pendopo knows of it."""
    if connection.vendor != "postgresql":
        return
    knows = connection.settings_dict.get("PREPARE") is False
    if not knows and _is_pooled():
        yield wrong(
            "pooler",
            "DATABASE_URL leads through a pooler, which loses prepared statements and open cursors.",
            "Add ?prepare=off to DATABASE_URL, and name the database itself in DATABASE_DIRECT_URL.",
        )
    elif knows and not os.environ.get("DATABASE_DIRECT_URL"):
        yield warning(
            "pooler",
            "Backups cannot go through a pooler.",
            "Name the database itself in DATABASE_DIRECT_URL.",
        )
    elif knows:
        yield ok("pooler", "Nothing is prepared and no cursor stays open; backups go past it.")


def _is_pooled() -> bool:
    """Return whether somebody else than PostgreSQL gave us this connection: PgBouncer invents the number of the process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (there,) = cursor.fetchone()
    return bool(connection.connection.info.backend_pid != there)


def replica() -> Iterator[Finding]:
    """Look how far the replica is behind."""
    if not lag.is_configured():
        return
    state = lag.state_now()
    if state.seconds is None:
        yield warning(
            "replica", f"It is not read: {state.trouble}. The primary does its work.", "Look at the replica's log."
        )
    elif not state.is_fresh:
        yield warning(
            "replica",
            f"{state.seconds:.0f} seconds behind, and not read.",
            "Look at its disk and network, and at long queries on it.",
        )
    else:
        yield ok("replica", f"{state.seconds:.1f} seconds behind.")


def shared() -> Iterator[Finding]:
    """Look whether what several machines must share is shared, where files say that there are several."""
    if isinstance(private_files(), FileSystemStorage):
        return
    names = ("PENDOPO_SECRET_KEY", "PENDOPO_AUDIT_KEY")
    own = [name for name in names if not os.environ.get(name)]
    if own:
        yield warning(
            "machines",
            f"{' and '.join(own)} {'is' if len(own) == 1 else 'are'} made by each machine for itself.",
            "Give every machine the same (docs/skala.md).",
        )
    elif connection.vendor != "postgresql":
        yield warning(
            "machines", "Files are shared, the database is not.", "Set DATABASE_URL, or leave PENDOPO_FILES out."
        )
    else:
        yield ok("machines", f"Files and keys are shared; {settings.VAR_DIR} is this machine's own.")
