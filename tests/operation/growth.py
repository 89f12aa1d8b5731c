"""An upgrade of a large database on PostgreSQL, while others write: nothing is lost, nobody waits long.

The old program's tables are filled by the old program itself (`benchmarks/growing.py`, run inside it). Then writers repeat
what it writes, statement by statement, while `pendopo setup` of this program migrates and somebody reads everything in one
long transaction, as a backup does.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks import growing

from tests.operation.check import Check
from tests.operation.upgrading import RENEWED, Older, python
from tests.operation.writing import Reader, Writer, busy
from tests.torture.cluster import Cluster
from tests.torture.installation import Installation

# What an upgrade adds to, besides what it renews.
ADDED_TO = (*RENEWED, "auth_permission")
MOST_WAIT, MOST_SECONDS = 2.0, 60.0
WRITERS = 4
# A backup that holds what it reads; longer than anybody may wait.
READING_SECONDS = 5.0
_FILL = """
import json, sys, django
django.setup()
count = int(sys.argv[1])
for number in range(int(sys.argv[2])):
    slug = f"penulis-{number}"
    from pendopo.kernel.agencies.models import Agency
    Agency.objects.create(slug=slug, name=slug, short_name=slug)
print(json.dumps(grow(count) | grow_documents(count)))
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"

# Table → its columns, and how many rows of others than the writers there are, with the sum of their checksums.
Snapshot = dict[str, tuple[list[str], int, str]]


