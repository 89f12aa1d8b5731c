"""The database restarts under load: "busy" meanwhile, receipts again within seconds, and no other process with it."""

from __future__ import annotations

import signal
import time

from tests.torture.citizens import Crowd
from tests.torture.installation import AGENCIES, Installation, running
from tests.torture.scenario import RECOVERY_SECONDS, Kit, Outcome, judge

# Fast shutdown, immediate stop, and how many seconds the server is away.
RESTARTS = {
    "short": ((signal.SIGINT, 1.0), (signal.SIGQUIT, 2.0)),
    "middle": ((signal.SIGINT, 0.0), (signal.SIGINT, 3.0), (signal.SIGQUIT, 0.0), (signal.SIGQUIT, 10.0)),
    "long": ((signal.SIGINT, 0.0), (signal.SIGINT, 3.0), (signal.SIGQUIT, 0.0), (signal.SIGQUIT, 20.0)) * 3,
}


def restart_the_database(kit: Kit) -> list[Outcome]:
    """Restart the database several times while citizens send; their processes stay the same."""
    restarts = RESTARTS[kit.size.name]
    outcome = Outcome("database restart under load", kit.database, kills=f"{len(restarts)} restarts")
    with running(kit.place("restarting")) as place:
        crowd = Crowd(place.port, AGENCIES, threads=kit.size.threads, waiting=kit.size.waiting)
        crowd.start()
        longest = 0.0
        before = _pids(place)
        for how, away in restarts:
            if not crowd.await_quota(kit.size.round_receipts, 90):
                outcome.faults.append("too few receipts before a restart")
            longest = max(longest, _restart(place, crowd, how, away))
        if longest > RECOVERY_SECONDS:
            outcome.faults.append(f"the first receipt came {longest:.1f} s after the database was there again")
        if not crowd.await_quota(kit.size.round_receipts, 90):
            outcome.faults.append("too few receipts after the last restart")
        outcome.ledger = crowd.finish()
        judge(place, outcome)
        if _pids(place) != before:
            outcome.faults.append("a process of the web server or the worker was started anew")
        if not outcome.ledger.refused:
            outcome.faults.append("nobody was answered 503, so nothing was interrupted")
        outcome.note = f"first receipt at most {longest:.1f} s after the database took connections again"
    return [outcome]


def _pids(place: Installation) -> list[int]:
    assert place.web
    assert place.worker
    return [place.web.pid, place.worker.pid, *sorted(place.web_workers())]


def _restart(place: Installation, crowd: Crowd, how: signal.Signals, away: float) -> float:
    """Restart the database; return how many seconds after it took connections the next receipt was shown."""
    assert place.cluster
    place.cluster.stop(how)
    time.sleep(away)
    place.cluster.start()
    began = time.monotonic()
    crowd.await_quota(1, 60)
    return time.monotonic() - began
