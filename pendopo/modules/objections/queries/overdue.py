"""Objections on which time has run out, or nearly: the superior's silence, windows that ended, reminders."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from pendopo.kernel import clock
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import calendar_book
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules import procedure
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE

# The feast at the end of Ramadan with its joint leave and weekends stays well below this.
LONGEST_REST: Final = dt.timedelta(days=21)


def overdue_replies(*, limit: int) -> list[tuple[Objection, dt.datetime]]:
    """Return objections that the superior left unanswered, with the instant at which the 30 days ended. Two queries."""
    late = Clock.objects.filter(
        subject_type=SUBJECT_TYPE, label=procedure.CLOCK_REPLY, state=ClockState.RUNNING, due_at__lt=clock.now()
    ).order_by("due_at")[:limit]
    due = {found.subject_id: found.due_at for found in late}
    found = Objection.objects.filter(pk__in=due, state=procedure.REGISTERED).select_related("agency", "contact")
    return [(objection, due[objection.pk]) for objection in found.order_by("pk")]


def ended_windows(*, limit: int) -> list[Objection]:
    """Return objections to which nobody responded until the last window for a dispute was over. One query.

    An order that waits to be carried out keeps its objection open.
    """
    mine = Clock.objects.filter(
        subject_type=SUBJECT_TYPE,
        subject_id=OuterRef("pk"),
        label__in=[procedure.CLOCK_DISPUTE, procedure.CLOCK_SILENCE],
    )
    found = Objection.objects.filter(
        Exists(mine),
        ~Exists(mine.filter(due_at__gte=clock.now())),
        Q(execute_by__isnull=True) | Q(executed_at__isnull=False),
        state__in=[procedure.ANSWERED, procedure.UNANSWERED],
    )
    return list(found.select_related("agency", "contact").order_by("pk")[:limit])


def due_next(*, limit: int) -> list[tuple[Objection, dt.date]]:
    """Return objections whose reply is due within the next three working days, each with that date. Three queries."""
    now = clock.now()
    running = Clock.objects.filter(
        subject_type=SUBJECT_TYPE,
        label=procedure.CLOCK_REPLY,
        state=ClockState.RUNNING,
        due_at__gt=now,
        due_at__lt=now + LONGEST_REST,
    )
    book = calendar_book()
    soon: dict[UUID, dt.date] = {}
    for found in running.select_related("agency").order_by("due_at")[:limit]:
        today = clock.today(found.agency.timezone)
        if found.due_on is not None and book.calendar(found.agency).working_days_between(today, found.due_on) in {1, 3}:
            soon[found.subject_id] = found.due_on
    objections = Objection.objects.filter(pk__in=soon).select_related("agency").order_by("pk")
    return [(objection, soon[objection.pk]) for objection in objections]
