"""The clocks of an objection: the superior's 30 working days, then the requester's 14 for a dispute."""

from __future__ import annotations

import datetime as dt

from pendopo.kernel.calendar import actions as calendar
from pendopo.kernel.people.actors import Actor
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE
from pendopo.modules.objections.rules.procedure import CLOCK_REPLY, CLOCK_RULES


def start(objection: Objection, received_at: dt.datetime, *, by: Actor) -> None:
    """Start the superior's 30 working days at the instant of receipt."""
    _start(objection, CLOCK_REPLY, received_at, None, by)


def open_window(objection: Objection, label: str, at: dt.datetime, *, by: Actor) -> None:
    """Open the requester's 14 working days for what happened at `at`; its local date is T0, whatever the hour."""
    _start(objection, label, at, at.astimezone(objection.agency.zone).date(), by)


def _start(objection: Objection, label: str, at: dt.datetime, on: dt.date | None, by: Actor) -> None:
    calendar.start_clock(
        agency=objection.agency,
        subject_type=SUBJECT_TYPE,
        subject_id=objection.pk,
        rule=CLOCK_RULES[label],
        label=label,
        start_at=at,
        start_on=on,
        by=by,
    )


def stop(objection: Objection, *labels: str, reason: str, by: Actor, at: dt.datetime | None = None) -> None:
    """Stop the open clocks with these labels, all when none is named."""
    calendar.stop_clocks(
        agency=objection.agency,
        subject_type=SUBJECT_TYPE,
        subject_id=objection.pk,
        labels=labels or None,
        reason=reason,
        by=by,
        at=at,
    )
