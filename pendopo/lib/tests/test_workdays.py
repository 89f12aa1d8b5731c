"""Working days: exact examples, and the properties any calendar must have."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pendopo.lib.workdays import Computation, DateUnknown, DayOff, WorkCalendar

pytestmark = pytest.mark.once

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
JAKARTA = ZoneInfo("Asia/Jakarta")
CLOSES = time(16, 0)
INDEPENDENCE = DayOff(date(2026, 8, 17), "Hari Kemerdekaan", decree="SKB")
ESTIMATED = DayOff(date(2026, 8, 20), "Hari perkiraan", estimated=True)


def make(*days: DayOff, week=5, extra=(), first=FIRST, last=LAST, provisional=()) -> WorkCalendar:
    return WorkCalendar(
        first,
        last,
        week=week,
        days_off={day.date: day for day in days},
        extra_working=frozenset(extra),
        provisional_years=frozenset(provisional),
    )


def test_due_skips_weekends_and_days_off():
    assert make(INDEPENDENCE).due(date(2026, 8, 3), 10) == date(2026, 8, 18)
    assert make(INDEPENDENCE, week=6).due(date(2026, 8, 3), 10) == date(2026, 8, 14)


def test_explain_lists_every_day():
    calendar = make(INDEPENDENCE, DayOff(date(2026, 8, 16), "Hari Minggu raya"))
    assert calendar.explain(date(2026, 8, 13), 2) == Computation(
        start_on=date(2026, 8, 13),
        due_on=date(2026, 8, 18),
        counted=(date(2026, 8, 14), date(2026, 8, 18)),
        skipped=(DayOff(date(2026, 8, 16), "Hari Minggu raya"), INDEPENDENCE),
        rest_days=(date(2026, 8, 15),),
        provisional=False,
        estimated=(),
    )


def test_explain_of_nothing_touches_nothing():
    explained = make(ESTIMATED, provisional=[2026]).explain(ESTIMATED.date, 0)
    assert explained == Computation(ESTIMATED.date, ESTIMATED.date, (), (), (), False, ())


def test_explain_names_estimated_days_in_and_next_to_the_period():
    calendar = make(INDEPENDENCE, ESTIMATED)
    assert calendar.explain(date(2026, 8, 14), 1).estimated == ()
    assert calendar.explain(date(2026, 8, 17), 2).estimated == (ESTIMATED,)
    assert calendar.explain(date(2026, 8, 19), 1).estimated == (ESTIMATED,)
    assert calendar.explain(date(2026, 8, 20), 1).estimated == (ESTIMATED,)
    assert calendar.explain(date(2026, 8, 21), 1).estimated == ()


def test_explain_is_provisional_when_the_period_enters_an_incomplete_year():
    calendar = make(first=date(2026, 12, 1), last=date(2027, 1, 31), provisional=[2027])
    assert not calendar.explain(date(2026, 12, 28), 3).provisional
    assert calendar.explain(date(2026, 12, 28), 4).provisional


def test_extra_working_day_wins_over_weekend_and_day_off():
    saturday = date(2026, 8, 15)
    calendar = make(INDEPENDENCE, extra=[saturday, INDEPENDENCE.date, date(2030, 1, 1)])
    assert calendar.is_working(saturday)
    assert calendar.is_working(INDEPENDENCE.date)
    assert calendar.explain(date(2026, 8, 14), 2) == Computation(
        date(2026, 8, 14), INDEPENDENCE.date, (saturday, INDEPENDENCE.date), (), (date(2026, 8, 16),), False, ()
    )


def test_days_off_outside_the_calendar_are_ignored():
    assert make(DayOff(date(2031, 1, 1), "Jauh")).due(date(2026, 12, 30), 1) == LAST


def test_working_days_between_excludes_the_first_and_counts_backwards():
    calendar = make(INDEPENDENCE)
    assert calendar.working_days_between(date(2026, 8, 14), date(2026, 8, 18)) == 1
    assert calendar.working_days_between(date(2026, 8, 18), date(2026, 8, 14)) == -1
    assert calendar.working_days_between(date(2026, 8, 14), date(2026, 8, 14)) == 0


def test_first_day_of_the_calendar_can_work():
    assert make().is_working(FIRST)
    assert not make(DayOff(FIRST, "Tahun Baru")).is_working(FIRST)


def test_days_off_between_includes_both_ends():
    calendar = make(INDEPENDENCE, ESTIMATED)
    assert calendar.days_off_between(INDEPENDENCE.date, ESTIMATED.date) == [INDEPENDENCE, ESTIMATED]
    assert calendar.days_off_between(date(2026, 8, 18), date(2026, 8, 19)) == []


@pytest.mark.parametrize("on", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_date_outside_is_unknown(on: date):
    with pytest.raises(DateUnknown, match="is outside the calendar") as caught:
        make().due(on, 1)
    assert (caught.value.on, caught.value.first, caught.value.last) == (on, FIRST, LAST)


def test_a_period_past_the_end_is_unknown():
    with pytest.raises(DateUnknown, match="runs past the end of the calendar") as caught:
        make().due(date(2026, 12, 30), 2)
    assert caught.value.on is None


def test_impossible_calendars_and_periods_are_refused():
    with pytest.raises(ValueError, match="on or after its first day"):
        WorkCalendar(LAST, FIRST)
    with pytest.raises(ValueError, match="5 or 6 days"):
        WorkCalendar(FIRST, LAST, week=7)
    with pytest.raises(ValueError, match="no negative number"):
        make().due(FIRST, -1)


@pytest.mark.parametrize(
    ("received", "as_is", "next_working_day"),
    [
        (datetime(2026, 5, 8, 15, 59, 59, tzinfo=JAKARTA), date(2026, 5, 8), date(2026, 5, 8)),
        (datetime(2026, 5, 8, 16, 0, tzinfo=JAKARTA), date(2026, 5, 8), date(2026, 5, 11)),
        (datetime(2026, 8, 15, 11, 0, tzinfo=JAKARTA), date(2026, 8, 15), date(2026, 8, 18)),
        (datetime(2026, 7, 3, 17, 30, tzinfo=UTC), date(2026, 7, 4), date(2026, 7, 6)),
    ],
)
def test_t0_of(received: datetime, as_is: date, next_working_day: date):
    calendar = make(INDEPENDENCE)
    assert calendar.t0_of(received, JAKARTA, "as_is", CLOSES) == as_is
    assert calendar.t0_of(received, JAKARTA, "next_working_day", CLOSES) == next_working_day


def test_t0_of_refuses_naive_and_unknown_instants():
    with pytest.raises(ValueError, match="carries its time zone"):
        make().t0_of(datetime(2026, 8, 3), JAKARTA, "as_is", CLOSES)
    with pytest.raises(DateUnknown):
        make().t0_of(datetime(2027, 8, 3, tzinfo=UTC), JAKARTA, "as_is", CLOSES)


# The reference of kip.md, section 10: walk day by day.
def walk(calendar: WorkCalendar, start_on: date, n: int) -> date:
    on = start_on
    while n:
        on += timedelta(days=1)
        off = on in calendar.days_off or on.weekday() >= calendar.week
        if on in calendar.extra_working or not off:
            n -= 1
    return on


dates = st.dates(FIRST, LAST)
calendars = st.builds(
    lambda off, extra, week: WorkCalendar(
        FIRST, date(2027, 12, 31), week=week, days_off={on: DayOff(on, "Libur") for on in off}, extra_working=extra
    ),
    st.frozensets(dates, max_size=60),
    st.frozensets(dates, max_size=10),
    st.sampled_from([5, 6]),
)
property_test = settings(deadline=None, max_examples=150)


@property_test
@given(calendars, dates, st.integers(0, 120))
def test_due_equals_walking(calendar: WorkCalendar, start_on: date, n: int):
    assert calendar.due(start_on, n) == walk(calendar, start_on, n)


@property_test
@given(calendars, dates, st.integers(0, 60))
def test_explain_agrees_with_due(calendar: WorkCalendar, start_on: date, n: int):
    explained = calendar.explain(start_on, n)
    assert explained.due_on == calendar.due(start_on, n)
    assert len(explained.counted) == n == calendar.working_days_between(start_on, explained.due_on)
    listed = [*explained.counted, *(day.date for day in explained.skipped), *explained.rest_days]
    span = (explained.due_on - start_on).days
    assert sorted(listed) == [start_on + timedelta(days=i) for i in range(1, span + 1)]


@property_test
@given(calendars, dates, st.integers(1, 60))
def test_due_is_a_working_day(calendar: WorkCalendar, start_on: date, n: int):
    assert calendar.is_working(calendar.due(start_on, n))


@property_test
@given(calendars, dates)
def test_due_of_zero_days_is_the_start(calendar: WorkCalendar, start_on: date):
    assert calendar.due(start_on, 0) == start_on


@property_test
@given(calendars, dates, st.integers(0, 40), st.integers(0, 40))
def test_due_adds_up(calendar: WorkCalendar, start_on: date, a: int, b: int):
    assert calendar.due(start_on, a + b) == calendar.due(calendar.due(start_on, a), b)


@property_test
@given(calendars, dates, st.integers(0, 60), dates)
def test_a_new_day_off_never_makes_it_earlier(calendar: WorkCalendar, start_on: date, n: int, on: date):
    more = WorkCalendar(
        calendar.first,
        calendar.last,
        week=calendar.week,
        days_off={**calendar.days_off, on: DayOff(on, "Baru")},
        extra_working=calendar.extra_working,
    )
    assert more.due(start_on, n) >= calendar.due(start_on, n)


@property_test
@given(calendars, dates, st.integers(1, 60))
def test_receipt_as_is_on_days_off_counts_like_the_working_day_before(calendar: WorkCalendar, start_on: date, n: int):
    assume(calendar.is_working(start_on))
    on = start_on + timedelta(days=1)
    while not calendar.is_working(on):
        assert calendar.due(on, n) == calendar.due(start_on, n)
        on += timedelta(days=1)


@property_test
@given(calendars, st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 30)))
def test_next_working_day_gives_a_working_day_never_before_as_is(calendar: WorkCalendar, received: datetime):
    instant = received.replace(tzinfo=UTC)
    rolled = calendar.t0_of(instant, JAKARTA, "next_working_day", CLOSES)
    assert calendar.is_working(rolled)
    assert rolled >= calendar.t0_of(instant, JAKARTA, "as_is", CLOSES)
