from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory

from pendopo.kernel import clock
from pendopo.kernel.people.idle import begin, is_over, keep_alive

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)


@pytest.fixture
def request_with_session(rf: RequestFactory) -> Any:
    request: Any = rf.get("/")
    request.session = SessionStore()
    return request


def test_session_lives_half_an_hour_from_the_login(request_with_session: Any) -> None:
    with clock.frozen(NOON):
        begin(request_with_session)
    assert request_with_session.session.get_expiry_age() == 1800
    assert request_with_session.session["renewed"] == int(NOON.timestamp())


@pytest.mark.parametrize(("seconds", "written"), [(0, False), (59, False), (60, True), (1799, True)])
def test_session_is_written_once_a_minute_at_most(request_with_session: Any, seconds: int, written: bool) -> None:
    with clock.frozen(NOON):
        begin(request_with_session)
    request_with_session.session.modified = False
    with clock.frozen(NOON + dt.timedelta(seconds=seconds)):
        keep_alive(request_with_session)
    assert request_with_session.session.modified is written
    assert request_with_session.session["renewed"] == int(NOON.timestamp()) + (seconds if written else 0)


def test_session_of_another_kind_is_left_alone(request_with_session: Any) -> None:
    keep_alive(request_with_session)
    assert request_with_session.session.modified is False


@pytest.mark.parametrize(("hours", "over"), [(0, False), (11.99, False), (12, True), (30, True)])
def test_session_is_over_after_twelve_hours(request_with_session: Any, hours: float, over: bool) -> None:
    assert not is_over(request_with_session)
    with clock.frozen(NOON):
        begin(request_with_session)
    with clock.frozen(NOON + dt.timedelta(hours=hours)):
        assert is_over(request_with_session) is over
