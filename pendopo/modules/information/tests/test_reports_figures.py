"""Facts about requests, as the annual report freezes them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.reporting.period import of_year
from pendopo.kernel.reporting.rules import Fact
from pendopo.modules.information import actions
from pendopo.modules.information.reports import INQUIRY_FACTS
from pendopo.modules.information.tests.office import (
    MONDAY,
    REFUSING,
    WIB,
    Office,
    drafted,
    in_process,
    issued,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db

YEAR = of_year(2026)
CUT_OFF = dt.datetime(2026, 9, 1, 8, 0, tzinfo=WIB)
ALWAYS = {"received", "channel_web", "kind_person"}


def facts(office: Office, cut_off: dt.datetime = CUT_OFF) -> dict[UUID, Fact]:
    return {fact.subject_id: fact for fact in INQUIRY_FACTS.facts(office.agency, YEAR, cut_off)}


def marks(office: Office, cut_off: dt.datetime = CUT_OFF) -> list[set[str]]:
    return [set(fact.marks) - ALWAYS for fact in facts(office, cut_off).values()]


def test_answered_refused_withdrawn_and_waiting_requests() -> None:
    office = make_office()
    answered, refused, withdrawn, waiting = (
        issued(office), issued(office, REFUSING), registered(office), in_process(office),
    )  # fmt: skip
    with clock.frozen(MONDAY + dt.timedelta(days=1)):
        actions.withdraw(inquiry=withdrawn, reason="", by=office.front)
    found = facts(office)
    assert {key: (set(fact.marks) - ALWAYS, dict(fact.measures)) for key, fact in found.items()} == {
        # Complete on Tuesday, answered on Wednesday: one working day by the agency's reading of question A1.
        answered.pk: ({"granted", "answered", "in_time"}, {"days": 1, "since_receipt": 2}),
        refused.pk: ({"refused", "answered", "in_time", "ground_17h"}, {"days": 1, "since_receipt": 2}),
        withdrawn.pk: ({"withdrawn"}, {}),
        waiting.pk: ({"running", "overdue"}, {}),
    }
    assert {fact.on for fact in found.values()} == {dt.date(2026, 8, 3)}


def test_counted_from_receipt_where_the_agency_says_so() -> None:
    office = make_office(notice_basis="receipt")
    answered = issued(office)
    assert facts(office)[answered.pk].measures == {"days": 2, "since_receipt": 2}


# Complete on Tuesday 4 August: the tenth working day is 19 August, the seventh after that 31 August (Maulid on the 25th).
@pytest.mark.parametrize(
    ("extend", "day", "expected"),
    [
        (False, dt.date(2026, 8, 18), {"in_time"}),
        # From receipt the time was over on 18 August, with the extension on the 28th: both readings are reported.
        (False, dt.date(2026, 8, 19), {"in_time", "late_by_receipt"}),
        (False, dt.date(2026, 8, 20), {"late", "late_by_receipt"}),
        (True, dt.date(2026, 8, 28), {"in_extended_time"}),
        (True, dt.date(2026, 8, 31), {"in_extended_time", "late_by_receipt"}),
        (True, dt.date(2026, 9, 1), {"late", "late_by_receipt"}),
    ],
)
def test_late_is_by_the_clock_and_its_extension(extend: bool, day: dt.date, expected: set[str]) -> None:
    office = make_office()
    inquiry = drafted(office)
    if extend:
        with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
            actions.extend(inquiry=inquiry, reason="not_yet_held", note="Bahan di arsip.", by=office.ppid)
    with clock.frozen(dt.datetime.combine(day, dt.time(9, 0), tzinfo=WIB)):
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    extended = {"extended"} if extend else set()
    assert marks(office, dt.datetime(2026, 12, 1, tzinfo=WIB)) == [{"granted", "answered"} | expected | extended]


def test_only_requests_of_the_period_before_the_cut_off_in_this_agency() -> None:
    office, other = make_office(), make_office("lain")
    inside = registered(office, at=dt.datetime(2026, 1, 1, 0, 30, tzinfo=WIB))
    registered(office, at=dt.datetime(2025, 12, 31, 23, 30, tzinfo=WIB))
    registered(office, at=CUT_OFF)
    registered(other)
    assert list(facts(office)) == [inside.pk]


@pytest.mark.parametrize("rows", [1, 50])
def test_facts_cost_the_same_queries_for_1_and_50_requests(rows: int) -> None:
    office = make_office()
    for _ in range(rows):
        registered(office)
    facts(office)  # the calendar is read once per process
    with CaptureQueriesContext(connection) as seen:
        assert len(facts(office)) == rows
    assert len(seen) == 3
