"""Recomputation after the calendar has changed: old and new date are kept, pauses are counted anew."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import (
    amend_day,
    amend_holiday,
    count_open_clocks,
    extend,
    pause,
    recompute_open_clocks,
    resume,
    start_clock,
    stop,
    touch_calendar,
    withdraw_holiday,
)
from pendopo.kernel.calendar.models import CalendarYear, Clock, ClockEvent, Holiday, HolidayKind
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib.ids import uuid7

pytestmark = pytest.mark.usefixtures("seeded", "noon")

WIB = ZoneInfo("Asia/Jakarta")
RECEIVED = datetime(2026, 8, 3, 10, tzinfo=WIB)
NEW_DAY_OFF = date(2026, 8, 13)


@pytest.fixture
def start(agency, officer):
    def start(rule: str = "notice", *, start_at: datetime = RECEIVED, **more) -> Clock:
        owner = {"agency": agency, "subject_type": "inquiry", "subject_id": uuid7(), **more}
        return start_clock(rule=rule, start_at=start_at, by=officer, **owner)

    return start


def add_day_off(on: date = NEW_DAY_OFF) -> None:
    amend_holiday(on=on, name="Cuti Bersama", kind=HolidayKind.JOINT_LEAVE, decree="Keppres 5/2026", by=SYSTEM)


def recompute(**more):
    return recompute_open_clocks(by=SYSTEM, reason="Keppres 5/2026", **more)


def due(clock: Clock) -> date | None:
    return Clock.objects.get(pk=clock.pk).due_on


def test_running_clocks_move_and_keep_the_old_date(start, agency):
    clock = start()
    add_day_off()
    done = recompute()
    assert (done.examined, done.moved, done.unresolved) == (1, 1, ())
    stored = Clock.objects.get()
    assert (stored.due_on, stored.due_at) == (date(2026, 8, 19), datetime(2026, 8, 19, 23, 59, 59, tzinfo=WIB))
    told = ClockEvent.objects.filter(kind="recomputed").values_list(
        "clock", "agency", "on", "at", "user", "by_label", "reason", "old_due_on", "new_due_on"
    )
    assert list(told) == [
        (
            clock.pk,
            agency.pk,
            date(2026, 8, 3),
            datetime(2026, 8, 3, 5, tzinfo=UTC),
            None,
            "Sistem",
            "Keppres 5/2026",
            date(2026, 8, 18),
            date(2026, 8, 19),
        )
    ]
    again = recompute()
    assert (again.examined, again.moved) == (1, 0)
    assert ClockEvent.objects.filter(kind="recomputed").count() == 1


def test_a_withdrawn_day_off_makes_it_earlier(start):
    clock = start()
    withdraw_holiday(holiday=Holiday.objects.get(on=date(2026, 8, 17)), decree="Keppres", by=SYSTEM)
    recompute()
    assert due(clock) == date(2026, 8, 17)


def test_stopped_clocks_hours_and_months_stay(start, officer):
    stopped, breach, refresh = start(), start("pdp_breach"), start("periodic_refresh")
    stop(clock=stopped, by=officer, reason="Dijawab")
    before = list(Clock.objects.order_by("pk").values())
    add_day_off()
    assert recompute().examined == 0
    assert list(Clock.objects.order_by("pk").values()) == before
    assert (breach.due_on, refresh.due_on) == (None, date(2027, 2, 3))


def test_extended_and_paused_clocks(start, officer):
    extended, paused = start(), start()
    extend(clock=extended, rule="extension", by=officer, reason="")
    pause(clock=paused, by=officer, reason="", on=date(2026, 8, 10))
    add_day_off()
    assert recompute().moved == 2
    assert (due(extended), due(paused)) == (date(2026, 8, 31), date(2026, 8, 19))


def test_a_day_off_inside_a_finished_pause_changes_nothing(start, officer):
    clock = start()
    pause(clock=clock, by=officer, reason="", on=date(2026, 8, 12))
    resume(clock=clock, by=officer, reason="", on=date(2026, 8, 14))
    pause(clock=clock, by=officer, reason="", on=date(2026, 8, 18))
    resume(clock=clock, by=officer, reason="", on=date(2026, 8, 19))
    stored = Clock.objects.get()
    assert (stored.paused_working_days, stored.due_on) == (3, date(2026, 8, 21))
    add_day_off()
    done = recompute()
    assert (done.examined, done.moved) == (1, 0)
    stored = Clock.objects.get()
    assert (stored.paused_working_days, stored.due_on) == (2, date(2026, 8, 21))


def test_t0_rolls_again_under_the_next_working_day_policy(start, agency):
    agency.receipt_policy = "next_working_day"
    agency.save()
    rolled = start(start_at=datetime(2026, 8, 12, 17, tzinfo=WIB))
    assert (rolled.rolls_from, rolled.start_on, rolled.due_on) == (NEW_DAY_OFF, NEW_DAY_OFF, date(2026, 8, 31))
    add_day_off()
    recompute()
    stored = Clock.objects.get()
    assert (stored.start_on, stored.due_on) == (date(2026, 8, 14), date(2026, 9, 1))


def test_own_days_move_only_the_clocks_of_that_agency_and_unit(start, agency, unit, officer):
    neighbour = Agency.objects.create(slug="tetangga", name="Tetangga", short_name="Tetangga")
    plain, of_unit, foreign = start(), start(unit=unit), start(agency=neighbour)
    amend_day(agency=agency, unit=unit, on=NEW_DAY_OFF, is_working=False, reason="Pindah", decree="SK", by=officer)
    done = recompute(agency=agency)
    assert (done.examined, done.moved) == (2, 1)
    assert [due(clock) for clock in (plain, of_unit, foreign)] == [
        date(2026, 8, 18),
        date(2026, 8, 19),
        date(2026, 8, 18),
    ]


def test_provisional_is_renewed_without_an_event(start):
    clock = start(start_at=datetime(2028, 3, 6, 10, tzinfo=WIB))
    assert clock.provisional
    CalendarYear.objects.filter(year=2028).update(status="final")
    touch_calendar()
    assert recompute().moved == 0
    assert not Clock.objects.get().provisional


def test_since_leaves_earlier_deadlines_out(start):
    start()
    assert recompute(since=date(2026, 8, 19)).examined == 0
    assert recompute(since=date(2026, 8, 18)).examined == 1
    assert count_open_clocks(since=date(2026, 8, 19)) == 0
    assert count_open_clocks() == 1


def test_batches_report_progress_and_reach_every_clock(start):
    for _ in range(5):
        start()
    add_day_off()
    seen: list[int] = []
    done = recompute(batch=2, progress=seen.append)
    assert (done.examined, done.moved, seen) == (5, 5, [2, 2, 1])
    assert set(Clock.objects.values_list("due_on", flat=True)) == {date(2026, 8, 19)}


def test_fifty_clocks_take_as_many_statements_as_one(start):
    start()
    add_day_off()
    with CaptureQueriesContext(connection) as one:
        assert recompute().moved == 1
    for _ in range(50):
        start()
    add_day_off(date(2026, 8, 14))
    with CaptureQueriesContext(connection) as fifty:
        assert recompute().moved == 51
    assert len(fifty) == len(one) - 1  # the agency's audit trail was begun by the first


def test_a_due_date_outside_the_calendar_is_left_and_named(start):
    inside = start()
    outside = start(start_at=datetime(2035, 12, 17, 10, tzinfo=WIB), n=9)
    before = outside.due_on
    for day in range(27, 31):
        add_day_off(date(2035, 12, day))
    add_day_off()
    done = recompute()
    assert (done.examined, done.moved, done.unresolved) == (2, 1, (outside.pk,))
    assert (due(outside), due(inside)) == (before, date(2026, 8, 19))
