"""Clocks: start, pause, resume, extend, stop; each leaves an event with the date before and after."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pendopo.kernel.calendar.actions import (
    ClockStart,
    extend,
    pause,
    resume,
    start_clock,
    start_clocks,
    stop,
    stop_clocks,
)
from pendopo.kernel.calendar.beyond import BeyondCalendar
from pendopo.kernel.calendar.models import Clock, ClockEvent
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.calendar.rules import WrongClockState
from pendopo.kernel.clock import frozen
from pendopo.lib.deadlines import UnknownRule
from pendopo.lib.ids import uuid7

pytestmark = pytest.mark.usefixtures("seeded", "noon")

WIB = ZoneInfo("Asia/Jakarta")
RECEIVED = datetime(2026, 8, 3, 10, tzinfo=WIB)
EVENT_FIELDS = ("kind", "on", "by_label", "reason", "rule", "n", "old_due_on", "new_due_on")


@pytest.fixture
def case() -> dict:
    return {"subject_type": "inquiry", "subject_id": uuid7()}


@pytest.fixture
def notice(agency, officer, case) -> Clock:
    return start_clock(agency=agency, rule="notice", start_at=RECEIVED, by=officer, label="receipt", **case)


def events(clock: Clock) -> list[tuple]:
    return list(clock.events.values_list(*EVENT_FIELDS))


def test_start_clocks_takes_three_statements_however_many(agency, officer, case, django_assert_num_queries):
    work_calendar()
    starts = [ClockStart(rule="notice", start_at=RECEIVED, label=str(i), **case) for i in range(20)]
    with django_assert_num_queries(3):
        clocks = start_clocks(agency=agency, starts=starts, by=officer, reason="Permohonan diterima")
    assert [clock.label for clock in clocks] == [str(i) for i in range(20)]
    assert Clock.objects.for_agency(agency).count() == ClockEvent.objects.for_agency(agency).count() == 20


def test_start_in_working_days(notice, agency, officer, case):
    stored = Clock.objects.values().get()
    assert stored == {
        "id": notice.pk,
        "agency_id": agency.pk,
        "unit_id": None,
        **case,
        "rule": "notice",
        "rules_on": date(2026, 8, 3),
        "label": "receipt",
        "counts": "working_days",
        "start_at": RECEIVED,
        "start_on": date(2026, 8, 3),
        "rolls_from": None,
        "n": 10,
        "extended_n": 0,
        "paused_on": None,
        "paused_working_days": 0,
        "due_on": date(2026, 8, 18),
        "due_at": datetime(2026, 8, 18, 23, 59, 59, tzinfo=WIB),
        "state": "running",
        "stopped_at": None,
        "stop_reason": "",
        "provisional": False,
    }
    assert events(notice) == [("started", date(2026, 8, 3), "Rina", "", "", None, None, date(2026, 8, 18))]
    started = notice.events.get()
    assert (started.user_id, started.at) == (officer.user.pk, datetime(2026, 8, 3, 5, tzinfo=UTC))


def test_start_after_hours_under_the_next_working_day_policy(agency, officer, case):
    agency.receipt_policy, agency.closes_at = "next_working_day", time(15, 0)
    late = datetime(2026, 8, 14, 15, 0, tzinfo=WIB)
    clock = start_clock(agency=agency, rule="notice", start_at=late, by=officer, **case)
    assert (clock.rolls_from, clock.start_on, clock.due_on) == (date(2026, 8, 15), date(2026, 8, 18), date(2026, 9, 2))


def test_start_in_the_agencys_own_zone(agency, officer, case):
    agency.timezone = "Asia/Jayapura"
    clock = start_clock(
        agency=agency, rule="notice", start_at=datetime(2026, 7, 3, 15, 30, tzinfo=UTC), by=officer, **case
    )
    assert (clock.start_on, clock.due_at.isoformat()) == (date(2026, 7, 4), "2026-07-17T23:59:59+09:00")


def test_start_on_a_given_day_with_another_number(agency, officer, unit, case):
    clock = start_clock(
        agency=agency,
        rule="extension",
        start_at=RECEIVED,
        start_on=date(2026, 8, 15),
        n=2,
        by=officer,
        unit=unit,
        **case,
    )
    assert (clock.start_on, clock.rolls_from, clock.n, clock.due_on) == (date(2026, 8, 15), None, 2, date(2026, 8, 19))
    assert Clock.objects.get().unit == unit


def test_start_in_hours_and_months(agency, officer, case):
    starts = [
        ClockStart(rule="pdp_breach", start_at=datetime(2026, 12, 24, 15, tzinfo=WIB), **case),
        ClockStart(rule="annual_report", start_at=RECEIVED, **case),
        ClockStart(rule="periodic_refresh", start_at=RECEIVED, start_on=date(2026, 8, 31), **case),
    ]
    clocks = start_clocks(agency=agency, starts=starts, by=officer)
    assert [(clock.counts, clock.start_on, clock.due_on, clock.due_at) for clock in clocks] == [
        ("hours", date(2026, 12, 24), None, datetime(2026, 12, 27, 15, tzinfo=WIB)),
        ("months", date(2026, 12, 31), date(2027, 3, 31), datetime(2027, 3, 31, 23, 59, 59, tzinfo=WIB)),
        ("months", date(2026, 8, 31), date(2027, 2, 28), datetime(2027, 2, 28, 23, 59, 59, tzinfo=WIB)),
    ]


def test_start_in_an_incomplete_year_is_provisional(agency, officer, case):
    received = datetime(2028, 3, 6, 10, tzinfo=WIB)
    assert start_clock(agency=agency, rule="notice", start_at=received, by=officer, **case).provisional


def test_start_refuses_unknown_rules_and_dates(agency, officer, case):
    with pytest.raises(UnknownRule):
        start_clock(agency=agency, rule="nothing", start_at=RECEIVED, by=officer, **case)
    with pytest.raises(BeyondCalendar):
        start_clock(agency=agency, rule="notice", start_at=datetime(2036, 1, 5, tzinfo=UTC), by=officer, **case)
    assert not Clock.objects.exists()


def test_pause_and_resume_move_the_due_date_by_the_working_days_between(notice, officer):
    paused = pause(clock=notice, by=officer, reason="Menunggu pembayaran", on=date(2026, 8, 12))
    assert (paused.state, paused.paused_on, paused.due_on) == ("paused", date(2026, 8, 12), date(2026, 8, 18))
    resumed = resume(clock=notice, by=officer, reason="Lunas", on=date(2026, 8, 19))
    # Paused were 13, 14, 18 and 19 August: four working days, the 17th being a day off.
    assert (resumed.state, resumed.paused_on, resumed.paused_working_days) == ("running", None, 4)
    assert resumed.due_on == date(2026, 8, 24)
    assert events(notice)[1:] == [
        ("paused", date(2026, 8, 12), "Rina", "Menunggu pembayaran", "", None, date(2026, 8, 18), date(2026, 8, 18)),
        ("resumed", date(2026, 8, 19), "Rina", "Lunas", "", None, date(2026, 8, 18), date(2026, 8, 24)),
    ]
    stored = Clock.objects.get()
    assert (stored.due_on, stored.due_at) == (date(2026, 8, 24), datetime(2026, 8, 24, 23, 59, 59, tzinfo=WIB))


def test_pause_and_resume_take_today_of_the_agencys_zone(agency, officer, case):
    agency.timezone = "Asia/Jayapura"
    agency.save()
    clock = start_clock(agency=agency, rule="notice", start_at=RECEIVED, by=officer, **case)
    with frozen(datetime(2026, 8, 4, 15, 30, tzinfo=UTC)):
        assert pause(clock=clock, by=officer, reason="").paused_on == date(2026, 8, 5)
    with frozen(datetime(2026, 8, 5, 15, 30, tzinfo=UTC)):
        assert resume(clock=clock, by=officer, reason="").paused_working_days == 1


def test_pause_wants_a_running_clock_that_is_not_overdue(notice, officer):
    with pytest.raises(WrongClockState, match="sudah lewat pada 18 Agustus 2026"):
        pause(clock=notice, by=officer, reason="", on=date(2026, 8, 19))
    pause(clock=notice, by=officer, reason="", on=date(2026, 8, 18))
    with pytest.raises(WrongClockState, match="sedang dijeda"):
        pause(clock=notice, by=officer, reason="")


def test_resume_wants_a_paused_clock_and_a_later_day(notice, officer):
    with pytest.raises(WrongClockState, match="sedang berjalan"):
        resume(clock=notice, by=officer, reason="")
    pause(clock=notice, by=officer, reason="", on=date(2026, 8, 12))
    with pytest.raises(WrongClockState, match="Jeda dimulai pada 12 Agustus 2026"):
        resume(clock=notice, by=officer, reason="", on=date(2026, 8, 11))


def test_extend_counts_from_the_old_due_date(notice, officer):
    extended = extend(clock=notice, rule="extension", by=officer, reason="Dokumen tersebar di tiga unit")
    assert (extended.extended_n, extended.due_on) == (7, date(2026, 8, 28))
    again = extend(clock=notice, rule="pemilu_extension", n=1, by=officer, reason="Uji")
    assert (again.extended_n, again.due_on) == (8, date(2026, 8, 31))
    first, second = date(2026, 8, 28), date(2026, 8, 31)
    assert events(notice)[1:] == [
        (
            "extended",
            date(2026, 8, 3),
            "Rina",
            "Dokumen tersebar di tiga unit",
            "extension",
            7,
            date(2026, 8, 18),
            first,
        ),
        ("extended", date(2026, 8, 3), "Rina", "Uji", "pemilu_extension", 1, first, second),
    ]
    assert Clock.objects.get().due_on == second


def test_extend_wants_a_running_clock(notice, officer):
    with pytest.raises(UnknownRule):
        extend(clock=notice, rule="nothing", by=officer, reason="")
    stop(clock=notice, by=officer, reason="Dijawab")
    with pytest.raises(WrongClockState, match="sudah berhenti"):
        extend(clock=notice, rule="extension", by=officer, reason="")


@pytest.mark.parametrize("rule", ["pdp_breach", "periodic_refresh"])
def test_hours_and_months_cannot_be_paused_or_extended(agency, officer, case, rule):
    clock = start_clock(agency=agency, rule=rule, start_at=RECEIVED, by=officer, **case)
    with pytest.raises(WrongClockState, match="tidak dapat dijeda atau diperpanjang"):
        pause(clock=clock, by=officer, reason="")
    with pytest.raises(WrongClockState, match="tidak dapat dijeda atau diperpanjang"):
        extend(clock=clock, rule="extension", by=officer, reason="")


def test_stop_keeps_the_due_date_and_says_when_and_why(notice, officer):
    at = datetime(2026, 8, 10, 9, tzinfo=WIB)
    stopped = stop(clock=notice, by=officer, reason="Dijawab", at=at)
    stored = Clock.objects.get()
    for clock in (stopped, stored):
        assert (clock.state, clock.stopped_at, clock.stop_reason, clock.due_on) == (
            "stopped",
            at,
            "Dijawab",
            date(2026, 8, 18),
        )
        assert not clock.is_open
    assert events(notice)[1:] == [
        ("stopped", date(2026, 8, 10), "Rina", "Dijawab", "", None, date(2026, 8, 18), date(2026, 8, 18))
    ]
    with pytest.raises(WrongClockState, match="sudah berhenti"):
        stop(clock=notice, by=officer, reason="Dijawab")


def test_stop_clocks_stops_what_is_named(agency, officer, case, notice, django_assert_num_queries):
    check = start_clock(agency=agency, rule="completeness_check", start_at=RECEIVED, by=officer, label="check", **case)
    other = start_clock(
        agency=agency, rule="notice", start_at=RECEIVED, by=officer, subject_type="inquiry", subject_id=uuid7()
    )
    pause(clock=check, by=officer, reason="")
    here = {"agency": agency, "by": officer, "reason": "Ditarik", **case}
    assert stop_clocks(rules=["completeness_check"], labels=["receipt"], **here) == []
    with django_assert_num_queries(3):
        assert stop_clocks(labels=["check"], **here) == [check]
    assert stop_clocks(rules=["notice"], **here) == [notice]
    assert stop_clocks(**here) == []
    states = dict(Clock.objects.values_list("pk", "state"))
    assert states == {notice.pk: "stopped", check.pk: "stopped", other.pk: "running"}
    stored = Clock.objects.get(pk=check.pk)
    assert (stored.paused_on, stored.stopped_at) == (None, datetime(2026, 8, 3, 5, tzinfo=UTC))


def test_stop_clocks_leaves_other_agencies_alone(agency, officer, case, notice):
    from pendopo.kernel.agencies.models import Agency

    neighbour = Agency.objects.create(slug="tetangga", name="Tetangga", short_name="Tetangga")
    assert stop_clocks(agency=neighbour, by=officer, reason="Ditarik", **case) == []
    assert Clock.objects.get().is_open


def test_a_failed_change_leaves_the_clock_as_it_was(notice, officer):
    notice.due_on -= timedelta(days=1)
    with pytest.raises(BeyondCalendar):
        extend(clock=notice, rule="extension", n=5000, by=officer, reason="")
    assert Clock.objects.get().extended_n == 0
