"""Changing the calendar. Call recompute_open_clocks afterwards: it moves the deadlines and keeps the old dates."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.actions import record
from pendopo.kernel.calendar.models import (
    AgencyDay,
    CalendarStamp,
    CalendarYear,
    Holiday,
    HolidayKind,
    YearStatus,
)
from pendopo.kernel.clock import now
from pendopo.kernel.people.actors import Actor
from pendopo.lib.ids import uuid7

_BY_PEOPLE = "administrator"


def touch_calendar() -> None:
    """Tell every process to read the calendar again; call inside the transaction that changes it."""
    CalendarStamp.objects.update_or_create(pk=1, defaults={"value": uuid7()})


def amend_day(
    *,
    agency: Agency,
    on: date,
    is_working: bool,
    reason: str,
    decree: str,
    by: Actor,
    unit: Unit | None = None,
) -> AgencyDay:
    """Let `agency` or its `unit` work or rest on one date, by `decree`; a second say replaces the first.

    Raises ValueError without a decree or for a unit of another agency.
    """
    expect_decree(decree)
    if unit is not None and unit.agency_id != agency.pk:
        raise ValueError("The unit belongs to another agency.")
    day: AgencyDay
    with transaction.atomic():
        day, _created = AgencyDay.objects.update_or_create(
            agency=agency, unit=unit, on=on, defaults={"is_working": is_working, "reason": reason, "decree": decree}
        )
        touch_calendar()
        _record(day, "calendar.amend_day", by)
    return day


def forget_day(*, day: AgencyDay, by: Actor) -> None:
    """Take back an agency's own say on one date, so that the common calendar holds again."""
    with transaction.atomic():
        _record(day, "calendar.forget_day", by)
        day.delete()
        touch_calendar()


def amend_holiday(
    *, on: date, name: str, kind: HolidayKind, decree: str, by: Actor, estimated: bool = False
) -> Holiday:
    """Add a national day off, or correct or reinstate it, by `decree`; seeding leaves it alone from then on.

    Raises ValueError without a decree.
    """
    expect_decree(decree)
    with transaction.atomic():
        holiday, _created = Holiday.objects.update_or_create(
            on=on,
            name=name,
            kind=kind,
            defaults={"decree": decree, "estimated": estimated, "withdrawn": False, **edited_by(by)},
        )
        touch_calendar()
    return holiday


def withdraw_holiday(*, holiday: Holiday, decree: str, by: Actor) -> Holiday:
    """End a national day off by `decree`; the row stays as a record. Raises ValueError without a decree."""
    expect_decree(decree)
    with transaction.atomic():
        Holiday.objects.filter(pk=holiday.pk).update(withdrawn=True, decree=decree, **edited_by(by))
        touch_calendar()
    holiday.refresh_from_db()
    return holiday


def confirm_year(*, year: int, status: YearStatus, decree: str, by: Actor, note: str = "") -> CalendarYear:
    """Declare a year's days off complete (or provisional again) by `decree`. Raises ValueError without a decree."""
    expect_decree(decree)
    with transaction.atomic():
        row, _created = CalendarYear.objects.update_or_create(
            year=year,
            defaults={"status": status, "decree": decree, "note": note, **edited_by(by)},
        )
        touch_calendar()
    return row


def expect_decree(decree: str) -> None:
    """Raise ValueError unless a decree is named."""
    if not decree.strip():
        raise ValueError("A change of the calendar names its decree.")


def edited_by(by: Actor) -> dict[str, object]:
    """Return the marks of a row that a person changed, so that seeding leaves it alone."""
    return {"source": _BY_PEOPLE, "edited": True, "edited_at": now(), "edited_by_label": by.label}


def _record(day: AgencyDay, action: str, by: Actor) -> None:
    record(
        agency=day.agency,
        action=action,
        subject_type="agency_day",
        subject_id=day.pk,
        by=by,
        details={
            "on": day.on.isoformat(),
            "unit": str(day.unit_id) if day.unit_id else None,
            "is_working": day.is_working,
            "reason": day.reason,
            "decree": day.decree,
        },
    )
