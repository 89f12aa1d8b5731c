"""Constraints and small properties of the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel.calendar.actions import start_clock
from pendopo.kernel.calendar.models import (
    AgencyDay,
    CalendarFeed,
    CalendarStamp,
    CalendarYear,
    Clock,
    DecreeLoad,
    Holiday,
    PlannedMove,
    Recomputation,
    RecomputedAgency,
)
from pendopo.lib.ids import uuid7

RECEIVED = datetime(2026, 8, 3, 3, tzinfo=UTC)


@pytest.mark.django_db
def test_a_day_off_stands_once():
    Holiday.objects.create(on=date(2041, 1, 1), name="Tahun Baru", kind="national")
    Holiday.objects.create(on=date(2041, 1, 1), name="Tahun Baru Imlek", kind="national")
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(on=date(2041, 1, 1), name="Tahun Baru", kind="national")


def test_an_agency_and_a_unit_each_have_one_say_per_date(agency, unit):
    says = {"on": date(2026, 8, 5), "is_working": False, "reason": "Pindah kantor", "decree": "SK 1/2026"}
    for owner in ({"agency": agency}, {"agency": agency, "unit": unit}):
        AgencyDay.objects.create(**owner, **says)
        with pytest.raises(IntegrityError), transaction.atomic():
            AgencyDay.objects.create(**owner, **says)
    assert AgencyDay.objects.for_agency(agency).count() == 2


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    "change",
    [
        {"state": "paused"},
        {"paused_on": date(2026, 8, 5)},
        {"state": "stopped"},
        {"stopped_at": RECEIVED},
        {"due_on": None},
        {"counts": "hours"},
    ],
)
def test_fields_of_a_clock_that_belong_together_are_set_together(agency, officer, change):
    clock = start_clock(
        agency=agency, subject_type="inquiry", subject_id=uuid7(), rule="notice", start_at=RECEIVED, by=officer
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(**change)


@pytest.mark.usefixtures("seeded", "noon")
def test_rows_tell_what_they_are(agency, officer):
    clock = start_clock(
        agency=agency, subject_type="inquiry", subject_id=uuid7(), rule="notice", start_at=RECEIVED, by=officer
    )
    breach = start_clock(
        agency=agency, subject_type="breach", subject_id=uuid7(), rule="pdp_breach", start_at=RECEIVED, by=officer
    )
    day = AgencyDay(agency=agency, on=date(2026, 8, 5), reason="Pindah kantor")
    stamp = UUID("01a1ffac-06ea-7767-b8dd-34a498e28751")
    rows = [
        CalendarStamp(value=stamp),
        CalendarYear(year=2026),
        Holiday(on=date(2026, 8, 17), name="Merdeka"),
        day,
        clock,
        breach,
        clock.events.get(),
        DecreeLoad(decree="SKB 3 Menteri 2026"),
        CalendarFeed(token_digest="0123456789abcdef"),
        Recomputation(reason="Keppres 5/2026", examined=3, total=7),
        RecomputedAgency(agency=agency, moved=3),
        PlannedMove(due_on=date(2026, 8, 18), new_due_on=date(2026, 8, 19)),
    ]
    assert [str(row) for row in rows] == [
        str(stamp),
        "2026",
        "2026-08-17 Merdeka",
        "2026-08-05 Pindah kantor",
        "notice 2026-08-18",
        "pdp_breach 2026-08-06T10:00:00+07:00",
        "started 2026-08-03",
        "SKB 3 Menteri 2026",
        "0123456789ab",
        "Keppres 5/2026: 3/7",
        f"{agency.pk}: 3",
        "2026-08-18 → 2026-08-19",
    ]
