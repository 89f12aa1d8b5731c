"""Notes, reading only, failures: what every process must see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError

from pendopo.kernel import clock
from pendopo.kernel.operation import actions, queries
from pendopo.kernel.operation.models import Failure, Note
from pendopo.kernel.operation.queries import ReadOnly, read_only

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)


def test_the_last_note_takes_the_place_of_the_one_before() -> None:
    assert (queries.note("backup"), queries.noted_at("backup")) == (None, None)
    for minutes in (0, 5):
        with clock.frozen(NOW + dt.timedelta(minutes=minutes)):
            actions.keep_note(name="backup", rows=minutes)
    assert queries.note("backup") == {"rows": 5, "at": "2026-03-02T04:05:00+00:00"}
    assert queries.noted_at("backup") == NOW + dt.timedelta(minutes=5)
    assert [str(note) for note in Note.objects.all()] == ["backup"]


def test_reading_only_is_asked_seldom(django_assert_num_queries: Any) -> None:
    with clock.frozen(NOW):
        assert not read_only().on
        actions.allow_only_reading(until=NOW + dt.timedelta(minutes=20))
        with django_assert_num_queries(1):
            assert read_only() == read_only() == ReadOnly(on=True, until=NOW + dt.timedelta(minutes=20))
        assert read_only().retry_seconds == 1200
        actions.allow_only_reading()
        assert (read_only().until, read_only().retry_seconds) == (None, 600)
        actions.allow_writing()
        assert read_only() == ReadOnly()
    assert ReadOnly(on=True, until=NOW).retry_seconds == 60


def test_a_database_that_is_away_forbids_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_name: str) -> None:
        raise OperationalError

    monkeypatch.setattr(queries, "note", gone)
    queries.forget()
    assert not read_only().on


def test_failures_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOW):
        actions.note_failure(fingerprint="a", kind="K" * 500, place="P" * 500)
    with clock.frozen(NOW + dt.timedelta(hours=1)):
        actions.note_failure(fingerprint="a", kind="K", place="P", reference="R" * 100)
    (failure,) = queries.failures_since(NOW)
    assert (failure.count, failure.first_at, len(failure.kind), len(failure.place)) == (2, NOW, 120, 200)
    assert (failure.last_at, failure.last_reference) == (NOW + dt.timedelta(hours=1), "R" * 64)
    assert str(failure).startswith("KKK")
    actions.mark_told(counts={"a": 2})
    assert Failure.objects.get().told_count == 2


def test_two_processes_see_the_same_failure_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one's row appears between our look and our insert."""
    real = Failure.objects.count

    def meanwhile() -> int:
        Failure.objects.create(fingerprint="a", kind="K", place="P", first_at=NOW, last_at=NOW)
        return real()

    monkeypatch.setattr(Failure.objects, "count", meanwhile)
    actions.note_failure(fingerprint="a", kind="K", place="P")
    assert Failure.objects.get().count == 2
