"""Changing the calendar: by decree, on record, and only where it belongs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.actions import amend_day, amend_holiday, confirm_year, forget_day, withdraw_holiday
from pendopo.kernel.calendar.models import AgencyDay, CalendarStamp, CalendarYear, Holiday, HolidayKind, YearStatus

pytestmark = pytest.mark.usefixtures("seeded", "noon")

WEDNESDAY = date(2026, 8, 5)
EDITED = {"edited": True, "edited_at": datetime(2026, 8, 3, 5, tzinfo=UTC), "edited_by_label": "Rina"}


@pytest.fixture
def stamp_changes(seeded: None):
    """Check that the block changed the calendar's stamp."""
    before = CalendarStamp.objects.get().value
    yield
    assert CalendarStamp.objects.get().value != before


@pytest.mark.usefixtures("stamp_changes")
def test_amend_day_is_kept_once_and_audited(agency, unit, officer):
    for reason in ("Banjir", "Banjir besar"):
        day = amend_day(
            agency=agency, unit=unit, on=WEDNESDAY, is_working=False, reason=reason, decree="SK 3/2026", by=officer
        )
    assert list(AgencyDay.objects.values()) == [
        {
            "id": day.pk,
            "agency_id": agency.pk,
            "unit_id": unit.pk,
            "on": WEDNESDAY,
            "is_working": False,
            "reason": "Banjir besar",
            "decree": "SK 3/2026",
        }
    ]
    entries = Entry.objects.for_agency(agency).order_by("seq").values_list("action", "actor", "subject_id", "details")
    assert [(action, actor, subject) for action, actor, subject, _details in entries] == [
        ("calendar.amend_day", "Rina", day.pk),
        ("calendar.amend_day", "Rina", day.pk),
    ]
    assert entries[1][3] == {
        "on": "2026-08-05",
        "unit": str(unit.pk),
        "is_working": False,
        "reason": "Banjir besar",
        "decree": "SK 3/2026",
    }


@pytest.mark.usefixtures("stamp_changes")
def test_forget_day_is_audited(agency, officer):
    day = amend_day(agency=agency, on=WEDNESDAY, is_working=False, reason="Banjir", decree="SK", by=officer)
    forget_day(day=day, by=officer)
    assert not AgencyDay.objects.exists()
    actions = Entry.objects.for_agency(agency).order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["calendar.amend_day", "calendar.forget_day"]
    assert Entry.objects.for_agency(agency).get(action="calendar.forget_day").details["unit"] is None


def test_amend_day_refuses_a_missing_decree_and_a_foreign_unit(agency, unit, officer):
    neighbour = Agency.objects.create(slug="tetangga", name="Tetangga", short_name="Tetangga")
    said = {"on": WEDNESDAY, "is_working": False, "reason": "Banjir", "by": officer}
    with pytest.raises(ValueError, match="names its decree"):
        amend_day(agency=agency, decree=" ", **said)
    with pytest.raises(ValueError, match="another agency"):
        amend_day(agency=neighbour, unit=unit, decree="SK", **said)
    assert not AgencyDay.objects.exists()


@pytest.mark.usefixtures("stamp_changes")
def test_amend_holiday_adds_and_reinstates(officer):
    said = {"on": WEDNESDAY, "name": "Pemilihan kepala daerah", "kind": HolidayKind.NATIONAL, "by": officer}
    added = amend_holiday(decree="Keppres 1/2026", estimated=True, **said)
    withdraw_holiday(holiday=added, decree="Keppres 2/2026", by=officer)
    again = amend_holiday(decree="Keppres 3/2026", **said)
    assert again.pk == added.pk
    assert Holiday.objects.filter(pk=added.pk).values().get() == {
        "id": added.pk,
        "on": WEDNESDAY,
        "name": "Pemilihan kepala daerah",
        "kind": "national",
        "decree": "Keppres 3/2026",
        "source": "administrator",
        "estimated": False,
        "withdrawn": False,
        **EDITED,
    }


@pytest.mark.usefixtures("stamp_changes")
def test_withdraw_holiday_keeps_the_row(officer):
    holiday = withdraw_holiday(holiday=Holiday.objects.get(on=date(2026, 8, 17)), decree="Keppres 9", by=officer)
    assert (holiday.withdrawn, holiday.decree, holiday.edited_by_label) == (True, "Keppres 9", "Rina")


@pytest.mark.usefixtures("stamp_changes")
def test_confirm_year(officer):
    confirm_year(year=2028, status=YearStatus.FINAL, decree="SKB 2028", note="Lengkap", by=officer)
    assert CalendarYear.objects.filter(year=2028).values().get() == {
        "year": 2028,
        "status": "final",
        "decree": "SKB 2028",
        "source": "administrator",
        "note": "Lengkap",
        **EDITED,
    }


def test_national_changes_want_a_decree(officer):
    holiday = Holiday.objects.get(on=date(2026, 8, 17))
    with pytest.raises(ValueError, match="names its decree"):
        amend_holiday(on=WEDNESDAY, name="Libur", kind=HolidayKind.NATIONAL, decree="", by=officer)
    with pytest.raises(ValueError, match="names its decree"):
        withdraw_holiday(holiday=holiday, decree="", by=officer)
    with pytest.raises(ValueError, match="names its decree"):
        confirm_year(year=2028, status=YearStatus.FINAL, decree="", by=officer)
