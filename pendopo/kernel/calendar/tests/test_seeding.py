"""Seeding: complete, repeatable, and never against what a person decided."""

from __future__ import annotations

from datetime import date

import pytest

from pendopo.kernel.calendar import seeding
from pendopo.kernel.calendar.actions import amend_holiday, confirm_year, withdraw_holiday
from pendopo.kernel.calendar.models import CalendarStamp, CalendarYear, Holiday, HolidayKind, YearStatus
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.calendar.seeding import Seeded, seed_calendar
from pendopo.kernel.people.actors import SYSTEM

IDUL_FITRI_2027 = (date(2027, 3, 10), "national", "Hari Raya Idul Fitri")


@pytest.fixture
def empty(db: None) -> None:
    Holiday.objects.all().delete()
    CalendarYear.objects.all().delete()
    CalendarStamp.objects.all().delete()


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch):
    """Stand in for another version of the package, with these days."""

    def use(days: dict) -> None:
        monkeypatch.setattr(seeding, "package_days", lambda years: days)

    return use


@pytest.mark.usefixtures("empty")
def test_seeding_fills_the_table_and_a_second_time_changes_nothing(django_assert_max_num_queries):
    first = seed_calendar()
    assert first == Seeded(added=332, corrected=0, removed=0, years=16)
    stamp = CalendarStamp.objects.get().value
    with django_assert_max_num_queries(12):
        assert seed_calendar() == Seeded(0, 0, 0, 0)
    assert CalendarStamp.objects.get().value == stamp


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("year", "national", "joint_leave", "working_days"),
    [
        (2020, 17, 5, 243),
        (2021, 16, 1, 248),
        (2022, 16, 4, 246),
        (2023, 16, 11, 239),
        (2024, 19, 10, 238),
        (2025, 17, 11, 237),
        (2026, 17, 8, 240),
        (2027, 18, 8, 242),
    ],
)
def test_years_hold_the_days_of_their_decrees(year: int, national: int, joint_leave: int, working_days: int):
    held = Holiday.objects.filter(on__year=year)
    assert held.filter(kind="national").count() == national
    assert held.filter(kind="joint_leave").count() == joint_leave
    new_year = date(year, 1, 1)
    calendar = work_calendar()
    assert calendar.working_days_between(new_year, date(year, 12, 31)) + calendar.is_working(new_year) == working_days


@pytest.mark.usefixtures("seeded")
def test_names_lose_their_label_and_estimated_days_keep_it_as_a_flag():
    assert not Holiday.objects.filter(name__contains="(").exists()
    assert set(Holiday.objects.filter(on__year=2027, estimated=True).values_list("on", "name")) == {
        (date(2027, 3, 10), "Hari Raya Idul Fitri"),
        (date(2027, 3, 11), "Hari kedua dari Hari Raya Idul Fitri"),
        (date(2027, 5, 17), "Hari Raya Idul Adha"),
    }


@pytest.mark.usefixtures("seeded")
def test_years_without_joint_leave_are_provisional():
    provisional = CalendarYear.objects.filter(status=YearStatus.PROVISIONAL).values_list("year", flat=True)
    assert list(provisional) == list(range(2028, 2036))


@pytest.mark.usefixtures("empty")
def test_a_newer_package_corrects_its_own_rows(package):
    package({IDUL_FITRI_2027: True, (date(2027, 3, 8), "national", "Nyepi"): False})
    assert seed_calendar(range(2027, 2028)) == Seeded(2, 0, 0, 1)
    assert CalendarYear.objects.get(year=2027).status == YearStatus.PROVISIONAL
    package({IDUL_FITRI_2027: False, (date(2027, 3, 9), "joint_leave", "Cuti Bersama Idul Fitri"): False})
    assert seed_calendar(range(2027, 2028)) == Seeded(added=1, corrected=1, removed=1, years=1)
    assert list(Holiday.objects.values_list("on", "estimated")) == [
        (date(2027, 3, 9), False),
        (date(2027, 3, 10), False),
    ]
    assert CalendarYear.objects.get(year=2027).status == YearStatus.FINAL


@pytest.mark.usefixtures("seeded")
def test_what_people_changed_stays():
    moved = Holiday.objects.get(on=date(2027, 3, 10), kind="national")
    withdraw_holiday(holiday=moved, decree="Sidang isbat 2027", by=SYSTEM)
    kept = Holiday.objects.get(on=date(2027, 3, 11), kind="national")
    amend_holiday(on=kept.on, name=kept.name, kind=HolidayKind.NATIONAL, decree="Sidang isbat 2027", by=SYSTEM)
    amend_holiday(
        on=date(2027, 6, 7), name="Cuti Bersama", kind=HolidayKind.JOINT_LEAVE, decree="Keppres 1/2027", by=SYSTEM
    )
    confirm_year(year=2027, status=YearStatus.PROVISIONAL, decree="Keppres 1/2027", by=SYSTEM)
    before = list(Holiday.objects.values()), list(CalendarYear.objects.values())
    assert seed_calendar() == Seeded(0, 0, 0, 0)
    assert (list(Holiday.objects.values()), list(CalendarYear.objects.values())) == before
    assert Holiday.objects.get(pk=kept.pk).estimated is False


@pytest.mark.usefixtures("empty")
def test_a_slot_that_a_person_edited_is_not_filled_from_the_package(package):
    package({IDUL_FITRI_2027: True})
    amend_holiday(on=IDUL_FITRI_2027[0], name="Lebaran", kind=HolidayKind.NATIONAL, decree="SKB", by=SYSTEM)
    assert seed_calendar(range(2027, 2028)) == Seeded(0, 0, 0, 1)
    assert list(Holiday.objects.values_list("name", flat=True)) == ["Lebaran"]


@pytest.mark.usefixtures("empty")
def test_a_missing_stamp_is_set_again():
    seed_calendar()
    CalendarStamp.objects.all().delete()
    assert seed_calendar() == Seeded(0, 0, 0, 0)
    assert CalendarStamp.objects.exists()
