"""Days that an agency or unit works or rests by its own decree; deadlines follow at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.actions import Recomputed, amend_day, forget_day
from pendopo.kernel.calendar.models import AgencyDay
from pendopo.kernel.people.actors import Actor
from pendopo.portal.administration.actions.moving import move_deadlines


def add_day(
    *, agency: Agency, on: date, is_working: bool, reason: str, decree: str, by: Actor, unit: Unit | None = None
) -> Recomputed:
    """Let the agency or its unit work or rest on a date and move the deadlines; say how many moved.

    A second say about the same date replaces the first. Raises ValueError without decree or for a foreign unit.
    """
    with transaction.atomic():
        amend_day(agency=agency, on=on, is_working=is_working, reason=reason, decree=decree, by=by, unit=unit)
        return move_deadlines(agency=agency, by=by, reason=f"{reason} ({decree})", since=on)


def remove_day(*, day: AgencyDay, by: Actor) -> Recomputed:
    """Take the agency's own say on a date back and move the deadlines; say how many moved."""
    with transaction.atomic():
        agency, on = day.agency, day.on
        forget_day(day=day, by=by)
        return move_deadlines(agency=agency, by=by, reason=f"{day.reason}: dibatalkan", since=on)
