"""Periodic jobs: run when due, by one worker, and never silenced by a broken neighbour."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from pendopo.kernel import clock
from pendopo.kernel.notifications import jobs
from pendopo.kernel.notifications.models import PeriodicRun
from pendopo.kernel.notifications.tasks import run_due
from pendopo.kernel.notifications.tests.conftest import AT

SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _own_jobs() -> Iterator[None]:
    jobs.known_jobs()
    kept, here = dict(jobs._jobs), dict(jobs._next_here)
    jobs._jobs.clear()
    yield
    jobs._jobs.clear()
    jobs._jobs.update(kept)
    jobs._next_here.clear()
    jobs._next_here.update(here)


def run(at: dt.datetime) -> int:
    with clock.frozen(at):
        return run_due()


def test_the_alarm_is_registered_with_the_worker() -> None:
    import importlib

    from pendopo.kernel.notifications import tasks

    importlib.reload(tasks)
    here = "pendopo.kernel.notifications.tasks"
    assert jobs.known_jobs() == {f"{here}.bring_back": 3600, f"{here}.raise_alarm": 60}


def test_a_job_of_every_node_is_run_by_each_worker(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is due by this worker's own watch: no row tells the others that it was done."""
    seconds = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    answers = [3, 0, 0, ZeroDivisionError]
    ran = []

    @jobs.on_every_node(5)
    def look_after() -> int:
        ran.append(seconds[0])
        answer = answers.pop(0)
        if answer is ZeroDivisionError:
            raise ZeroDivisionError
        return answer

    assert [name.rpartition(".")[2] for name in jobs.known_jobs()] == ["look_after"]
    # While there is much to do it goes on in the next round.
    assert [jobs.run_jobs(), jobs.run_jobs(), jobs.run_jobs()] == [3, 0, 0]
    assert ran == [100.0, 100.0]
    seconds[0] = 105.0
    assert jobs.run_jobs() == 0
    seconds[0] = 110.0
    assert jobs.run_jobs() == 0
    seconds[0] = 114.9
    assert jobs.run_jobs() == 0
    assert ran == [100.0, 100.0, 105.0, 110.0]
    assert not PeriodicRun.objects.exists()


def test_jobs_run_when_due(db: None) -> None:
    ran: list[str] = []

    @jobs.periodic(60)
    def often() -> int:
        ran.append("often")
        return 2

    @jobs.periodic(3600)
    def seldom() -> int:
        ran.append("seldom")
        return 5

    assert sorted(name.rpartition(".")[2] for name in jobs.known_jobs()) == ["often", "seldom"]
    done = [run(AT + seconds * SECOND) for seconds in (0, 0, 59, 60, 3599, 3600)]
    assert done == [7, 0, 0, 2, 2, 5]
    assert ran.count("often") == 3
    assert ran.count("seldom") == 2


def test_a_clock_that_was_ahead_stops_no_job(db: None) -> None:
    @jobs.periodic(60)
    def often() -> int:
        return 1

    year = dt.timedelta(days=365)
    assert [run(AT + year), run(AT), run(AT), run(AT + 60 * SECOND)] == [1, 1, 0, 1]
    # The clocks of two machines are never quite the same; what the other one did is not done again.
    minutes = dt.timedelta(minutes=30)
    assert [run(AT + minutes), run(AT)] == [1, 0]


def test_broken_job_is_logged_and_the_others_run(db: None, caplog: pytest.LogCaptureFixture) -> None:
    @jobs.periodic(60)
    def a_broken() -> int:
        raise LookupError("tabel hilang")

    @jobs.periodic(60)
    def b_whole() -> int:
        return 1

    with caplog.at_level(logging.ERROR):
        assert run(AT) == 1
    errors = {row.name.rpartition(".")[2]: row.last_error for row in PeriodicRun.objects.all()}
    # Kind and place, never the message: it may quote a row.
    kind, _, place = errors.pop("a_broken").partition(" at pendopo/kernel/notifications/tests/test_jobs.py:")
    assert (kind, place.rpartition(".")[2]) == ("LookupError", "a_broken")
    assert errors == {"b_whole": ""}
    assert [record.exc_info is not None for record in caplog.records] == [True]
    assert run(AT + 60 * SECOND) == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_runs_a_job() -> None:
    ran: list[int] = []

    @jobs.periodic(60)
    def once() -> int:
        time.sleep(0.1)
        ran.append(1)
        return 1

    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            run(AT)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert ran == [1]
