"""Recomputing open clocks after the calendar has changed; the old date stays in the ClockEvent.

One job, whatever the number of clocks: what stands alike is computed once (`moves.py`), ranges of clocks are written in one
transaction each, and the job's row tells how far it is. Broken off, even by kill -9, it is called again and goes on: a clock
that has moved no longer stands as it did, so that nothing is done twice.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from queue import SimpleQueue
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, run
from pendopo.kernel.audit.actions import record
from pendopo.kernel.calendar.actions import histories, moves
from pendopo.kernel.calendar.actions.moves import Plan, Scope
from pendopo.kernel.calendar.models import PlannedMove, Recomputation, RecomputedAgency
from pendopo.kernel.calendar.queries import calendar_book
from pendopo.kernel.clock import now
from pendopo.kernel.people.actors import Actor
from pendopo.lib.ids import uuid7

SUBJECT_TYPE: Final = "recomputation"
# Clocks in one transaction: a second of work, so that nobody who needs one of them waits longer.
BATCH: Final = 10_000
# PostgreSQL writes in so many connections at once; SQLite has one writer.
CONNECTIONS: Final = 4
# Clocks with pauses are read into memory, so that fewer go into one transaction.
_WITH_HISTORY: Final = 500
# Somebody may start clocks by the old calendar while we work; they are few, and fewer in each pass.
_MOST_PASSES: Final = 6

# Chains of so many agencies are held at once, for a moment.
_RECORDED_AT_ONCE: Final = 50

_ADD: Final = """
INSERT INTO calendar_recomputedagency (job_id, agency_id, moved) VALUES {rows}
ON CONFLICT (job_id, agency_id) DO UPDATE
SET moved = calendar_recomputedagency.moved + excluded.moved, recorded_at = NULL, told_at = NULL
"""

Progress = Callable[[int], object]
_Range = tuple[UUID | None, UUID | None, int]


@dataclass(slots=True)
class Recomputed:
    """What a recomputation did: clocks looked at, clocks whose due date moved, clocks left as they were.

    `unresolved` names clocks whose new due date lies outside the calendar, a hundred at most.
    """

    examined: int = 0
    moved: int = 0
    unresolved: tuple[UUID, ...] = ()


def recompute_open_clocks(
    *,
    by: Actor,
    reason: str,
    agency: Agency | None = None,
    since: date | None = None,
    progress: Progress | None = None,
    batch: int = BATCH,
    connections: int = CONNECTIONS,
) -> Recomputed:
    """Compute all open clocks in working days anew, in batches of one transaction each; return what moved.

    `since` leaves out clocks due before the first changed date. `progress` is called with the size of each batch.
    Breaking off and calling again with the same words goes on. Inside a transaction everything happens in it.
    """
    scope = Scope(agency, since)
    job = _taken_up(scope, by, reason)
    before = job.moved
    shown = progress or (lambda _number: None)
    found = _move_alike(job, scope, batch, connections, shown)
    named, unresolved = _move_histories(job, scope, found, shown)
    Recomputation.objects.filter(pk=job.pk).update(unresolved=unresolved)
    if agency is None:
        _record(job, by)
    job.refresh_from_db()
    Recomputation.objects.filter(pk=job.pk).update(finished_at=now(), examined=job.total)
    return Recomputed(job.total, job.moved - before, named)


def count_open_clocks(*, since: date | None = None) -> int:
    """Count the clocks of all agencies that recompute_open_clocks will look at, for a progress bar."""
    return Scope(None, since).clocks().count()


def tell_moved(tell: Callable[[Agency, int], object]) -> int:
    """Call `tell` once for each agency of which a finished recomputation moved clocks, with their number; return how many.

    Each call has a transaction of its own, in which it is noted that the agency was told.
    """
    waiting = RecomputedAgency.objects.filter(told_at__isnull=True, job__finished_at__isnull=False)
    told = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = waiting.filter(pk=pk).select_related("agency").select_for_update(of=("self",)).first()
            if row is not None:
                tell(row.agency, row.moved)
                RecomputedAgency.objects.filter(pk=pk).update(told_at=now())
                told += 1
    return told


def _taken_up(scope: Scope, by: Actor, reason: str) -> Recomputation:
    """Return the job that was broken off under the same words, else a new one."""
    same = Recomputation.objects.filter(finished_at__isnull=True, reason=reason, agency=scope.agency, since=scope.since)
    job: Recomputation | None = same.order_by("id").last()
    at = now()
    if job is None:
        job = Recomputation.objects.create(
            agency=scope.agency,
            reason=reason,
            since=scope.since,
            user=by.user,
            by_label=by.label,
            started_at=at,
            worked_at=at,
        )
    PlannedMove.objects.filter(job=job).delete()
    job.total = scope.clocks().count()
    Recomputation.objects.filter(pk=job.pk).update(total=job.total, examined=0, worked_at=at)
    return job


def _move_alike(job: Recomputation, scope: Scope, batch: int, connections: int, progress: Progress) -> Plan:
    """Move what moves by the set, until a reading of all clocks finds nothing left to move; return that reading."""
    left = scope.clocks().filter(paused_working_days=0).count()
    for _number in range(_MOST_PASSES):
        this = uuid7()
        found = moves.plan(job, this, scope, calendar_book())
        if not found.moves:
            if left:
                _count(job, left, {})
                progress(left)
            return found
        sized: list[_Range] = []
        for after, until in moves.ranges(scope, batch):
            # What a second pass finds was counted by the first.
            size = min(batch, left)
            left -= size
            sized.append((after, until, size))
        _work_off(job, this, scope, sized, connections=connections, progress=progress)
        PlannedMove.objects.filter(run=this).delete()
    raise RuntimeError(f"Clocks still start by another calendar after {_MOST_PASSES} passes; call again later.")


def _work_off(
    job: Recomputation, planned: UUID, scope: Scope, ranges: Iterable[_Range], *, connections: int, progress: Progress
) -> None:
    """Move the clocks of all ranges, on several connections where the database takes them."""

    def work(after: UUID | None, until: UUID | None, size: int) -> int:
        with transaction.atomic():
            _count(job, size, moves.move(job, planned, scope, after, until))
        return size

    todo = deque(ranges)
    alone = connection.in_atomic_block or connection.vendor != "postgresql"
    several = 1 if alone else min(connections, os.cpu_count() or 1, len(todo))
    if several > 1:
        _side_by_side(todo, work, several, progress)
    for each in todo:
        if size := work(*each):
            progress(size)


def _next(todo: deque[_Range]) -> _Range | None:
    """Take the next range, None when another thread has taken the last one."""
    with suppress(IndexError):
        return todo.popleft()
    return None


def _side_by_side(
    todo: deque[_Range], work: Callable[[UUID | None, UUID | None, int], int], several: int, progress: Progress
) -> None:
    """Work ranges off in several threads, each with a connection of its own; `progress` is called in this one."""
    done: SimpleQueue[int | None] = SimpleQueue()

    def loop() -> None:
        try:
            while each := _next(todo):
                done.put(work(*each))
        finally:
            # After a failure the others need not go on.
            todo.clear()
            connection.close()
            done.put(None)

    with ThreadPoolExecutor(several) as pool:
        threads = [pool.submit(loop) for _number in range(several)]
        try:
            ended = 0
            while ended < several:
                size = done.get()
                if size is None:
                    ended += 1
                elif size:
                    progress(size)
        finally:
            todo.clear()
    for thread in threads:
        thread.result()


def _move_histories(job: Recomputation, scope: Scope, found: Plan, progress: Progress) -> tuple[tuple[UUID, ...], int]:
    """Move the clocks that had pauses; return the first clocks without a date and the number of all of them."""
    named, unresolved = found.named, found.unresolved
    last: UUID | None = None
    while True:
        with transaction.atomic():
            clocks = histories.next_with_history(scope, last, _WITH_HISTORY)
            if not clocks:
                return named, unresolved
            moved, lost = histories.move_one_by_one(job, clocks, calendar_book())
            _count(job, len(clocks), moved)
        named, unresolved = (named + lost)[: moves.MOST_NAMED], unresolved + len(lost)
        last = clocks[-1].pk
        progress(len(clocks))


def _count(job: Recomputation, examined: int, moved: Mapping[UUID, int]) -> None:
    """Note in the transaction that did it what was done: the agencies first, always in one order, then the job."""
    if job.agency_id is None and moved:
        job_id, keys = database_key(job.pk), sorted(moved)
        values = [value for key in keys for value in (job_id, database_key(key), moved[key])]
        run(_ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(keys))), values)
    Recomputation.objects.filter(pk=job.pk).update(
        examined=F("examined") + examined, moved=F("moved") + sum(moved.values()), worked_at=now()
    )


def _record(job: Recomputation, by: Actor) -> None:
    """Write one entry into the audit trail of each agency whose clocks moved."""
    waiting = RecomputedAgency.objects.filter(job=job, recorded_at__isnull=True).select_related("agency")
    while True:
        with transaction.atomic():
            # Locked in one order, and so are the heads of their chains.
            some = list(waiting.order_by("agency_id").select_for_update(of=("self",))[:_RECORDED_AT_ONCE])
            for row in some:
                _record_one(job, row, by)
            RecomputedAgency.objects.filter(pk__in=[row.pk for row in some]).update(recorded_at=now())
        if not some:
            return


def _record_one(job: Recomputation, row: RecomputedAgency, by: Actor) -> None:
    record(
        agency=row.agency,
        action="calendar.recompute",
        subject_type=SUBJECT_TYPE,
        subject_id=job.pk,
        by=by,
        details={"moved": row.moved, "reason": job.reason, "since": job.since and job.since.isoformat()},
    )
