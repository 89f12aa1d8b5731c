"""Clocks: lists, days left, and the explanation day by day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pendopo.kernel.calendar.actions import amend_holiday, extend, pause, resume, start_clock, stop
from pendopo.kernel.calendar.models import Clock, ClockEvent, HolidayKind
from pendopo.kernel.calendar.queries import (
    DayLine,
    calendar_book,
    clocks_of,
    explain_clock,
    pauses_of,
    work_calendar,
    working_days_left,
)
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib.deadlines import rule
from pendopo.lib.ids import uuid7

pytestmark = pytest.mark.usefixtures("seeded", "noon")

WIB = ZoneInfo("Asia/Jakarta")
RECEIVED = datetime(2026, 8, 3, 10, tzinfo=WIB)


@pytest.fixture
def start(agency, officer):
    def start(rule: str = "notice", *, start_at: datetime = RECEIVED, **more) -> Clock:
        owner = {"agency": agency, "subject_type": "inquiry", "subject_id": uuid7(), **more}
        return start_clock(rule=rule, start_at=start_at, by=officer, **owner)

    return start


def test_clocks_of_some_cases_in_one_query(start, agency, officer, django_assert_num_queries):
    one, other = uuid7(), uuid7()
    clocks = [start(subject_id=one), start("completeness_check", subject_id=one), start(subject_id=other)]
    start()
    stop(clock=clocks[0], by=officer, reason="")
    with django_assert_num_queries(1):
        assert set(clocks_of(agency, "inquiry", [one, other])) == set(clocks)
    assert clocks_of(agency, "objection", [one]) == []


def test_working_days_left(start, officer):
    calendar = work_calendar()
    notice = start()
    left = {day: working_days_left(notice, calendar, date(2026, 8, day)) for day in (3, 14, 17, 18, 20)}
    assert left == {3: 10, 14: 1, 17: 1, 18: 0, 20: -2}
    paused = pause(clock=notice, by=officer, reason="", on=date(2026, 8, 14))
    assert working_days_left(paused, calendar, date(2026, 8, 28)) == 1
    assert working_days_left(stop(clock=notice, by=officer, reason=""), calendar, date(2026, 8, 3)) is None
    assert working_days_left(start("pdp_breach"), calendar, date(2026, 8, 3)) is None
    assert working_days_left(start("periodic_refresh"), calendar, date(2026, 8, 3)) is None


def test_pauses_of_takes_finished_pauses_only():
    def event(kind: str, day: int) -> ClockEvent:
        return ClockEvent(kind=kind, on=date(2026, 8, day))

    happened = [event("resumed", 1), event("paused", 2), event("extended", 3), event("resumed", 4), event("paused", 5)]
    assert pauses_of(happened) == [(date(2026, 8, 2), date(2026, 8, 4))]


def test_explain_clock_tells_every_day_with_its_article(start, officer):
    clock = start("completeness_check", start_at=datetime(2026, 8, 13, 10, tzinfo=WIB))
    pause(clock=clock, by=officer, reason="Menunggu", on=date(2026, 8, 14))
    resume(clock=clock, by=officer, reason="Diterima", on=date(2026, 8, 18))
    clock = extend(clock=clock, rule="extension", n=1, by=officer, reason="Rumit")
    explained = explain_clock(clock)
    check, extension = rule("completeness_check"), rule("extension")
    assert explained.rules == (check, extension)
    assert explained.days == (
        DayLine(date(2026, 8, 13), "start"),
        DayLine(date(2026, 8, 14), "counted", 1, rule=check),
        DayLine(date(2026, 8, 15), "rest"),
        DayLine(date(2026, 8, 16), "rest"),
        DayLine(date(2026, 8, 17), "holiday", name="Hari Kemerdekaan Republik Indonesia"),
        DayLine(date(2026, 8, 18), "paused"),
        DayLine(date(2026, 8, 19), "counted", 2, rule=check),
        DayLine(date(2026, 8, 20), "counted", 3, rule=check),
        DayLine(date(2026, 8, 21), "counted", 4, rule=extension),
    )
    assert explained.days[-1].on == clock.due_on
    assert [event.kind for event in explained.events] == ["started", "paused", "resumed", "extended"]
    assert explained.notes == ()


def test_explain_clock_spends_two_queries_or_one_with_a_book(start, django_assert_num_queries):
    clock = start()
    book = calendar_book()
    with django_assert_num_queries(2):
        explain_clock(clock)
    with django_assert_num_queries(1):
        explain_clock(clock, book=book)


def test_explain_clock_notes_what_is_uncertain(start, officer):
    clock = start(start_at=datetime(2027, 12, 27, 10, tzinfo=WIB))
    assert explain_clock(clock).notes == (
        "Cuti bersama tahun 2028 belum ditetapkan; tanggal jatuh tempo masih sementara.",
    )
    eid = start(start_at=datetime(2027, 3, 1, 10, tzinfo=WIB))
    assert explain_clock(eid).notes == (
        (
            "Masih perkiraan sampai ditetapkan pemerintah: Hari Raya Idul Fitri (10 Maret 2027) dan "
            "Hari kedua dari Hari Raya Idul Fitri (11 Maret 2027). Tanggal jatuh tempo dapat bergeser."
        ),
    )
    changed = pause(clock=start(), by=officer, reason="", on=date(2026, 8, 5))
    amend_holiday(on=date(2026, 8, 13), name="Cuti", kind=HolidayKind.JOINT_LEAVE, decree="Keppres", by=SYSTEM)
    assert explain_clock(changed).notes == (
        "Kalender berubah setelah tenggat ini dihitung; hitungan di bawah memakai kalender terbaru.",
        "Dijeda sejak 5 Agustus 2026; hari kerja selama jeda tidak dihitung.",
    )


@pytest.mark.parametrize("code", ["pdp_access", "annual_report"])
def test_explain_clock_in_hours_and_months_has_no_days(start, code):
    explained = explain_clock(start(code))
    assert (explained.rules, explained.days, explained.notes) == ((rule(code),), (), ())
