"""What the law's silence demands: 30 working days without answer, 14 without response; and reminders before."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import translation

from pendopo.kernel import clock
from pendopo.kernel.calendar.queries import calendar_book
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.people.rules import SUPERIOR
from pendopo.kernel.workflow.actions import advance, lock, settle_each
from pendopo.lib.text import gettext_noop
from pendopo.modules.objections.actions import clocks, messages
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.queries.overdue import due_next, ended_windows, overdue_replies
from pendopo.modules.objections.rules import procedure, stops
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE
from pendopo.modules.objections.rules.procedure import PROCEDURE

REMINDER = gettext_noop("Tanggapan atas keberatan %(number)s jatuh tempo %(due)s.")


def mark_unanswered(*, limit: int = 100) -> int:
    """Mark objections that the superior left unanswered, in every agency; return how many.

    The requester's 14 working days for a dispute run from the end of the 30, not from the moment of this job.
    """
    return settle_each(partial(_mark, objection, due_at) for objection, due_at in overdue_replies(limit=limit))


def _mark(objection: Objection, due_at: dt.datetime) -> None:
    with transaction.atomic():
        case = lock(objection)
        advance(case, PROCEDURE, "mark_unanswered", by=SYSTEM, details={"due_at": due_at.isoformat()})
        clocks.stop(case, procedure.CLOCK_REPLY, reason=stops.UNANSWERED, by=SYSTEM, at=due_at)
        clocks.open_window(case, procedure.CLOCK_SILENCE, due_at, by=SYSTEM)
        messages.tell(case, gettext_noop("Keberatan %(number)s tidak dijawab sampai batas waktu."))
        messages.write_to_requester(
            case,
            gettext_noop("Keberatan %(number)s tidak dijawab sampai batas waktu"),
            gettext_noop("Atasan PPID tidak memberi tanggapan sampai batas waktu. Kami mohon maaf."),
            gettext_noop("Anda dapat mengajukan sengketa kepada Komisi Informasi. Tanggalnya ada di halaman lacak."),
        )


def close_ended(*, limit: int = 200) -> int:
    """Close objections to which nobody responded until the window for a dispute was over; return how many."""
    return settle_each(partial(_close, objection) for objection in ended_windows(limit=limit))


def _close(objection: Objection) -> None:
    with transaction.atomic():
        case = lock(objection)
        advance(case, PROCEDURE, "close", by=SYSTEM, changes={"closed_at": clock.now()})
        clocks.stop(case, reason=stops.WINDOW_OVER, by=SYSTEM)


def remind_before_due(*, limit: int = 500) -> int:
    """Remind the superior three working days and one before a reply is due, once each; return how many were told."""
    told, book = 0, calendar_book()
    for objection, due_on in due_next(limit=limit):
        day, calendar = clock.today(objection.agency.timezone), book.calendar(objection.agency)
        # On days off as many working days are left as on the last working day, when it was said.
        while not calendar.is_working(day):
            day -= dt.timedelta(days=1)
        start = dt.datetime.combine(day, dt.time(), tzinfo=objection.agency.zone)
        before = InboxItem.objects.for_agency(objection.agency).filter(
            subject_type=SUBJECT_TYPE, subject_id=objection.pk, text=REMINDER, created_at__gte=start
        )
        with transaction.atomic(), translation.override("id"):
            if not before.exists():
                told += messages.tell(objection, REMINDER, roles=(SUPERIOR,), due=due_on.isoformat())
    return told
