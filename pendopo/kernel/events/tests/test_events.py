from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from pendopo.kernel import events
from pendopo.kernel.events import on, publish


@dataclass(frozen=True)
class Rained:
    """It rained."""

    millimetres: int


@dataclass(frozen=True)
class Snowed(Rained):
    """It snowed."""


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_listeners", defaultdict(list))


@pytest.mark.django_db
def test_listeners_hear_after_the_commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    heard: list[object] = []
    on(Rained, heard.append)
    on(Rained, lambda event: heard.append(event.millimetres))
    with django_capture_on_commit_callbacks(execute=True):
        publish(Rained(3))
        assert heard == []
    assert heard == [Rained(3), 3]


@pytest.mark.django_db(transaction=True)
def test_nobody_hears_of_what_failed() -> None:
    heard: list[object] = []
    on(Rained, heard.append)

    def fail() -> None:
        with transaction.atomic():
            publish(Rained(3))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert heard == []
    publish(Rained(4))
    assert heard == [Rained(4)]


@pytest.mark.django_db
def test_listening_twice_is_listening_once(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    heard: list[object] = []
    on(Rained, heard.append)
    on(Rained, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        publish(Rained(3))
    assert heard == [Rained(3)]


@pytest.mark.django_db
def test_only_the_very_event_is_heard(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    heard: list[object] = []
    on(Rained, heard.append)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        publish(Snowed(3))
    assert (callbacks, heard) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_failing_listener_is_logged_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[object] = []

    def stumble(event: Rained) -> None:
        raise RuntimeError("broken on purpose")

    on(Rained, stumble)
    on(Rained, heard.append)
    with caplog.at_level(logging.ERROR), transaction.atomic():
        publish(Rained(3))
    assert heard == [Rained(3)]
    assert "broken on purpose" in caplog.text