def grow_and_upgrade(folder: Path, old: Path, rows: int) -> tuple[list[Check], list[str]]:
    """Fill `rows` rows into each table that grows, upgrade, and return what was seen, and notes."""
    folder.mkdir(parents=True, mode=0o711)
    (folder / "var").mkdir(mode=0o711)
    cluster = Cluster(folder / "cluster", {"max_wal_size": "8GB", "shared_buffers": "512MB"})
    place = Older(folder / "var", folder / "old.log", cluster)
    place.tree = old
    newer = Installation(folder / "var", folder / "new.log", cluster)
    cluster.make()
    cluster.start()
    try:
        done = place.run("setup")
        if done.returncode:
            raise RuntimeError(f"The old program cannot set itself up: {done.stderr[-2000:]}")
        text = Path(growing.__file__).read_text(encoding="utf-8")
        written: dict[str, int] = python(place, text + _FILL, str(rows), str(WRITERS))
        with psycopg.connect(cluster.url, autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
        return _steps(newer, cluster, written)
    finally:
        cluster.stop()


def _steps(newer: Installation, cluster: Cluster, written: dict[str, int]) -> tuple[list[Check], list[str]]:
    before = snapshot(cluster.url)
    with psycopg.connect(cluster.url) as server:
        voices = _one(server, "SELECT count(*) FROM satisfaction_answer WHERE comment <> '' AND is_current")
    writers = [Writer(cluster.url, number) for number in range(WRITERS)]
    reader = Reader(cluster.url, READING_SECONDS)
    with busy([*writers, reader]):
        began, instant, used = time.monotonic(), dt.datetime.now(dt.UTC), _processor()
        migrated = newer.console("setup")
        seconds, processor = time.monotonic() - began, _processor() - used
    after = snapshot(cluster.url, {name: columns for name, (columns, _count, _sum) in before.items()})
    lost = changed(before, after)
    statements = sum(each.count for writer in writers for each in writer.told.values())
    worst, what = max((each.longest, name) for writer in writers for name, each in writer.told.items())
    late = sum(each.late for writer in writers for each in writer.told.values())
    with psycopg.connect(cluster.url) as server:
        kept = [writer for writer in writers if not writer.missing(server)]
        collected = _one(server, "SELECT count(*) FROM satisfaction_voice")
        steps = slowest(server, instant)
    verified = newer.console("audit", "verify")
    total = sum(written.values())
    checks = [
        Check("`pendopo setup` ended well", migrated.returncode == 0, migrated.stderr.strip()[-300:]),
        Check(f"all migrations, calendar and static files within {MOST_SECONDS:.0f} s", seconds <= MOST_SECONDS, f"{seconds:.1f} s ({processor:.0f} s of our processor time) for {total:,} rows in {len(written)} tables that grow"),
        Check("every row of before is kept, every column that stays unchanged", not lost, f"{sum(each[1] for each in before.values()):,} rows in {len(before)} tables {' '.join(lost)[:300]}"),
        Check("every comment of before is a voice", collected >= voices, f"{collected:,} of {voices:,}"),
        Check(f"no statement of the old program waited longer than {MOST_WAIT:.0f} s", worst <= MOST_WAIT, f"{statements:,} statements of {WRITERS} writers, longest {worst:.2f} s ({what}), {late} above 0.5 s"),
        Check("none of them failed, and all that was committed is there", kept == writers and not any(writer.failed for writer in writers), f"{sum(writer.commits for writer in writers):,} transactions {' '.join(writer.failed for writer in writers)[:200]}"),
        Check("somebody read the large tables in one long transaction meanwhile", reader.rounds > 0, f"{reader.rounds} transactions of {READING_SECONDS:.0f} s"),
        Check("the audit trail holds, of the writers too", verified.returncode == 0, verified.stdout.strip().splitlines()[-1] if verified.returncode else ""),
    ]  # fmt: skip
    rows = ", ".join(f"{name} {count:,}" for name, count in sorted(written.items()))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return checks, [
        f"Rows: {rows}.",
        f"Migrations that took longest: {steps}.",
        f"The machine was shared with other work; load at the end {load}.",
    ]


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def snapshot(url: str, columns: dict[str, list[str]] | None = None) -> Snapshot:
    """Return every table's rows and checksum, those of the writers' agencies left out; only in `columns` where given."""
    with psycopg.connect(url) as server:
        names = [name for (name,) in server.execute(_TABLES) if not name.startswith(ADDED_TO)]
        present = {name: [column for (column,) in server.execute(_COLUMNS, [name])] for name in names}
    wanted = {
        name: [column for column in (columns or present).get(name, []) if column in here]
        for name, here in present.items()
        if columns is None or name in columns
    }
    with ThreadPoolExecutor(3) as pool:
        sums = pool.map(lambda each: _summed(url, each[0], each[1], present[each[0]]), wanted.items())
        return {name: (wanted[name], *found) for name, found in zip(wanted, sums, strict=True)}


def _summed(url: str, table: str, columns: list[str], present: list[str]) -> tuple[int, str]:
    others = "agency_id IS NULL OR agency_id NOT IN (SELECT id FROM agencies_agency WHERE slug LIKE 'penulis-%')"
    query = sql.SQL(
        "SELECT count(*), coalesce(sum(hashtextextended(ROW({columns})::text, 0)::numeric), 0)::text FROM {table} WHERE {others}"
    ).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        table=sql.Identifier(table),
        others=sql.SQL(others if "agency_id" in present else "true"),
    )
    with psycopg.connect(url) as server:
        ((count, total),) = server.execute(query)
    return int(count), str(total)


def changed(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the tables that had rows and whose remaining columns are not what they were."""
    return [
        name
        for name, (_columns, count, _total) in before.items()
        # Checksums are of the same columns only where no column has gone.
        if count and (name not in after or _differs(before[name], after[name]))
    ]


def _differs(old: tuple[list[str], int, str], new: tuple[list[str], int, str]) -> bool:
    return old[1] != new[1] or (old[0] == new[0] and old[2] != new[2])


def slowest(server: psycopg.Connection[Any], began: dt.datetime, most: int = 6) -> str:
    """Return the migrations since an instant that took longest with their waits, by when each was noted as done."""
    rows = server.execute(
        "SELECT app || '.' || name, extract(epoch FROM applied - lag(applied, 1, %s) OVER (ORDER BY id)) AS took "
        "FROM django_migrations WHERE applied > %s ORDER BY took DESC",
        [began, began],
    ).fetchall()
    return ", ".join(f"{name} {took:.1f} s" for name, took in rows[:most])


def _one(server: psycopg.Connection[Any], query: str) -> int:
    ((found,),) = server.execute(query)
    return int(found)
