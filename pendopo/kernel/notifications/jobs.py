"""Jobs that run by themselves every so often, whatever module they belong to.

Of several workers one runs a job when it is due: each tries to move the due time forward, and one of them succeeds.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import cache

from django.utils.module_loading import autodiscover_modules

from pendopo.kernel import clock
from pendopo.kernel.notifications.models import PeriodicRun

Job = Callable[[], int]

_log = logging.getLogger(__name__)
_jobs: dict[str, tuple[dt.timedelta, Job]] = {}


def periodic(every_seconds: int) -> Callable[[Job], Job]:
    """Register a function of a module's tasks.py to be run every so many seconds; it returns how many things it did."""

    def register(job: Job) -> Job:
        _jobs[f"{job.__module__}.{job.__qualname__}"] = (dt.timedelta(seconds=every_seconds), job)
        return job

    return register


def known_jobs() -> dict[str, int]:
    """Return the registered jobs by name with their seconds."""
    _read_tasks()
    return {name: int(every.total_seconds()) for name, (every, _) in sorted(_jobs.items())}


@cache
def _read_tasks() -> None:
    """Read every app's tasks.py once, so that its jobs are known."""
    autodiscover_modules("tasks")


def run_jobs() -> int:
    """Run the jobs that are due; return the sum of what they did. A job that fails is logged, kept, and tried again."""
    _read_tasks()
    now = clock.now()
    due = dict(PeriodicRun.objects.values_list("name", "due_at"))
    new = [PeriodicRun(name=name, due_at=now) for name in _jobs if name not in due]
    if new:
        PeriodicRun.objects.bulk_create(new, ignore_conflicts=True)
    done = 0
    for name, (every, job) in sorted(_jobs.items()):
        if due.get(name, now) <= now and _claim(name, now, every):
            done += _run(name, job)
    return done


def _claim(name: str, now: dt.datetime, every: dt.timedelta) -> bool:
    claimed = PeriodicRun.objects.filter(name=name, due_at__lte=now).update(due_at=now + every, started_at=now)
    return claimed == 1


def _run(name: str, job: Job) -> int:
    error = ""
    done = 0
    try:
        done = job()
    except Exception as failure:  # noqa: BLE001 - one broken job must not keep the others from running
        _log.exception("The periodic job %s failed; it is tried again when it is next due.", name)
        error = f"{type(failure).__name__}: {failure}"[:500]
    PeriodicRun.objects.filter(name=name).update(finished_at=clock.now(), last_error=error)
    return done
