"""`make bench-clocks`: a day of joint leave is added, and every open clock of the installation moves.

A new database is filled with open clocks of 500 agencies in three time zones, some with days of their own, some clocks with
pauses behind them, all due after a day that then becomes a day off: the worst case, because every clock moves and leaves an
event. The job is timed; then a second day is added and the naive loop (one clock, one transaction) moves a sample of it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import serving  # noqa: E402

from tests.postgres import NoPostgres, temporary_cluster  # noqa: E402

POSTGRES = {"shared_buffers": "512MB", "max_wal_size": "4GB", "checkpoint_timeout": "15min"}
AGENCIES = 500
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
PERIODS = (10, 14, 17, 30)
WITH_OWN_DAYS = 20
ONE_IN_HAS_PAUSED = 100
AT_ONCE = 100_000
REASON = "Cuti bersama ditambahkan"


def main() -> int:
    """Start a database of our own, fill it and measure in a process of its own; return its code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=1_000_000, help="Open clocks (default 1000000).")
    parser.add_argument("--sample", type=int, default=2_000, help="Clocks of the naive loop (default 2000).")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        measure(asked.clocks, asked.sample)
        return 0
    command = [sys.executable, "-m", "benchmarks.clocks", *sys.argv[1:], "--inside"]
    with tempfile.TemporaryDirectory(prefix="pendopo-bench-") as folder:
        if asked.database == "sqlite":
            return subprocess.run(command, cwd=ROOT, env=serving.environment(Path(folder), ""), check=False).returncode
        try:
            with temporary_cluster(durable=True, settings=POSTGRES) as url:
                environs = serving.environment(Path(folder), url)
                return subprocess.run(command, cwd=ROOT, env=environs, check=False).returncode
        except NoPostgres as problem:
            raise SystemExit(str(problem)) from problem


def measure(clocks: int, sample: int) -> None:
    """Fill, move everything by the job, a sample by the naive loop, and print both beside each other."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from tqdm import tqdm

    from pendopo.kernel.calendar.actions import recompute_open_clocks
    from pendopo.kernel.calendar.seeding import seed_calendar
    from pendopo.kernel.people.actors import SYSTEM

    call_command("migrate", verbosity=0, skip_checks=True)
    seed_calendar()
    first, second = fill(clocks)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")

    def job(reason: str) -> tuple[Any, float]:
        begun = time.monotonic()
        with tqdm(total=clocks, unit="clock", leave=False, file=sys.stderr) as bar:
            done = recompute_open_clocks(by=SYSTEM, reason=reason, progress=bar.update)
        return done, time.monotonic() - begun

    add_joint_leave(first)
    python, database = time.process_time(), database_seconds()
    done, took = job(REASON)
    python, database = time.process_time() - python, database_seconds() - database
    again, again_took = job(REASON)
    add_joint_leave(second)
    loop_took = naive(sample)
    rest, _rest_took = job(REASON)
    expected = (done.moved, again.moved, rest.moved + sample)
    if expected != (clocks, 0, clocks):
        raise SystemExit(f"Not every clock moved exactly once: {expected} of {clocks}.")
    each = loop_took / sample
    print(
        f"{connection.vendor}, {os.cpu_count()} cores, load {', '.join(f'{value:.1f}' for value in os.getloadavg())}\n"
        f"{clocks:,} open clocks of {AGENCIES} agencies, one in {ONE_IN_HAS_PAUSED} with a pause behind it; "
        f"all of them move, each leaves an event with both dates.\n"
        f"  the job:       {took:8.1f} s   {clocks / took:10,.0f} clocks/s   "
        f"(processor time: {python:.1f} s Python, {database:.1f} s database)\n"
        f"  called again:  {again_took:8.1f} s   nothing moves\n"
        f"  naive loop:    {loop_took:8.1f} s for {sample:,}: {1 / each:,.0f} clocks/s, {each * clocks / 60:,.0f} min for all; "
        f"the job is {each * clocks / took:,.0f} times as fast"
    )


def database_seconds() -> float:
    """Return the processor time of the database server so far, 0 for SQLite, whose time is ours."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    parent = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[1]
    return serving.cpu_seconds(int(parent))


def add_joint_leave(on: dt.date) -> None:
    """Make a day a day off."""
    from pendopo.kernel.calendar.actions import amend_holiday
    from pendopo.kernel.calendar.models import HolidayKind
    from pendopo.kernel.people.actors import SYSTEM

    kind = HolidayKind.JOINT_LEAVE
    amend_holiday(on=on, name="Cuti Bersama Uji", kind=kind, decree="Keputusan Uji 1", by=SYSTEM)


