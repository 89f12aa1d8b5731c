"""Ten thousand receipts × rules × calendars: the clock equals a count day by day that knows nothing of the product."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import ClockStart, amend_day, start_clocks
from pendopo.kernel.calendar.models import Holiday
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib.deadlines import all_rules

pytestmark = pytest.mark.usefixtures("seeded")

RECEIPTS = 10_000
CLOSES = time(15, 30)
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
MINUTES = 14 * 365 * 24 * 60
KINDS = [
    (week, scope, receipt, zone)
    for week in (5, 6)
    for scope in ("full", "national")
    for receipt in ("as_is", "next_working_day")
    for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
]


Works = Callable[[date], bool]


def plain_count(works: Works, on: date, n: int) -> date:
    """Walk from day to day and count those that are worked."""
    while n:
        on += timedelta(days=1)
        n -= works(on)
    return on


def plain_start(works: Works, receipt: str, local: datetime) -> date:
    """Return the day of receipt as the setting reads it."""
    on = local.date()
    if receipt == "as_is":
        return on
    if local.time() >= CLOSES:
        on += timedelta(days=1)
    while not works(on):
        on += timedelta(days=1)
    return on


def days_of(agency: Agency, chance: random.Random) -> Works:
    """Give the agency a dozen days of its own; return whether a day is worked there, as a person would look it up."""
    own: dict[date, bool] = {}
    for _each in range(12):
        on, is_working = FIRST.date() + timedelta(days=chance.randrange(14 * 365)), chance.random() < 0.5
        amend_day(agency=agency, on=on, is_working=is_working, reason="Uji", decree="Uji 1", by=SYSTEM)
        own[on] = is_working
    kinds = ["national", "joint_leave"] if agency.calendar_scope == "full" else ["national"]
    off = set(Holiday.objects.filter(kind__in=kinds).values_list("on", flat=True))
    return lambda on: own.get(on, on.weekday() < agency.week_days and on not in off)


def test_every_clock_equals_the_count_by_hand() -> None:
    chance = random.Random(20260803)
    rules = [rule for rule in all_rules().values() if rule.unit == "working_days"]
    counted = 0
    for number, (week, scope, receipt, zone) in enumerate(KINDS):
        agency = Agency.objects.create(
            slug=f"kota-{number}", name=f"Kota {number}", short_name=f"Kota {number}", week_days=week,
            calendar_scope=scope, receipt_policy=receipt, timezone=zone, closes_at=CLOSES,
        )  # fmt: skip
        works = days_of(agency, chance)
        asked = [
            (chance.choice(rules), FIRST + timedelta(minutes=chance.randrange(MINUTES)))
            for _each in range(RECEIPTS // len(KINDS) + 1)
        ]
        starts = [ClockStart("case", uuid4(), rule.code, at) for rule, at in asked]
        clocks = start_clocks(agency=agency, starts=starts, by=SYSTEM)
        for (rule, at), clock in zip(asked, clocks, strict=True):
            start_on = plain_start(works, receipt, at.astimezone(ZoneInfo(zone)))
            due_on = plain_count(works, start_on, rule.n)
            assert (clock.start_on, clock.due_on) == (start_on, due_on), (rule.code, at, week, scope, receipt, zone)
            assert clock.due_at == datetime.combine(due_on, time(23, 59, 59), tzinfo=ZoneInfo(zone))
            counted += 1
    assert counted >= RECEIPTS
