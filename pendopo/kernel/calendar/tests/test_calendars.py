"""Work calendars: the agency's week, scope and own days, two feasts on one date, and the cache."""

from __future__ import annotations

from datetime import date

import pytest

from pendopo.kernel.calendar.actions import amend_day, amend_holiday, forget_day, touch_calendar
from pendopo.kernel.calendar.models import CalendarStamp, CalendarYear, Holiday, HolidayKind
from pendopo.kernel.calendar.queries import calendar_book, calendars, work_calendar
from pendopo.kernel.calendar.rules import CalendarEmpty
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib.workdays import DayOff

INDEPENDENCE_DAY = date(2026, 8, 17)
JOINT_LEAVE = date(2026, 3, 20)
SATURDAY = date(2026, 8, 15)
WEDNESDAY = date(2026, 8, 5)


@pytest.mark.usefixtures("seeded")
def test_without_agency_five_days_and_joint_leave():
    calendar = work_calendar()
    assert (calendar.first, calendar.last, calendar.week) == (date(2020, 1, 1), date(2035, 12, 31), 5)
    assert [calendar.is_working(on) for on in (INDEPENDENCE_DAY, JOINT_LEAVE, SATURDAY)] == [False, False, False]


@pytest.mark.usefixtures("seeded")
def test_the_agency_decides_week_and_scope_and_the_caller_may_override(agency):
    agency.week_days, agency.calendar_scope = 6, "national"
    calendar = work_calendar(agency)
    assert [calendar.is_working(on) for on in (INDEPENDENCE_DAY, JOINT_LEAVE, SATURDAY)] == [False, True, True]
    calendar = work_calendar(agency, week=5, scope="full")
    assert [calendar.is_working(on) for on in (INDEPENDENCE_DAY, JOINT_LEAVE, SATURDAY)] == [False, False, False]


@pytest.mark.usefixtures("seeded")
def test_own_days_of_agency_and_unit(agency, unit, officer):
    said = {"agency": agency, "decree": "SK 1/2026", "by": officer}
    closed = amend_day(on=WEDNESDAY, is_working=False, reason="Pindah kantor", **said)
    amend_day(on=INDEPENDENCE_DAY, is_working=True, reason="Piket", **said)
    amend_day(on=INDEPENDENCE_DAY, is_working=False, reason="Upacara", unit=unit, **said)
    amend_day(on=SATURDAY, is_working=True, reason="Layanan Sabtu", unit=unit, **said)
    days = (WEDNESDAY, INDEPENDENCE_DAY, SATURDAY)
    assert [work_calendar(agency).is_working(on) for on in days] == [False, True, False]
    assert [work_calendar(agency, unit=unit).is_working(on) for on in days] == [False, False, True]
    assert [work_calendar().is_working(on) for on in days] == [True, False, False]
    explained = work_calendar(agency).explain(date(2026, 8, 4), 1)
    assert explained.skipped == (DayOff(WEDNESDAY, "Pindah kantor", "agency", "SK 1/2026"),)
    forget_day(day=closed, by=officer)
    assert work_calendar(agency).is_working(WEDNESDAY)


@pytest.mark.usefixtures("seeded")
def test_two_feasts_on_one_date_share_it():
    calendar = work_calendar()
    assert calendar.days_off[date(2021, 5, 13)].name == "Hari Raya Idul Fitri; Kenaikan Yesus Kristus"
    # One of the two is certain, so the day is.
    assert calendar.days_off[date(2034, 6, 1)] == DayOff(
        date(2034, 6, 1), "Hari Lahir Pancasila; Hari Raya Waisak", "national", "", estimated=False
    )
    amend_holiday(on=INDEPENDENCE_DAY, name="Cuti Bersama", kind=HolidayKind.JOINT_LEAVE, decree="Keppres", by=SYSTEM)
    shared = work_calendar().days_off[INDEPENDENCE_DAY]
    assert (shared.name, shared.kind) == ("Cuti Bersama; Hari Kemerdekaan Republik Indonesia", "national")
    amend_holiday(on=INDEPENDENCE_DAY, name="Cuti Lain", kind=HolidayKind.JOINT_LEAVE, decree="Keppres", by=SYSTEM)
    amend_holiday(on=JOINT_LEAVE, name="Cuti Lain", kind=HolidayKind.JOINT_LEAVE, decree="Keppres", by=SYSTEM)
    assert work_calendar().days_off[JOINT_LEAVE].kind == "joint_leave"


@pytest.mark.usefixtures("seeded")
def test_a_year_missing_in_between_is_provisional():
    CalendarYear.objects.filter(year=2025).delete()
    touch_calendar()
    assert work_calendar().provisional_years == {2025, *range(2028, 2036)}


@pytest.mark.usefixtures("seeded")
def test_a_warm_calendar_costs_one_query_however_often_the_book_is_asked(agency, django_assert_num_queries):
    work_calendar()
    with django_assert_num_queries(1):
        book = calendar_book()
        made = {id(book.calendar(agency)) for _ in range(50)}
    assert made == {id(book.calendar())}
    with django_assert_num_queries(1):
        assert work_calendar(agency) is book.calendar(agency)


@pytest.mark.usefixtures("seeded")
def test_a_change_is_read_at_once_with_four_queries(django_assert_num_queries):
    work_calendar()
    Holiday.objects.create(on=WEDNESDAY, name="Libur", kind="national")
    assert work_calendar().is_working(WEDNESDAY)
    touch_calendar()
    with django_assert_num_queries(4):
        assert not work_calendar().is_working(WEDNESDAY)


@pytest.mark.usefixtures("seeded")
def test_the_cache_is_bounded(agency, unit, officer, monkeypatch):
    monkeypatch.setattr(calendars, "_KEPT", 2)
    amend_day(agency=agency, on=WEDNESDAY, is_working=False, reason="Pindah", decree="SK", by=officer)
    book = calendar_book()
    for week in (5, 6):
        for owner in (None, agency):
            book.calendar(owner, week=week)
    assert len(book._made) == 2
    assert not book.calendar(agency).is_working(WEDNESDAY)


@pytest.mark.django_db
def test_an_empty_calendar_says_how_to_load_it():
    CalendarYear.objects.all().delete()
    CalendarStamp.objects.all().delete()
    with pytest.raises(CalendarEmpty, match="pendopo calendar seed"):
        work_calendar()
