"""The limit of a submission: the same statements, straight through the driver, without anything around them.

One real submission is recorded; then processes repeat its statements with new keys, digests and numbers. Runs as a
process of its own: `python -m benchmarks.bare one|many PROCESSES SECONDS`, and prints one line of JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import queue
import secrets
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import django

from benchmarks.filling import BIG, ONE

Statement = tuple[str, list[Any]]
# What stands in the place of a value that is new in each transaction.
Place = tuple[str, int]


def record() -> tuple[list[Statement], dict[str, Any]]:
    """Register one request and return its statements, with the values that must be new each time by name."""
    from django.db import connection
    from django.db.models import F

    from pendopo.kernel.agencies.models import Agency, RegisterCounter
    from pendopo.kernel.audit.models import Chain, Entry
    from pendopo.kernel.calendar.models import Clock
    from pendopo.kernel.notifications.models import OutboxMessage
    from pendopo.kernel.people.actors import CITIZEN
    from pendopo.kernel.tracking.actions import new_token
    from pendopo.modules.information import actions
    from pendopo.modules.information.rules.request import Requester, Wish

    agency = Agency.objects.get(slug="dinas-000")
    wish = Wish("Rincian dokumen pelaksanaan anggaran. " * 5, "Penelitian untuk tugas akhir", "softcopy", "online")
    requester = Requester(
        kind="person", name="Siti Aminah", address="Jl. Mawar 1, Semarang", nik="3304011201900001",
        phone="081234567890", email="siti@contoh.id", occupation="Guru",
    )  # fmt: skip
    recorded: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        recorded.append((sql, list(params or ())))
        return execute(sql, params, many, context)

    def press() -> Any:
        return actions.register(agency=agency, wish=wish, requester=requester, token=new_token(), by=CITIZEN)

    press()  # fills the caches of this process, and begins the chain
    # Far apart, so that the two numbers can be told from each other and from any other in the statements.
    RegisterCounter.objects.filter(agency=agency).update(last=F("last") + 1_000_000)
    Chain.objects.filter(agency=agency).update(seq=F("seq") + 20_000_000)
    with connection.execute_wrapper(note):
        inquiry = press()
    keys = [inquiry.pk, inquiry.contact_id, OutboxMessage.objects.get(subject_id=inquiry.pk).pk]
    keys += Clock.objects.filter(subject_id=inquiry.pk).values_list("pk", flat=True)
    entry = Entry.objects.get(subject_id=inquiry.pk)
    named = {"agency": agency.pk, "number": inquiry.number, "hash": entry.hash, "entry": entry.seq, "seq": inquiry.seq}
    named |= {f"digest{n}": value for n, value in enumerate((inquiry.tracking_digest, inquiry.submission_digest))}
    statements = [
        (sql, params) for sql, params in recorded if sql.split()[0] not in {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}
    ]
    return statements, named | {f"key{n}": value for n, value in enumerate(keys)}


def marked(statements: Sequence[Statement], named: dict[str, Any], native_keys: bool) -> list[Statement]:
    """Return the statements with names in place of the values that must be new in each transaction."""
    stored = {}
    for name, value in named.items():
        is_key = isinstance(value, uuid.UUID)
        stored[value if native_keys or not is_key else value.hex] = name
    result = []
    for sql, params in statements:
        places: list[Any] = []
        for value in params:
            name = stored.get(value) if isinstance(value, (str, int, uuid.UUID)) else None
            places.append((name, 0) if name else value)
        result.append((sql, places))
    return result


def transaction(run: Callable[[str, list[Any]], Any], statements: Sequence[Statement], fresh: dict[str, Any]) -> None:
    """Run the statements with the values of `fresh`; number and chain go on from what the database answers."""
    for sql, places in statements:
        values = [fresh[value[0]] if type(value) is tuple else value for value in places]
        row = run(sql, values)
        if "agencies_registercounter" in sql:
            fresh["seq"] = row[0]
            fresh["number"] = f"PPID-2026-{row[0]:06d}"
        elif "SELECT seq, head FROM audit_chain" in sql:
            fresh["entry"] = row[0] + 1


def new_values(named: dict[str, Any], agency: Any, native_keys: bool) -> dict[str, Any]:
    """Return new keys and digests."""
    fresh: dict[str, Any] = {"agency": agency}
    for name in named:
        if name.startswith("key"):
            made = uuid.uuid4()
            fresh[name] = made if native_keys else made.hex
        elif name.startswith("digest") or name == "hash":
            fresh[name] = secrets.token_hex(32)
    return fresh


def postgres(url: str) -> tuple[Callable[[str, list[Any]], Any], Callable[[], Any], Callable[[], Any]]:
    """Return functions that run a statement, begin and commit, on a PostgreSQL connection of its own."""
    import psycopg

    connection = psycopg.connect(url, prepare_threshold=2)
    cursor = connection.cursor()

    def run(sql: str, values: list[Any]) -> Any:
        cursor.execute(sql, values)  # type: ignore[call-overload]
        return cursor.fetchone() if cursor.description else None

    return run, lambda: None, connection.commit


def sqlite(name: str, pragmas: str) -> tuple[Callable[[str, list[Any]], Any], Callable[[], Any], Callable[[], Any]]:
    """Return functions that run a statement, begin and commit, on a SQLite connection of its own."""
    import sqlite3

    connection = sqlite3.connect(name, isolation_level=None, timeout=60)
    for pragma in pragmas.split(";"):
        connection.execute(pragma)
    texts: dict[str, str] = {}

    def run(sql: str, values: list[Any]) -> Any:
        text = texts.get(sql) or texts.setdefault(sql, sql.replace("%s", "?"))
        return connection.execute(text, values).fetchone()

    return run, lambda: connection.execute("BEGIN IMMEDIATE"), lambda: connection.execute("COMMIT")


def work(
    place: int, opened: tuple[str, ...], statements: Sequence[Statement], named: dict[str, Any], agencies: list[Any],
    seconds: float, results: Any,
) -> None:  # fmt: skip
    """Repeat the transaction in this process and put the milliseconds of each into `results`."""
    native = opened[0] == "postgresql"
    run, begin, commit = postgres(opened[1]) if native else sqlite(opened[1], opened[2])
    took: list[float] = []
    started = time.monotonic()
    number = place
    while (now := time.monotonic()) - started < seconds:
        fresh = new_values(named, agencies[number % len(agencies)], native)
        number += 1
        begin()
        transaction(run, statements, fresh)
        commit()
        took.append((time.monotonic() - now) * 1e3)
    times = os.times()
    results.put((time.monotonic() - started, took, times.user + times.system))


def main() -> None:
    """Record, repeat and print the figures."""
    which, processes, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    django.setup()
    from django.conf import settings
    from django.db import connection

    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.agencies.rows import database_key
    from pendopo.kernel.audit.models import Chain

    statements, named = record()
    native = connection.vendor == "postgresql"
    slugs = Agency.objects.exclude(slug__in=[BIG, ONE]) if which == "many" else Agency.objects.filter(slug=ONE)
    keys = list(slugs.order_by("pk").values_list("pk", flat=True))
    agencies = [database_key(pk) for pk in keys]
    Chain.objects.bulk_create([Chain(agency_id=pk) for pk in keys], ignore_conflicts=True)
    words = settings.DATABASES["default"]
    opened = (
        ("postgresql", os.environ["DATABASE_URL"])
        if native
        else ("sqlite", str(words["NAME"]), str(words["OPTIONS"]["init_command"]))
    )
    connection.close()
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    templates = marked(statements, named, native)
    share = max(len(agencies) // processes, 1)
    workers = [
        context.Process(target=work, args=(n * share, opened, templates, named, agencies, seconds, results))
        for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    told = []
    while len(told) < len(workers):
        try:
            told.append(results.get(timeout=seconds + 1))
        except queue.Empty:
            if any(worker.exitcode for worker in workers):
                raise SystemExit("A process of the bare transaction ended; its error stands above.") from None
    for worker in workers:
        worker.join()
    took = sorted(each for _elapsed, each_took, _cpu in told for each in each_took)
    figures = {
        "rate": sum(len(each_took) / elapsed for elapsed, each_took, _cpu in told),
        "p50": took[len(took) // 2],
        "p99": took[min(len(took) * 99 // 100, len(took) - 1)],
        "count": len(took),
        "client_cpu": sum(cpu for _elapsed, _took, cpu in told),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
