"""Does the database keep what it was given, is it in step with the program, and does it know what time it is."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from pendopo.config.health.findings import Finding, ok, warning, wrong
from pendopo.config.health.ready import waiting_migrations
from pendopo.kernel import clock

_REMEDY: Final = "Set {name} = {value} in postgresql.conf and reload; without it a power cut loses what was confirmed."
# Setting → values with which what is committed survives a power cut.
DURABLE: Final = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write", "local"),
    "full_page_writes": ("on",),
}
_OLDEST_POSTGRESQL: Final = 14
# Differences a reader of two clocks in turn may see by itself.
_CLOCK_SECONDS: Final = (2.0, 30.0)


def durability() -> Iterator[Finding]:
    """Examine version and settings of the database."""
    if connection.vendor == "postgresql":
        yield from _postgresql()
    else:
        yield from _sqlite()


def _ask(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def _sqlite() -> Iterator[Finding]:
    import sqlite3

    version = sqlite3.sqlite_version_info
    journal, synchronous = str(_ask("PRAGMA journal_mode")), int(_ask("PRAGMA synchronous"))
    shown = f"SQLite {sqlite3.sqlite_version}, journal {journal}, synchronous {synchronous}"
    if journal == "wal" and version < (3, 51, 3):
        yield wrong(
            "database",
            f"{shown}: this version can corrupt a file with a write-ahead log.",
            "Start Pendopo anew; it chooses DELETE.",
        )
    elif synchronous < (2 if journal == "wal" else 3):
        yield wrong(
            "database", f"{shown}: a power cut loses what was confirmed.", "Leave the pragmas to Pendopo's settings."
        )
    else:
        yield ok("database", f"{shown}. Good for one machine; several need PostgreSQL.")
    said = str(_ask("PRAGMA quick_check(1)"))
    if said != "ok":
        yield wrong("database", "The file is damaged.", "Stop Pendopo, keep the file, and restore the last backup.")


def _postgresql() -> Iterator[Finding]:
    version = int(_ask("SHOW server_version_num")) // 10_000
    if version < _OLDEST_POSTGRESQL:
        yield wrong("database", f"PostgreSQL {version} is no longer supported.", "Upgrade the server.")
    lax = 0
    for name, values in DURABLE.items():
        value = str(_ask(f"SHOW {name}"))
        if value not in values:
            lax += 1
            yield wrong("database", f"{name} is {value}.", _REMEDY.format(name=name, value=values[0]))
    if not lax:
        yield ok("database", f"PostgreSQL {version}: fsync, synchronous_commit and full_page_writes are on.")
    if _ask("SHOW data_checksums") != "on":
        yield warning(
            "database",
            "Pages have no checksums: a decaying disk is noticed late.",
            "Stop the server and run pg_checksums --enable.",
        )
    if str(_ask("SELECT pg_is_in_recovery()")).lower() == "true":
        yield wrong("database", "This is a replica; nothing can be written.", "Name the primary in DATABASE_URL.")


def migrations() -> Iterator[Finding]:
    """Examine whether the tables are those of this program."""
    waiting = waiting_migrations()
    if waiting:
        yield wrong(
            "migrations", f"{len(waiting)} wait, first {waiting[0]}.", "Make a backup, then run `pendopo setup`."
        )
    else:
        yield ok("migrations", "The tables are in step with the program.")


def clocks() -> Iterator[Finding]:
    """Compare this machine's clock with the database's, and ask the system whether it is set by the network."""
    if connection.vendor == "postgresql":
        before = clock.now()
        there = _ask("SELECT clock_timestamp()")
        apart = abs((there - (before + (clock.now() - before) / 2)).total_seconds())
        if apart > _CLOCK_SECONDS[1]:
            yield wrong(
                "clock",
                f"{apart:.0f} seconds from the database's clock.",
                "Set both machines by NTP; deadlines depend on it.",
            )
        elif apart > _CLOCK_SECONDS[0]:
            yield warning("clock", f"{apart:.1f} seconds from the database's clock.", "Set both machines by NTP.")
        else:
            yield ok("clock", f"Agrees with the database's to {apart:.2f} seconds.")
    synchronised = _by_network()
    now = clock.now().astimezone(dt.UTC).isoformat(timespec="seconds")
    if synchronised is None:
        yield ok("clock", f"It is {now}; whether the network sets it cannot be read here.")
    elif synchronised:
        yield ok("clock", f"Set by the network; it is {now}.")
    else:
        yield warning("clock", f"Not set by the network; it is {now}.", "timedatectl set-ntp true")


def _by_network() -> bool | None:
    """Return what systemd says of NTP; None where there is no systemd to ask."""
    program = shutil.which("timedatectl")
    if program is None:
        return None
    asked = subprocess.run(
        [program, "show", "--property=NTPSynchronized", "--value"],
        capture_output=True,
        text=True,
        check=False,
        timeout=5,
    )
    word = asked.stdout.strip()
    return {"yes": True, "no": False}.get(word) if asked.returncode == 0 else None
