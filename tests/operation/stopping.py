"""SIGTERM while a request and a message are really under way: both come to their end, and the processes leave with 0."""

from __future__ import annotations

import fcntl
import signal
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from tests.operation.check import Check
from tests.torture import processes
from tests.torture.citizens import READING_SECONDS, Citizen, Ledger
from tests.torture.installation import AGENCIES, Installation, Seed, running

# How long what is under way takes after the signal has come.
HELD_SECONDS = 2.0


def stop_at_work(seed: Seed, folder: Path) -> list[Check]:
    """Stop web server and worker in the middle of their work; return what was seen."""
    place = seed.copy(folder / "stopping")
    with running(place):
        # The message shall wait for a worker that we watch.
        processes.end(place.worker)
        return _web(place) + _worker(place)


def _web(place: Installation) -> list[Check]:
    assert place.web is not None
    ledger = Ledger()
    citizen = Citizen(place.port, AGENCIES[0], ledger, lambda: True, with_file=False)
    citizen.fill()
    time.sleep(READING_SECONDS)
    pressing = threading.Thread(target=citizen.send)
    web = place.web
    with (place.var / "pendopo.sqlite3.queue").open("a") as queue:
        # Whoever writes waits in this queue: while we hold its lock, the press on "Kirim" is under way.
        fcntl.flock(queue, fcntl.LOCK_EX)
        pressing.start()
        time.sleep(1.0)
        under_way = pressing.is_alive() and not ledger.acknowledged
        web.send_signal(signal.SIGTERM)
        time.sleep(HELD_SECONDS)
        waited = web.poll() is None
    released = time.monotonic()
    web.wait(25)
    took = time.monotonic() - released
    # The receipt is read from a server started anew, as systemd does.
    place.start_web()
    pressing.join(60)
    return [
        Check("web: a press on “Kirim” was under way when SIGTERM came, and was waited for", under_way and waited),
        Check(
            "web: it was answered, once, and its receipt is shown", _requests(place) == len(ledger.acknowledged) == 1
        ),
        Check("web: left with 0", web.returncode == 0, f"{took:.1f} s after the answer"),
    ]


def _worker(place: Installation) -> list[Check]:
    place.start_worker()
    assert place.worker is not None
    with place.mail.behaviour.lock:
        # The mail server has taken the words and does not confirm them.
        until = time.monotonic() + 30
        while _messages(place) != [("queued", 1)] and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        sending = _messages(place) == [("queued", 1)] and not place.mail.taken
        place.worker.send_signal(signal.SIGTERM)
        time.sleep(HELD_SECONDS)
        waited = place.worker.poll() is None
    released = time.monotonic()
    place.worker.wait(30)
    took = time.monotonic() - released
    return [
        Check("worker: a message was being sent when SIGTERM came, and was waited for", sending and waited),
        Check(
            "worker: it arrived once and is noted as sent",
            len(place.mail.taken) == 1 and _messages(place) == [("sent", 1)],
        ),
        Check("worker: left with 0", place.worker.returncode == 0, f"{took:.1f} s after the answer"),
    ]


def _rows(place: Installation, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(place.var / "pendopo.sqlite3")) as database:
        return database.execute(statement).fetchall()


def _messages(place: Installation) -> list[tuple[object, ...]]:
    return _rows(place, "SELECT state, attempts FROM notifications_outboxmessage")


def _requests(place: Installation) -> int:
    return len(_rows(place, "SELECT 1 FROM information_inquiry"))
