"""Cases in which the law decides because nobody acted in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
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


def due_next(*, at_once: int) -> Iterator[list[tuple[Inquiry, Clock]]]:
    """Yield inquiries with a deadline on the next working day of their agency, each with its first clock.

    All of them, `at_once` in a list, in the order in which they are due: what is looked through is bounded by
    LONGEST_REST and read without the cases. Three queries, and two for each list.
    """
    found = _due_next()
    for some in (found[start : start + at_once] for start in range(0, len(found), at_once)):
        clocks = {each.subject_id: each for each in Clock.objects.filter(pk__in=some, state=ClockState.RUNNING)}
        inquiries = Inquiry.objects.filter(pk__in=clocks).select_related("agency", "contact", "assignee").order_by("pk")
        yield [(inquiry, clocks[inquiry.pk]) for inquiry in inquiries]


def _due_next() -> list[UUID]:
    """Return the keys of the clocks, of each case the one that is due first."""
    now = clock.now()
    running = Clock.objects.filter(
        subject_type=SUBJECT_TYPE,
        label__in=[procedure.CLOCK_CHECK, procedure.CLOCK_FIX, procedure.CLOCK_RECEIPT, procedure.CLOCK_COMPLETE],
        state=ClockState.RUNNING,
        due_at__gt=now,
        due_at__lt=now + LONGEST_REST,
    )
    agencies, book = Agency.objects.in_bulk(), calendar_book()
    soon: dict[UUID, UUID] = {}
    rows = running.order_by("due_at", "pk").values_list("pk", "subject_id", "agency", "due_on")
    for pk, subject_id, agency_id, due_on in rows.iterator(chunk_size=2000):
        agency = agencies[agency_id]
        today = clock.today(agency.timezone)
        if due_on is not None and book.calendar(agency).working_days_between(today, due_on) == 1:
            soon.setdefault(subject_id, pk)
    return list(soon.values())
