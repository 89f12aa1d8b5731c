"""What silence leaves overdue, and what is due on the next working day: rows, bounds, number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.notifications.models import InboxItem
from pendopo.modules.information import actions
from pendopo.modules.information.actions.reminders import REMINDER
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries import overdue
from pendopo.modules.information.tests.office import (
    DUE,
    MONDAY,
    WIB,
    Office,
    awaiting,
    in_process,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def test_what_silence_leaves_overdue(office: Office) -> None:
    unchecked, unrepaired = registered(office), awaiting(office)
    registered(office, at=MONDAY + 4 * DAY)
    with clock.frozen(dt.datetime(2026, 8, 8, 9, 0, tzinfo=WIB)):
        # Checked within three working days from Monday: Thursday the 6th.
        assert overdue.overdue_checks(limit=10) == [(unchecked, end_of(dt.date(2026, 8, 6)))]
        assert overdue.overdue_repairs(limit=10) == [(unrepaired, end_of(dt.date(2026, 8, 7)))]
        assert overdue.overdue_checks(limit=0) == []


def end_of(day: dt.date) -> dt.datetime:
    """Return the last second of a day in WIB."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=WIB)


def due_next(at_once: int = 10) -> list[tuple[Inquiry, Clock]]:
    """Return what is due on the next working day, in one list."""
    return [each for some in overdue.due_next(at_once=at_once) for each in some]


def test_nothing_is_left_out_however_much_is_due(office: Office, django_assert_num_queries: Any) -> None:
    people = {office.front.user_pk, office.ppid.user_pk}
    soon = [registered(office) for _ in range(3)]
    with clock.frozen(dt.datetime(2026, 8, 4, 9, 0, tzinfo=WIB)):
        # Due within three weeks as well, and later: these must not take the place of what is due next.
        later = [registered(office, at=clock.now()) for _ in range(3)]
    with clock.frozen(dt.datetime(2026, 8, 5, 9, 0, tzinfo=WIB)):
        with django_assert_num_queries(3 + 2 * 2):
            found = list(overdue.due_next(at_once=2))
        told = actions.remind_before_due()
    assert [len(some) for some in found] == [2, 1]
    assert {inquiry.pk for some in found for inquiry, _clock in some} == {each.pk for each in soon}
    assert len(later) == 3
    assert told == InboxItem.objects.filter(text=REMINDER).count() == 3 * len(people)


def test_what_is_due_on_the_next_working_day(office: Office) -> None:
    registered(office)
    working = in_process(office)
    with clock.frozen(dt.datetime(2026, 8, 5, 9, 0, tzinfo=WIB)):
        assert [found.label for _inquiry, found in due_next()] == ["completeness_check"]
    # The 17th is a holiday after a weekend: on Friday the 14th the 18th is the next working day.
    with clock.frozen(dt.datetime(2026, 8, 14, 9, 0, tzinfo=WIB)):
        found = due_next()
    assert {(inquiry.pk, each.label) for inquiry, each in found} >= {(working.pk, "notice_receipt")}
    assert {each.due_on for _inquiry, each in found} == {DUE}


def test_reminders_name_the_first_clock_of_a_case(office: Office) -> None:
    inquiry = in_process(office, at=MONDAY)
    with clock.frozen(dt.datetime(2026, 8, 14, 9, 0, tzinfo=WIB)):
        found = due_next()
    assert [each.pk for each, _clock in found] == [inquiry.pk]
