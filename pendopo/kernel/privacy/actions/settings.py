"""An agency's own periods, its arrangement, and what it tells about its purposes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import digested, record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.privacy.models import Arrangement, ChosenPeriod, Statement
from pendopo.kernel.privacy.rules import limits
from pendopo.kernel.privacy.rules.periods import PERIODS


def choose_period(
    *,
    agency: Agency,
    period: str,
    days: int | None,
    needs_approval: bool,
    decree_number: str,
    decree_on: dt.date,
    by: Actor,
) -> ChosenPeriod:
    """Set how long something is kept, by a decree; None keeps it until another decree.

    Raises ValueError for an unknown period, days that are none, or without the decree's number.
    """
    if period not in PERIODS or not decree_number.strip():
        raise ValueError("A period is chosen by a decree.")
    if days is not None and not 1 <= days <= limits.DAYS_MAX:
        raise ValueError(f"A period has 1 to {limits.DAYS_MAX} days.")
    with transaction.atomic():
        chosen = ChosenPeriod.objects.create(
            agency=agency, period=period, days=days, needs_approval=needs_approval, decree_number=decree_number.strip(),
            decree_on=decree_on, chosen_by_id=by.user_pk, chosen_at=clock.now(),
        )  # fmt: skip
        record(
            agency=agency, action="privacy.choose_period", subject_type="agency", subject_id=agency.pk, by=by,
            details={"period": period, "days": days, "needs_approval": needs_approval, "decree": chosen.decree_number},
        )  # fmt: skip
    return chosen


def arrange(*, agency: Agency, four_eyes: bool, views_bound: int, officer: str, contact: str, by: Actor) -> Arrangement:
    """Set who is the data protection officer, whether two people destroy, and from how many views somebody is told."""
    with transaction.atomic():
        chosen, _new = Arrangement.objects.update_or_create(
            agency=agency,
            defaults={
                "four_eyes": four_eyes, "views_bound": views_bound, "officer": officer, "officer_contact": contact,
            },
        )  # fmt: skip
        record(
            agency=agency, action="privacy.arrange", subject_type="agency", subject_id=agency.pk, by=by,
            details={"four_eyes": four_eyes, "views_bound": views_bound, "officer": digested(f"{officer} {contact}")},
        )  # fmt: skip
    return chosen


def state(*, agency: Agency, text: str, in_force_on: dt.date, by: Actor) -> Statement:
    """Write a new version of what the agency tells about its purposes; earlier ones stay."""
    with transaction.atomic():
        # The agency's row is the queue: two versions never get one number.
        Agency.objects.select_for_update().get(pk=agency.pk)
        last = Statement.objects.for_agency(agency).aggregate(last=Max("version"))["last"] or 0
        made = Statement.objects.create(
            agency=agency, version=last + 1, text=text, in_force_on=in_force_on, written_by_id=by.user_pk,
            written_at=clock.now(),
        )  # fmt: skip
        record(
            agency=agency, action="privacy.state", subject_type="agency", subject_id=agency.pk, by=by,
            details={"version": made.version, "in_force_on": in_force_on.isoformat()},
        )  # fmt: skip
    return made