def fill(clocks: int) -> tuple[dt.date, dt.date]:
    """Make agencies and clocks; return two working days before every due date and after every start."""
    from pendopo.kernel import clock
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.calendar.queries import calendar_book

    names = [(n, f"Dinas {n:03d}") for n in range(AGENCIES)]
    agencies = Agency.objects.bulk_create(
        Agency(
            slug=f"dinas-{n:03d}", name=name, short_name=name, timezone=ZONES[n % 3], week_days=6 if n % 5 == 0 else 5
        )
        for n, name in names
    )
    today = clock.today(ZONES[0])
    plain = calendar_book().calendar()
    near = plain.due(plain.on_or_after(today), 1), plain.due(plain.on_or_after(today), 2)
    add_own_days(agencies[:WITH_OWN_DAYS], plain.due(near[1], 15))
    starts = [today - dt.timedelta(days=days) for days in range(5)]
    kinds = list(itertools.product(agencies, starts, PERIODS))
    for begun in range(0, clocks, AT_ONCE):
        write(kinds, begun, min(AT_ONCE, clocks - begun))
    return near


def add_own_days(agencies: Sequence[Any], on: dt.date) -> None:
    """Let some agencies rest on a day of their own."""
    from pendopo.kernel.calendar.actions import amend_day
    from pendopo.kernel.people.actors import SYSTEM

    for agency in agencies:
        amend_day(agency=agency, on=on, is_working=False, reason="Hari jadi", decree="SK 1", by=SYSTEM)


def write(kinds: Sequence[tuple[Any, dt.date, int]], begun: int, number: int) -> None:
    """Write clocks with their first events by the fastest way of the database, the kinds in turn."""
    from benchmarks.filling import Rows, day, instant, key
    from pendopo.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, ClockState
    from pendopo.kernel.calendar.queries import calendar_book
    from pendopo.kernel.clock import now
    from pendopo.lib.deadlines import end_of_day

    agency, at = kinds[0][0], now()
    example = Clock(
        agency=agency, subject_type="inquiry", subject_id=agency.pk, rule="notice", label="notice_receipt", start_at=at,
        counts="working_days", start_on=at.date(), n=10, due_on=at.date(), due_at=at, state=ClockState.RUNNING,
    )  # fmt: skip
    differing = ("id", "agency_id", "subject_id", "start_on", "n", "paused_working_days", "due_on", "due_at")
    rows = Rows(example, *differing)
    event = ClockEvent(agency=agency, clock=example, at=at, on=at.date(), by_label="Sistem")
    told = Rows(event, "agency_id", "clock_id", "kind", "on")
    book = calendar_book()
    for place in range(begun, begun + number):
        agency, start_on, n = kinds[place % len(kinds)]
        calendar, own, owner = book.calendar(agency), key(), _stored(agency.pk)
        paused = 0
        if place % ONE_IN_HAS_PAUSED == 0:
            since, until = start_on - dt.timedelta(days=14), start_on - dt.timedelta(days=7)
            paused = calendar.working_days_between(since, until)
            told.add(owner, own, ClockEventKind.PAUSED.value, day(since))
            told.add(owner, own, ClockEventKind.RESUMED.value, day(until))
        due_on = calendar.due(start_on, n + paused)
        due_at = instant(end_of_day(due_on, agency.zone).astimezone(dt.UTC))
        rows.add(own, owner, key(), day(start_on), n, paused, day(due_on), due_at)
        told.add(owner, own, ClockEventKind.STARTED.value, day(start_on))
    rows.write()
    told.write()


def _stored(pk: Any) -> Any:
    from pendopo.kernel.agencies.rows import database_key

    return database_key(pk)


def naive(sample: int) -> float:
    """Move the first clocks one by one, each in a transaction, as a loop over cases would; return the seconds."""
    from django.db import transaction

    from pendopo.kernel.calendar.actions.clocks import move_due
    from pendopo.kernel.calendar.models import Clock, ClockEvent, ClockEventKind
    from pendopo.kernel.calendar.queries import calendar_book
    from pendopo.kernel.clock import now

    keys = list(Clock.objects.filter(paused_working_days=0).order_by("pk").values_list("pk", flat=True)[:sample])
    begun = time.monotonic()
    for pk in keys:
        with transaction.atomic():
            clock = Clock.objects.select_related("agency", "unit").select_for_update(of=("self",)).get(pk=pk)
            old, at = clock.due_on, now()
            move_due(clock, calendar_book().calendar(clock.agency, unit=clock.unit))
            clock.save(update_fields=["due_on", "due_at", "provisional"])
            ClockEvent.objects.create(
                agency=clock.agency, clock=clock, kind=ClockEventKind.RECOMPUTED, at=at, on=at.date(), by_label="Sistem",
                reason=REASON, old_due_on=old, new_due_on=clock.due_on,
            )  # fmt: skip
    return time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
