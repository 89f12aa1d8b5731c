"""The recomputation as a job: exact dates, only what changes, nothing twice, progress that is kept."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.calendar.actions import (
    amend_day,
    amend_holiday,
    moves,
    recompute_open_clocks,
    start_clock,
    stop,
    tell_moved,
    touch_calendar,
)
from pendopo.kernel.calendar.models import Clock, ClockEvent, Holiday, HolidayKind, PlannedMove, Recomputation
from pendopo.kernel.calendar.queries import calendar_book
from pendopo.kernel.calendar.seeding import seed_calendar
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib.ids import uuid7

WIB = ZoneInfo("Asia/Jakarta")
REASON = "Keppres 5/2026"
pytestmark = pytest.mark.usefixtures("noon")


def make_agency(slug: str, **more: object) -> Agency:
    return Agency.objects.create(slug=slug, name=slug.title(), short_name=slug.title(), **more)


def start(agency: Agency, on: date = date(2026, 8, 3), rule: str = "notice", **more: object) -> Clock:
    at = datetime(on.year, on.month, on.day, 10, tzinfo=agency.zone)
    return start_clock(
        agency=agency, subject_type="inquiry", subject_id=uuid7(), rule=rule, start_at=at, by=SYSTEM, **more
    )


def add_joint_leave(on: date) -> None:
    amend_holiday(on=on, name="Cuti Bersama", kind=HolidayKind.JOINT_LEAVE, decree="Keppres 5/2026", by=SYSTEM)


def recompute(**more: object):
    return recompute_open_clocks(by=SYSTEM, reason=REASON, **more)


def told() -> list[tuple[object, ...]]:
    events = ClockEvent.objects.filter(kind="recomputed").order_by("clock", "id")
    return list(events.values_list("clock", "old_due_on", "new_due_on", "reason", "by_label"))


@pytest.mark.usefixtures("seeded")
def test_joint_leave_of_18_august_2025_moves_the_18th_to_the_19th(agency: Agency) -> None:
    Holiday.objects.filter(on=date(2025, 8, 18)).update(withdrawn=True)
    touch_calendar()
    due_then, due_before = start(agency, date(2025, 8, 4)), start(agency, date(2025, 8, 1))
    assert (due_then.due_on, due_before.due_on) == (date(2025, 8, 18), date(2025, 8, 15))
    amend_holiday(
        on=date(2025, 8, 18), name="Cuti Bersama HUT RI", kind=HolidayKind.JOINT_LEAVE, decree="SKB 933/2025", by=SYSTEM
    )
    done = recompute_open_clocks(by=SYSTEM, reason="SKB 933/2025: cuti bersama 18 Agustus 2025")
    assert (done.examined, done.moved) == (2, 1)
    moved = Clock.objects.get(pk=due_then.pk)
    assert (moved.due_on, moved.due_at) == (date(2025, 8, 19), datetime(2025, 8, 19, 23, 59, 59, tzinfo=WIB))
    reason = "SKB 933/2025: cuti bersama 18 Agustus 2025"
    assert told() == [(due_then.pk, date(2025, 8, 18), date(2025, 8, 19), reason, "Sistem")]
    assert Clock.objects.filter(pk=due_before.pk).values().get()["due_on"] == date(2025, 8, 15)


@pytest.mark.usefixtures("seeded")
def test_zones_weeks_scopes_and_own_days_stand_apart(agency: Agency, unit: Unit) -> None:
    six = make_agency("enam", week_days=6, timezone="Asia/Makassar")
    national = make_agency("tetap", calendar_scope="national", timezone="Asia/Jayapura")
    own = make_agency("sendiri")
    own_unit = Unit.objects.create(agency=own, name="Bidang")
    amend_day(agency=own, on=date(2026, 8, 14), is_working=False, reason="Hari jadi", decree="SK", by=SYSTEM)
    amend_day(
        agency=own, unit=own_unit, on=date(2026, 8, 12), is_working=False, reason="Pindah", decree="SK", by=SYSTEM
    )
    clocks = [
        start(agency), start(agency, unit=unit), start(six), start(national), start(own), start(own, unit=own_unit),
    ]  # fmt: skip
    assert [clock.due_on.day for clock in clocks] == [18, 18, 14, 18, 19, 20]
    add_joint_leave(date(2026, 8, 13))
    assert recompute().moved == 5
    found = {clock.pk: clock for clock in Clock.objects.select_related("agency")}
    now = [found[clock.pk] for clock in clocks]
    assert [clock.due_on.day for clock in now] == [19, 19, 15, 18, 20, 21]
    assert all(clock.due_at == datetime.combine(clock.due_on, moves.end_of_day(clock.due_on, clock.agency.zone).timetz())
               for clock in now)  # fmt: skip


@pytest.mark.usefixtures("seeded")
def test_called_again_writes_nothing(agency: Agency) -> None:
    for _ in range(3):
        start(agency)
    add_joint_leave(date(2026, 8, 13))
    assert recompute(batch=2).moved == 3
    before = list(Clock.objects.order_by("pk").values()), told()
    assert recompute(batch=2).moved == 0
    assert (list(Clock.objects.order_by("pk").values()), told()) == before
    assert (len(before[1]), PlannedMove.objects.count()) == (3, 0)


@pytest.mark.usefixtures("seeded")
def test_broken_off_it_goes_on_where_it_stopped(agency: Agency) -> None:
    for _ in range(5):
        start(agency)
    add_joint_leave(date(2026, 8, 13))

    def break_off(_size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recompute(batch=2, progress=break_off)
    job = Recomputation.objects.get()
    assert (job.total, job.examined, job.moved, job.finished_at) == (5, 2, 2, None)
    assert len(told()) == 2
    assert recompute(batch=2).moved == 3
    job = Recomputation.objects.get()
    assert (job.total, job.examined, job.moved, job.unresolved) == (5, 5, 5, 0)
    assert job.finished_at is not None
    assert set(Counter(event[0] for event in told()).values()) == {1}
    assert len(told()) == 5
    assert [entry.details["moved"] for entry in Entry.objects.all()] == [5]


@pytest.mark.usefixtures("seeded")
def test_a_clock_that_changed_meanwhile_stays_as_it_is(agency: Agency) -> None:
    ended, other = start(agency), start(agency)
    add_joint_leave(date(2026, 8, 13))
    scope, run = moves.Scope(None, None), uuid7()
    job = Recomputation.objects.create(
        reason=REASON, by_label="Sistem", started_at=ended.start_at, worked_at=ended.start_at
    )
    assert moves.plan(job, run, scope, calendar_book()).moves == 1
    stop(clock=ended, by=SYSTEM, reason="Dijawab")
    assert moves.move(job, run, scope, None, None) == {agency.pk: 1}
    assert [event[0] for event in told()] == [other.pk]


@pytest.mark.usefixtures("seeded")
def test_each_agency_is_recorded_and_told_once(agency: Agency) -> None:
    other, still = make_agency("lain"), make_agency("diam")
    for whose in (agency, agency, other):
        start(whose)
    start(still, date(2026, 8, 20))
    add_joint_leave(date(2026, 8, 13))
    recompute(since=date(2026, 8, 13))
    lines: list[tuple[str, int]] = []

    def tell(whose: Agency, moved: int) -> None:
        lines.append((whose.slug, moved))

    assert (tell_moved(tell), tell_moved(tell)) == (2, 0)
    assert sorted(lines) == [("kota-contoh", 2), ("lain", 1)]
    entries = Entry.objects.order_by("agency__slug").values_list("agency__slug", "action", "details")
    assert [(slug, action) for slug, action, _details in entries] == [
        ("kota-contoh", "calendar.recompute"),
        ("lain", "calendar.recompute"),
    ]
    assert entries[0][2] == {"moved": 2, "reason": REASON, "since": "2026-08-13"}
    assert verify(agency).intact
    job = Recomputation.objects.get()
    assert (job.total, job.moved, job.since) == (4, 3, date(2026, 8, 13))


@pytest.mark.usefixtures("seeded")
def test_the_caller_of_one_agency_records_and_tells_itself(agency: Agency) -> None:
    start(agency)
    add_joint_leave(date(2026, 8, 13))
    assert recompute(agency=agency).moved == 1
    assert (Entry.objects.count(), tell_moved(lambda _agency, _moved: None)) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_several_connections_move_every_clock_once() -> None:
    seed_calendar()
    agencies = [make_agency(f"dinas-{number}") for number in range(3)]
    for number in range(30):
        start(agencies[number % 3])
    add_joint_leave(date(2026, 8, 13))
    seen: list[int] = []
    done = recompute(batch=4, connections=4, progress=seen.append)
    assert (done.examined, done.moved, sum(seen)) == (30, 30, 30)
    assert len({event[0] for event in told()}) == len(told()) == 30
    assert sorted(Recomputation.objects.get().agencies.values_list("moved", flat=True)) == [10, 10, 10]


@pytest.mark.django_db(transaction=True)
def test_a_clock_started_by_the_old_calendar_meanwhile_moves_in_a_second_pass() -> None:
    seed_calendar()
    whose = make_agency("dinas")
    clocks = [start(whose) for _ in range(5)]
    add_joint_leave(date(2026, 8, 13))
    seen: list[int] = []

    def start_another(size: int) -> None:
        seen.append(size)
        if sum(seen) == 5:
            late = Clock.objects.get(pk=clocks[0].pk)
            late.pk, late.due_on, late.due_at = uuid7(), clocks[0].due_on, clocks[0].due_at
            late.save(force_insert=True)

    done = recompute(batch=2, connections=4, progress=start_another)
    assert (done.moved, sorted(seen)) == (6, [1, 2, 2])
    assert set(Clock.objects.values_list("due_on", flat=True)) == {date(2026, 8, 19)}
    assert len({event[0] for event in told()}) == len(told()) == 6


@pytest.mark.django_db(transaction=True)
def test_a_failure_on_one_connection_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    seed_calendar()
    whose = make_agency("dinas")
    for _ in range(6):
        start(whose)
    add_joint_leave(date(2026, 8, 13))
    monkeypatch.setattr(moves, "move", lambda *_all: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        recompute(batch=2)
    assert told() == []
