"""What should happen by itself: mail leaves, jobs run, backups are made, the index follows, the trail is verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from pendopo.config.health.figures import figures
from pendopo.config.health.findings import Finding, ago, ok, warning, wrong
from pendopo.kernel import clock
from pendopo.kernel.calendar.models import CalendarYear, YearStatus
from pendopo.kernel.notifications.jobs import shared_jobs
from pendopo.kernel.notifications.models import PeriodicRun
from pendopo.kernel.operation.queries import failures_since, read_only
from pendopo.kernel.search.queries import status

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Seconds after which is warned, and after which it is wrong.
_QUEUE: Final = (10 * _MINUTE, _HOUR)
_BEAT: Final = (5 * _MINUTE, 30 * _MINUTE)
_BACKUP: Final = (26 * _HOUR, 3 * _DAY)
_AUDIT: Final = 8 * _DAY
_LAG: Final = 1_000
# In these last months of a year the next one's joint leave should be decreed.
_DECREE_MONTH: Final = 11


def mode() -> Iterator[Finding]:
    """Tell when only reading is allowed."""
    state = read_only()
    if state.on:
        until = f" until {state.until.isoformat(timespec='minutes')}" if state.until else ""
        yield warning(
            "read-only",
            f"Only reading is possible{until}; workers pause.",
            "When the work is done: `pendopo read-only off`.",
        )


def queue() -> Iterator[Finding]:
    """Look how long mail has been waiting."""
    now = figures()
    age, waiting, failed = now["outbox_oldest_age_seconds"], int(now["outbox_queued"]), int(now["outbox_failed"])
    told = f"{waiting} messages wait" + (f", the oldest for {ago(age)}." if age else ".")
    if age > _QUEUE[1]:
        yield wrong("queue", told, "Is `pendopo work` running, and does the mail server answer?")
    elif age > _QUEUE[0]:
        yield warning("queue", told, "Is `pendopo work` running, and does the mail server answer?")
    else:
        yield ok("queue", told)
    if failed:
        yield warning(
            "queue",
            f"{failed} messages were given up.",
            "Agency admins see them under Catatan pengiriman, and may send again.",
        )


def worker() -> Iterator[Finding]:
    """Look when a worker last did something, and which jobs fail."""
    beat = figures().get("worker_beat_age_seconds")
    if read_only().on:
        yield ok("worker", "Pauses while only reading is possible.")
    elif beat is None:
        yield wrong("worker", "None has ever run.", "Start `pendopo work` (systemd: pendopo-worker.service).")
    elif beat > _BEAT[0]:
        finding = wrong if beat > _BEAT[1] else warning
        yield finding(
            "worker", f"Last sign of life {ago(beat)} ago.", "Start `pendopo work` (systemd: pendopo-worker.service)."
        )
    else:
        yield ok("worker", f"Last sign of life {ago(beat)} ago.")
    for run in PeriodicRun.objects.filter(name__in=shared_jobs()).exclude(last_error="").order_by("name")[:20]:
        yield warning(
            "jobs",
            f"{run.name} failed: {run.last_error}.",
            "The worker's log says more; the job is tried again by itself.",
        )


def backup() -> Iterator[Finding]:
    """Look when the last good backup was made."""
    age = figures().get("backup_age_seconds")
    remedy = "Run `pendopo backup` every night (systemd: pendopo-backup.timer)."
    if age is None:
        yield wrong("backup", "None was ever made.", remedy)
    elif age > _BACKUP[0]:
        finding = wrong if age > _BACKUP[1] else warning
        yield finding("backup", f"The last good one is {ago(age)} old.", remedy)
    else:
        yield ok("backup", f"The last good one is {ago(age)} old.")


def search_index() -> Iterator[Finding]:
    """Look whether this machine's index answers and follows."""
    now = status()
    if not now.ready:
        yield warning(
            "search", "This machine has no index yet.", "`pendopo work` builds it, or `pendopo search rebuild`."
        )
    elif now.waiting > _LAG:
        yield warning(
            "search", f"{now.waiting} changes are not in the index.", "Is `pendopo work` running on this machine?"
        )
    else:
        yield ok("search", f"{now.entries} entries; {now.waiting} changes wait.")


def calendar() -> Iterator[Finding]:
    """Look whether the years in which deadlines fall are decreed."""
    today = clock.today("Asia/Jakarta")
    final = set(CalendarYear.objects.filter(status=YearStatus.FINAL).values_list("year", flat=True))
    last = max(final, default=None)
    remedy = "Load the decree (SKB, Keppres): `pendopo calendar --help`, or Pengaturan → Kalender."
    if today.year not in final:
        yield wrong(
            "calendar",
            f"{today.year} is not decreed here; every deadline is provisional. Last decreed year: {last}.",
            remedy,
        )
    elif today.month >= _DECREE_MONTH and today.year + 1 not in final:
        yield warning(
            "calendar", f"{today.year + 1} is not decreed here yet; deadlines that reach it are provisional.", remedy
        )
    else:
        yield ok("calendar", f"Decreed up to {last}.")


def audit_trail() -> Iterator[Finding]:
    """Look when all chains were last found whole."""
    age = figures().get("audit_verified_age_seconds")
    if age is None:
        yield warning(
            "audit trail",
            "Never verified.",
            "Run `pendopo audit verify` every week (systemd: pendopo-doctor.timer does).",
        )
    elif age > _AUDIT:
        yield warning("audit trail", f"Last verified {ago(age)} ago.", "Run `pendopo audit verify`.")
    else:
        yield ok("audit trail", f"Found whole {ago(age)} ago.")


def privacy() -> Iterator[Finding]:
    """Look whether the job that deletes what may no longer be kept is there and runs."""
    names = [name for name in shared_jobs() if name.startswith("pendopo.kernel.privacy.")]
    if not names:
        yield warning("retention", "This version has no job that deletes personal data in time.", "Upgrade Pendopo.")
        return
    late = clock.now() - dt.timedelta(days=2)
    ran = set(PeriodicRun.objects.filter(name__in=names, finished_at__gte=late).values_list("name", flat=True))
    idle = sorted(set(names) - ran)
    if idle:
        yield warning("retention", f"{idle[0]} did not run in the last two days.", "Is `pendopo work` running?")
    else:
        yield ok("retention", "Personal data are deleted in time.")


def failures() -> Iterator[Finding]:
    """Tell what failed since yesterday."""
    seen = failures_since(clock.now() - dt.timedelta(days=1))
    for failure in seen[:5]:
        yield warning(
            "failures",
            f"{failure.kind} at {failure.place}: {failure.count} times, last reference {failure.last_reference or '–'}.",
            "Tell the makers; the log has the steps that led to it.",
        )
    if not seen:
        yield ok("failures", "None in the last 24 hours.")
