"""Cases in which the law decides because nobody acted in time."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import calendar_book
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.request import SUBJECT_TYPE

# The feast at the end of Ramadan with its joint leave and weekends stays well below this.
LONGEST_REST: Final = dt.timedelta(days=21)


def _overdue(label: str, state: str, limit: int, **agencies: str) -> list[tuple[Inquiry, dt.datetime]]:
    late = Clock.objects.filter(
        subject_type=SUBJECT_TYPE, label=label, state=ClockState.RUNNING, due_at__lt=clock.now(), **agencies
    ).order_by("due_at")[:limit]
    due = {found.subject_id: found.due_at for found in late}
    inquiries = Inquiry.objects.filter(pk__in=due, state=state).select_related("agency", "contact")
    return [(inquiry, due[inquiry.pk]) for inquiry in inquiries]


def overdue_checks(*, limit: int) -> list[tuple[Inquiry, dt.datetime]]:
    """Return inquiries whose completeness check was missed, with the instant it was due. Two queries.

    Only of agencies where a missed check counts as made (question A2).
    """
    return _overdue(procedure.CLOCK_CHECK, procedure.REGISTERED, limit, agency__missed_check="complete")


def overdue_repairs(*, limit: int) -> list[tuple[Inquiry, dt.datetime]]:
    """Return inquiries that were not completed in time, with the instant it was due. Two queries.

    Only of agencies where such a request is closed by itself (question A2).
    """
    return _overdue(procedure.CLOCK_FIX, procedure.AWAITING_REPAIR, limit, agency__missed_repair="close")


def due_next(*, limit: int) -> list[tuple[Inquiry, Clock]]:
    """Return inquiries with a deadline on the next working day of their agency, each with its clock. Four queries."""
    now = clock.now()
    running = Clock.objects.filter(
        subject_type=SUBJECT_TYPE,
        label__in=[procedure.CLOCK_CHECK, procedure.CLOCK_FIX, procedure.CLOCK_RECEIPT, procedure.CLOCK_COMPLETE],
        state=ClockState.RUNNING,
        due_at__gt=now,
        due_at__lt=now + LONGEST_REST,
    )
    book = calendar_book()
    soon: dict[UUID, Clock] = {}
    for found in running.select_related("agency").order_by("-due_at")[:limit]:
        today = clock.today(found.agency.timezone)
        if found.due_on is not None and book.calendar(found.agency).working_days_between(today, found.due_on) == 1:
            soon[found.subject_id] = found
    inquiries = Inquiry.objects.filter(pk__in=soon).select_related("agency", "contact", "assignee").order_by("pk")
    return [(inquiry, soon[inquiry.pk]) for inquiry in inquiries]
