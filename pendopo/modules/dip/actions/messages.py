"""What is told to whom: lines in the officers' inboxes, in the caller's transaction."""

from __future__ import annotations

from django.urls import reverse

from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import BACK_OFFICE
from pendopo.modules.dip.models import Entry
from pendopo.modules.dip.rules.kinds import SUBJECT_TYPE


def tell(entry: Entry, text: str, *roles: str, but: User | None = None) -> None:
    """Tell the holders of `roles`, of the back office only those in the unit that writes the entry.

    `text` is a msgid that may name %(number)s. An entry of no unit concerns no back office.
    """
    for role in roles:
        if role == BACK_OFFICE and entry.unit_id is None:
            continue
        notifications.tell(
            agency=entry.agency,
            roles=[role],
            unit_id=entry.unit_id if role == BACK_OFFICE else None,
            text=text,
            params={"number": entry.number},
            url=reverse("dip:detail", args=[entry.agency.slug, entry.pk]),
            subject_type=SUBJECT_TYPE,
            subject_id=entry.pk,
            but=but,
        )
