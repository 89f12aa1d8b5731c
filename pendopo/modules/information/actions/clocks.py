"""The clocks of an inquiry: which one starts, stops or is extended by which step.

Question A1: the notice is due 10 working days from receipt, and from completeness; both run, officers see the earlier.
"""

from __future__ import annotations

import datetime as dt

from pendopo.kernel.calendar import actions as calendar
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.people.actors import Actor
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.request import SUBJECT_TYPE

# Which rule each clock of an inquiry runs by.
RULES = {
    procedure.CLOCK_CHECK: "completeness_check",
    procedure.CLOCK_FIX: "completeness_fix",
    procedure.CLOCK_RECEIPT: "notice",
    procedure.CLOCK_COMPLETE: "notice",
    procedure.CLOCK_OBJECTION: "objection_window",
    procedure.CLOCK_DELIVERED: "objection_window",
}
NOTICE_CLOCKS = (procedure.CLOCK_RECEIPT, procedure.CLOCK_COMPLETE)
_ANSWERING = (procedure.CLOCK_CHECK, procedure.CLOCK_FIX, *NOTICE_CLOCKS)
# What the agency itself declares, decides or hands over did not reach it after hours: its local date is T0, whatever the
# hour (question A5 is about receipt).
_OWN_ACTS = frozenset({procedure.CLOCK_COMPLETE, *procedure.OBJECTION_CLOCKS})


def running(inquiry: Inquiry, *labels: str) -> list[Clock]:
    """Return the inquiry's running or paused clocks with these labels, all when none is named."""
    clocks = Clock.objects.for_agency(inquiry.agency).filter(subject_type=SUBJECT_TYPE, subject_id=inquiry.pk)
    clocks = clocks.exclude(state=ClockState.STOPPED)
    return list(clocks.filter(label__in=labels) if labels else clocks)


def start(inquiry: Inquiry, moments: dict[str, dt.datetime], *, by: Actor) -> list[Clock]:
    """Start clocks by the request's regime: label → the instant that triggers it."""
    return calendar.start_clocks(
        agency=inquiry.agency,
        starts=[
            calendar.ClockStart(
                subject_type=SUBJECT_TYPE,
                subject_id=inquiry.pk,
                rule=inquiry.period(RULES[label]).code,
                label=label,
                start_at=moment,
                start_on=moment.astimezone(inquiry.agency.zone).date() if label in _OWN_ACTS else None,
                rules_on=inquiry.begun_on,
            )
            for label, moment in moments.items()
        ],
        by=by,
    )


def stop(inquiry: Inquiry, *labels: str, reason: str, by: Actor) -> None:
    """Stop the open clocks with these labels, all when none is named."""
    calendar.stop_clocks(
        agency=inquiry.agency,
        subject_type=SUBJECT_TYPE,
        subject_id=inquiry.pk,
        labels=labels or None,
        reason=reason,
        by=by,
    )


def restart_notice(inquiry: Inquiry, *, reason: str, by: Actor) -> None:
    """Let the notice's open clocks end and start again from the same events, by the regime that holds now."""
    replaced = running(inquiry, *NOTICE_CLOCKS)
    moments = {found.label: found.start_at for found in replaced}
    stop(inquiry, *moments, reason=reason, by=by)
    ended = Clock.objects.for_agency(inquiry.agency).filter(pk__in=[found.pk for found in replaced])
    ended.update(label=procedure.CLOCK_REPLACED)
    start(inquiry, moments, by=by)


def stop_answering(inquiry: Inquiry, *, reason: str, by: Actor) -> None:
    """Stop everything that waits for the agency or the requester before the answer."""
    stop(inquiry, *_ANSWERING, reason=reason, by=by)
