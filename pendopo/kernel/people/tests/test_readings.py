"""How often programs without a key may read: exact in one process, shared with others in batches, bounded in memory."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from pendopo.kernel import clock
from pendopo.kernel.operation import actions as operation
from pendopo.kernel.people import limits, readings
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.people.readings import Readings
from pendopo.kernel.people.rules import READ_PER_ADDRESS, Limit

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)
TEN = Limit(10, 60)
VISITOR = "203.0.113.9"


def process(**more: Any) -> Readings:
    return Readings(TEN, **{"told_after": 4, "most": 100, **more})


@pytest.mark.django_db
def test_one_process_lets_through_the_limit_and_writes_once_a_batch(django_assert_num_queries: Any) -> None:
    counts = process()
    with clock.frozen(NOON + dt.timedelta(seconds=15)):
        with django_assert_num_queries(0):
            assert [counts.count("a") for _ in range(3)] == [0, 0, 0]
        with django_assert_num_queries(2):
            assert [counts.count("a") for _ in range(7)] == [0] * 7
        with django_assert_num_queries(0):
            assert [counts.count("a"), counts.count("b")] == [45, 0]
    with clock.frozen(NOON + dt.timedelta(seconds=60)):
        assert counts.count("a") == 0
    assert list(CountedTry.objects.values_list("count", flat=True)) == [8]


@pytest.mark.django_db
def test_processes_learn_of_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = process(), process()
    with clock.frozen(NOON):
        assert [first.count("a") for _ in range(8)] == [0] * 8
        # The second one lets a batch through before it asks; then twelve are more than ten.
        assert [second.count("a") for _ in range(5)] == [0, 0, 0, 0, 60]
        assert limits.add("read:a", TEN, 3) == 15


@pytest.mark.django_db
def test_where_nothing_can_be_written_each_process_counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: Any) -> int:
        raise DatabaseError("the primary is away")

    with clock.frozen(NOON):
        operation.allow_only_reading()
        reading = process()
        assert [reading.count("a") for _ in range(11)] == [0] * 10 + [60]
        operation.allow_writing()
        monkeypatch.setattr(limits, "add", fails)
        away = process()
        assert [away.count("a") for _ in range(11)] == [0] * 10 + [60]
    assert not CountedTry.objects.exists()


@pytest.mark.once
def test_memory_is_bounded() -> None:
    counts = process(most=2)
    with clock.frozen(NOON):
        for key in ("a", "a", "b", "c", "a"):
            counts.count(key)
    assert [(key, count.own) for key, count in counts._counts.items()] == [("c", 1), ("a", 1)]
    counts.clear()
    assert not counts._counts


@pytest.mark.django_db
def test_a_visitor_is_counted_by_network_and_the_machine_itself_is_not(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "readings", Readings(Limit(1, 60), told_after=30, most=100))
    with clock.frozen(NOON):
        asked = [VISITOR, VISITOR, "2001:db8::1", "2001:db8::2", "", "", "127.0.0.1", "127.0.0.1", "::1", "::1"]
        told = [readings.wait_before_reading(rf.get("/", REMOTE_ADDR=address)) for address in asked]
    assert told == [0, 60, 0, 60, 0, 0, 0, 0, 0, 0]
    assert (READ_PER_ADDRESS.tries, READ_PER_ADDRESS.seconds) == (300, 60)
