"""Reminders one working day before something is due: to whoever works on the case, or to the requester."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.rules import BACK_OFFICE, FRONT_OFFICE, PPID
from pendopo.lib.text import gettext_noop
from pendopo.modules.information.actions import messages
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.overdue import due_next
from pendopo.modules.information.rules import limits, procedure
from pendopo.modules.information.rules.request import SUBJECT_TYPE
from pendopo.ui.formats import medium_date

REMINDER = gettext_noop("Tenggat %(number)s jatuh pada hari kerja berikutnya, %(due)s.")


def remind_before_due() -> int:
    """Remind of every deadline that falls on the next working day, once for each date; return how many were told."""
    told = 0
    for some in due_next(at_once=limits.REMINDED_AT_ONCE):
        before = _reminded([inquiry.pk for inquiry, _due in some])
        for inquiry, due in some:
            remind = _remind_requester if due.label == procedure.CLOCK_FIX else _remind_officers
            with transaction.atomic(), translation.override("id"):
                told += remind(inquiry, due, cast(dt.date, due.due_on), before.get(inquiry.pk, frozenset()))
    return told


def _reminded(ids: Sequence[UUID]) -> Mapping[UUID, Collection[str]]:
    """Return of which dates the officers were reminded, and what was written to the requester, by case. Two queries."""
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    lines = InboxItem.objects.filter(subject_type=SUBJECT_TYPE, subject_id__in=ids, text=REMINDER)
    for subject_id, params in lines.values_list("subject_id", "params"):
        found[cast(UUID, subject_id)].add(params.get("due", ""))
    mails = OutboxMessage.objects.filter(subject_type=SUBJECT_TYPE, subject_id__in=ids)
    for subject_id, subject in mails.values_list("subject_id", "subject"):
        found[subject_id].add(subject)
    return found


def _remind_officers(inquiry: Inquiry, due: Clock, due_on: dt.date, before: Collection[str]) -> int:
    params: dict[str, str | int] = {"number": inquiry.number, "due": due_on.isoformat()}
    if params["due"] in before:
        return 0
    desk = due.label == procedure.CLOCK_CHECK or inquiry.unit_id is None
    return notifications.tell(
        agency=inquiry.agency,
        users=[inquiry.assignee] if inquiry.assignee is not None else [],
        roles=(FRONT_OFFICE, PPID) if desk else () if inquiry.assignee is not None else (BACK_OFFICE,),
        unit_id=None if desk else inquiry.unit_id,
        text=REMINDER,
        params=params,
        url=messages.page_of(inquiry),
        subject_type=SUBJECT_TYPE,
        subject_id=inquiry.pk,
    )


def _remind_requester(inquiry: Inquiry, _due: Clock, due_on: dt.date, before: Collection[str]) -> int:
    subject = _("Lengkapi permohonan %(number)s paling lambat %(due)s") % {
        "number": inquiry.number,
        "due": medium_date(due_on),
    }
    if not inquiry.contact.email or subject in before:
        return 0
    lines = [
        _(
            "Batas waktu melengkapi permohonan Anda tinggal satu hari kerja. Sesudah itu permohonan tidak dapat diproses."
        )
    ]
    with messages.to_requester():
        messages.write_to_requester(inquiry, subject=subject, lines=lines)
    return 1
