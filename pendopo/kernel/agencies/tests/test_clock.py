from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock

# 23.30 in Jakarta, 01.30 of the next day in Jayapura.
LATE = dt.datetime(2026, 8, 3, 16, 30, tzinfo=dt.UTC)


def test_now_is_the_present_in_utc() -> None:
    before = dt.datetime.now(dt.UTC)
    assert before <= clock.now() <= dt.datetime.now(dt.UTC)
    assert clock.now().tzinfo is dt.UTC


def test_date_depends_on_the_zone() -> None:
    with clock.frozen(LATE):
        assert clock.today("Asia/Jakarta") == dt.date(2026, 8, 3)
        assert clock.today("Asia/Jayapura") == dt.date(2026, 8, 4)


def test_frozen_clock_goes_on_afterwards_even_after_a_failure() -> None:
    def fail() -> None:
        with clock.frozen(LATE):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert clock.now() != LATE


def test_frozen_clocks_can_stand_inside_each_other() -> None:
    jakarta = LATE.astimezone(dt.timezone(dt.timedelta(hours=7)))
    with clock.frozen(jakarta):
        assert clock.now() == LATE
        assert clock.now().tzinfo is dt.UTC
        with clock.frozen(LATE + dt.timedelta(days=1)):
            assert clock.now() == LATE + dt.timedelta(days=1)
        assert clock.now() == LATE


def test_clock_needs_a_zone_to_be_frozen() -> None:
    with pytest.raises(ValueError, match="an instant with a time zone"), clock.frozen(dt.datetime(2026, 8, 3, 12)):
        pytest.fail("the clock was frozen")
