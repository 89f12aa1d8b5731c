"""Jobs that run by themselves every so often, whatever module they belong to.

Of several workers one runs a job when it is due: each tries to move the due time forward, and one of them succeeds.
A job of `on_every_node` looks after something that each machine has for itself: every worker runs it.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Final

from django.db.models import Q
from django.utils.module_loading import autodiscover_modules

from pendopo.kernel import clock
from pendopo.kernel.notifications.models import PeriodicRun
from pendopo.lib.faults import describe, place

Job = Callable[[], int]

# So far apart may the clocks of several machines be; `pendopo doctor` complains much sooner.
_APART: Final = dt.timedelta(hours=1)

_log = logging.getLogger(__name__)
_jobs: dict[str, tuple[dt.timedelta, Job]] = {}
# Name → when this worker runs it next, in monotonic seconds; only jobs of every node.
_next_here: dict[str, float] = {}


def periodic(every_seconds: int) -> Callable[[Job], Job]:
    """Register a function of a module's tasks.py to be run every so many seconds; it returns how many things it did."""

    def register(job: Job) -> Job:
        _jobs[_name(job)] = (dt.timedelta(seconds=every_seconds), job)
        return job

    return register


def on_every_node(every_seconds: int) -> Callable[[Job], Job]:
    """Register a function of tasks.py that every worker runs for its own machine, every so many seconds.

    Several workers of one machine settle among themselves which one does it.
    """

    def register(job: Job) -> Job:
        _next_here[_name(job)] = 0.0
        return periodic(every_seconds)(job)

    return register


def _name(job: Job) -> str:
    return f"{job.__module__}.{job.__qualname__}"


def known_jobs() -> dict[str, int]:
    """Return the registered jobs by name with their seconds."""
    _read_tasks()
    return {name: int(every.total_seconds()) for name, (every, _) in sorted(_jobs.items())}


def shared_jobs() -> list[str]:
    """Return the names of the jobs that one worker does for all: only of these a PeriodicRun tells when they ran."""
    return [name for name in known_jobs() if name not in _next_here]


@cache
def _read_tasks() -> None:
    """Read every app's tasks.py once, so that its jobs are known."""
    autodiscover_modules("tasks")


def run_jobs() -> int:
    """Run the jobs that are due; return the sum of what they did. A job that fails is logged, kept, and tried again."""
    _read_tasks()
    now = clock.now()
    due = dict(PeriodicRun.objects.values_list("name", "due_at"))
    new = [PeriodicRun(name=name, due_at=now) for name in _jobs if name not in due and name not in _next_here]
    if new:
        PeriodicRun.objects.bulk_create(new, ignore_conflicts=True)
    done = run_jobs_of_this_node()
    for name, (every, job) in sorted(_jobs.items()):
        at = due.get(name, now)
        if name not in _next_here and (at <= now or at > _latest(now, every)) and _claim(name, now, every):
            done += _run(name, job)
    return done


def run_jobs_of_this_node() -> int:
    """Run what each machine needs for itself and is due here; return the sum of what was done."""
    _read_tasks()
    return sum(_run_here(name, job, every) for name, (every, job) in sorted(_jobs.items()) if name in _next_here)


def _latest(now: dt.datetime, every: dt.timedelta) -> dt.datetime:
    """Return the last instant at which a job can be due: what lies beyond was written while a clock was ahead."""
    return now + every + _APART


def _claim(name: str, now: dt.datetime, every: dt.timedelta) -> bool:
    due = Q(due_at__lte=now) | Q(due_at__gt=_latest(now, every))
    claimed = PeriodicRun.objects.filter(due, name=name).update(due_at=now + every, started_at=now)
    return claimed == 1


def _run(name: str, job: Job) -> int:
    done, error = _try(name, job)
    PeriodicRun.objects.filter(name=name).update(finished_at=clock.now(), last_error=error)
    return done


def _run_here(name: str, job: Job, every: dt.timedelta) -> int:
    if time.monotonic() < _next_here[name]:
        return 0
    done, _error = _try(name, job)
    # While there is much to do it goes on in the next round, after mail and the others had their turn.
    _next_here[name] = 0.0 if done else time.monotonic() + every.total_seconds()
    return done


def _try(name: str, job: Job) -> tuple[int, str]:
    try:
        return job(), ""
    except Exception as failure:  # noqa: BLE001 - one broken job must not keep the others from running
        _log.exception("The periodic job %s failed; it is tried again when it is next due.", name)
        return 0, f"{describe(failure)} at {place(failure)}"[:500]
