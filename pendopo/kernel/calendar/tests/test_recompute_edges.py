"""Recomputation at its edges: histories that move, very many kinds of clocks, many without a date, a calendar in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import amend_holiday, pause, recompute_open_clocks, resume, start_clock, tell_moved
from pendopo.kernel.calendar.models import Clock, ClockEvent, HolidayKind, PlannedMove, Recomputation, RecomputedAgency
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.clock import now
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib.deadlines import end_of_day
from pendopo.lib.ids import uuid7

pytestmark = pytest.mark.usefixtures("seeded", "noon")

WIB = ZoneInfo("Asia/Jakarta")
REASON = "Keppres 5/2026"


def start(agency: Agency, on: date = date(2026, 8, 3), **more: Any) -> Clock:
    at = datetime(on.year, on.month, on.day, 10, tzinfo=WIB)
    return start_clock(
        agency=agency, subject_type="inquiry", subject_id=uuid7(), rule="notice", start_at=at, by=SYSTEM, **more
    )


def paused_for_a_day(clock: Clock, on: date) -> Clock:
    """Pause from one working day until the next: the next is a working day of the pause."""
    pause(clock=clock, by=SYSTEM, reason="", on=on)
    return resume(clock=clock, by=SYSTEM, reason="", on=on + timedelta(days=1))


def like(clock: Clock, number: int, **more: Any) -> list[Clock]:
    """Store more clocks that stand as `clock` does."""
    values = {field.name: getattr(clock, field.name) for field in Clock._meta.fields if field.name != "id"} | more
    return Clock.objects.bulk_create([Clock(**values | {"subject_id": uuid7()}) for _ in range(number)])


def add_joint_leave(*days: date) -> None:
    for on in days:
        amend_holiday(on=on, name="Cuti Bersama", kind=HolidayKind.JOINT_LEAVE, decree=REASON, by=SYSTEM)


def recompute(**more: Any) -> Any:
    return recompute_open_clocks(by=SYSTEM, reason=REASON, **more)


def test_a_day_off_outside_a_finished_pause_moves_the_clock_and_is_told(agency: Agency) -> None:
    clock = paused_for_a_day(start(agency), date(2026, 8, 5))
    assert (clock.paused_working_days, clock.due_on) == (1, date(2026, 8, 19))
    add_joint_leave(date(2026, 8, 13))
    done = recompute()
    assert (done.examined, done.moved, done.unresolved) == (1, 1, ())
    stored = Clock.objects.get()
    assert (stored.paused_working_days, stored.due_on) == (1, date(2026, 8, 20))
    assert stored.due_at == datetime(2026, 8, 20, 23, 59, 59, tzinfo=WIB)
    told = ClockEvent.objects.filter(kind="recomputed").values_list(
        "agency", "clock", "on", "by_label", "reason", "old_due_on", "new_due_on"
    )
    today = date(2026, 8, 3)
    assert list(told) == [(agency.pk, clock.pk, today, "Sistem", REASON, date(2026, 8, 19), date(2026, 8, 20))]


def test_a_clock_with_a_finished_pause_whose_date_lies_outside_the_calendar_is_left_and_named(agency: Agency) -> None:
    outside = paused_for_a_day(start(agency, date(2035, 12, 17), n=8), date(2035, 12, 18))
    inside = paused_for_a_day(start(agency), date(2026, 8, 5))
    before = Clock.objects.filter(pk=outside.pk).values().get()
    add_joint_leave(*(date(2035, 12, day) for day in range(27, 31)), date(2026, 8, 13))
    done = recompute()
    assert (done.examined, done.moved, done.unresolved) == (2, 1, (outside.pk,))
    assert Clock.objects.filter(pk=outside.pk).values().get() == before
    assert Clock.objects.get(pk=inside.pk).due_on == date(2026, 8, 20)
    assert Recomputation.objects.get().unresolved == 1


def test_of_many_clocks_without_a_date_a_hundred_are_named_and_all_counted(agency: Agency) -> None:
    alike = start(agency, date(2035, 12, 17), n=9)
    like(alike, 100)
    other = start(agency, date(2035, 12, 18), n=8)
    add_joint_leave(*(date(2035, 12, day) for day in range(27, 31)))
    done = recompute()
    assert (done.examined, done.moved, len(done.unresolved)) == (102, 0, 100)
    assert set(done.unresolved) <= set(Clock.objects.values_list("pk", flat=True))
    assert Recomputation.objects.get().unresolved == 102
    assert set(Clock.objects.values_list("due_on", flat=True)) == {alike.due_on, other.due_on}


def test_more_than_a_thousand_kinds_of_clocks(agency: Agency) -> None:
    first, calendar = start(agency), work_calendar(agency)
    kinds = [(date(2026, 7, 3) + timedelta(days=day), n) for day in range(40) for n in range(30, 56)]
    for start_on, n in kinds:
        due_on = calendar.due(start_on, n)
        like(first, 1, start_on=start_on, n=n, due_on=due_on, due_at=end_of_day(due_on, WIB))
    add_joint_leave(date(2026, 8, 13))
    done = recompute()
    assert (done.examined, done.moved, done.unresolved) == (1041, 1041, ())
    moved = work_calendar(agency)
    stored = Clock.objects.exclude(pk=first.pk).values_list("start_on", "n", "due_on", "due_at")
    expected = [(*kind, moved.due(*kind)) for kind in kinds]
    assert sorted(stored) == sorted((*each, end_of_day(each[2], WIB)) for each in expected)
    assert PlannedMove.objects.count() == 0


def test_who_starts_clocks_by_the_old_calendar_without_end_is_told_to_wait(agency: Agency) -> None:
    clock = start(agency)
    old = {"due_on": clock.due_on, "due_at": clock.due_at}
    add_joint_leave(date(2026, 8, 13))

    def start_another(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.startswith('DELETE FROM "calendar_plannedmove"'):
            like(clock, 1, **old)
        return execute(sql, values, many, context)

    with connection.execute_wrapper(start_another), pytest.raises(RuntimeError, match="after 6 passes; call again"):
        recompute()
    job = Recomputation.objects.get()
    assert (job.total, job.moved, job.finished_at) == (2, 7, None)
    # One started before the first pass, and one after each of the six; the last still waits.
    assert Clock.objects.filter(due_on=date(2026, 8, 19)).count() == 7
    assert Clock.objects.get(due_on=date(2026, 8, 18)).start_on == date(2026, 8, 3)
    done = recompute()
    assert (done.examined, done.moved) == (8, 1)
    assert set(Clock.objects.values_list("due_on", flat=True)) == {date(2026, 8, 19)}
    assert Recomputation.objects.get().finished_at is not None


def test_what_another_worker_told_meanwhile_is_not_told_again(agency: Agency) -> None:
    neighbour = Agency.objects.create(slug="tetangga", name="Tetangga", short_name="Tetangga")
    start(agency)
    start(neighbour)
    add_joint_leave(date(2026, 8, 13))
    assert recompute().moved == 2
    told: list[tuple[Agency, int]] = []

    def tell(whose: Agency, moved: int) -> None:
        told.append((whose, moved))
        RecomputedAgency.objects.exclude(agency=whose).update(told_at=now())

    assert tell_moved(tell) == 1
    assert [moved for _whose, moved in told] == [1]
    assert (tell_moved(tell), RecomputedAgency.objects.filter(told_at__isnull=False).count()) == (0, 2)
