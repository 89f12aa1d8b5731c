"""What monitoring asks of the database: lengths and ages of queues, overdue cases, last backup, sign of life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import DatabaseError
from django.db.models import Max, Min, Q
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pendopo.config.health.ready import state_now
from pendopo.config.replica import lag
from pendopo.kernel import clock
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.notifications.jobs import shared_jobs
from pendopo.kernel.notifications.models import MessageState, OutboxMessage, PeriodicRun
from pendopo.kernel.operation.models import Failure
from pendopo.kernel.operation.queries import AUDIT, BACKUP, noted_at, read_only
from pendopo.kernel.search.queries import status
from pendopo.lib.keeping import Kept

# Name → what it says. Ages in seconds; a figure that does not exist (no backup yet) is left out, so that an alarm on
# its absence can be set.
FIGURES: Final = {
    "database_up": "1 while the database answers",
    "ready": "1 when this process may be sent requests",
    "read_only": "1 while nothing may be written",
    "outbox_queued": "messages waiting to be sent",
    "outbox_failed": "messages given up",
    "outbox_oldest_age_seconds": "age of the oldest message that is due and unsent",
    "jobs_failing": "periodic jobs whose last run failed",
    "jobs_late_seconds": "how late the latest periodic job is",
    "worker_beat_age_seconds": "since a worker last took up a job",
    "cases_overdue": "running clocks whose last instant has passed",
    "backup_age_seconds": "since the last good backup",
    "audit_verified_age_seconds": "since the audit trail was last verified",
    "search_index_waiting": "changes that this machine's search index has not seen",
    "replica_used": "1 while pages that may lag are read from the replica",
    "replica_lag_seconds": "how far the replica is behind",
    "failures_recent": "failures of the last 24 hours, by kind and place counted once",
}
_kept: Kept[dict[str, float]] = Kept(seconds=5, most_seconds=60)


def figures() -> dict[str, float]:
    """Return the figures of FIGURES that there are, some seconds old at most."""
    return _kept.get("figures", _ask)


def _ask() -> dict[str, float]:
    found = {"database_up": 1.0, "ready": float(state_now().ready), "read_only": float(read_only().on)}
    try:
        found |= _queues() | _work() | _ages()
    except DatabaseError:
        return {"database_up": 0.0, "ready": 0.0}
    return found


def _queues() -> dict[str, float]:
    now = clock.now()
    queued = OutboxMessage.objects.filter(state=MessageState.QUEUED)
    oldest = queued.filter(next_try_at__lte=now).aggregate(at=Min("created_at"))["at"]
    found = {
        "outbox_queued": float(queued.count()),
        "outbox_failed": float(OutboxMessage.objects.filter(state=MessageState.FAILED).count()),
        "cases_overdue": float(Clock.objects.filter(state=ClockState.RUNNING, due_at__lt=now).count()),
        "search_index_waiting": float(status().waiting),
        "failures_recent": float(Failure.objects.filter(last_at__gte=now - dt.timedelta(days=1)).count()),
    }
    return found | {"outbox_oldest_age_seconds": (now - oldest).total_seconds() if oldest else 0.0}


def _work() -> dict[str, float]:
    now = clock.now()
    # A job that this version does not have any more left its row behind: it is neither late nor failing.
    ours = Q(name__in=shared_jobs())
    asked = PeriodicRun.objects.aggregate(due=Min("due_at", filter=ours), beat=Max("started_at"))
    failing = PeriodicRun.objects.filter(ours, ~Q(last_error="")).count()
    found = {"jobs_failing": float(failing)}
    if asked["due"]:
        found["jobs_late_seconds"] = max(0.0, (now - asked["due"]).total_seconds())
    if asked["beat"]:
        found["worker_beat_age_seconds"] = (now - asked["beat"]).total_seconds()
    return found


def _ages() -> dict[str, float]:
    ages = {}
    for name, figure in ((BACKUP, "backup_age_seconds"), (AUDIT, "audit_verified_age_seconds")):
        if at := noted_at(name):
            ages[figure] = (clock.now() - at).total_seconds()
    return ages


def _replica() -> dict[str, float]:
    if not lag.is_configured():
        return {}
    try:
        state = lag.state_now()
    except DatabaseError:
        return {}
    found = {"replica_used": float(state.is_fresh)}
    return found if state.seconds is None else found | {"replica_lag_seconds": state.seconds}


class FiguresCollector(Collector):
    """Hands the figures to Prometheus' own writer, under the prefix pendopo_."""

    def collect(self) -> Iterable[Metric]:
        """Return one gauge per figure."""
        found = figures()
        # What the others cost to find out is kept for a while; whether a replica is read may change at any second.
        for name, value in (found | (_replica() if found["database_up"] else {})).items():
            yield GaugeMetricFamily(f"pendopo_{name}", FIGURES[name], value=value)
