"""What is told to whom: lines in the officers' inboxes, in the caller's transaction."""

from __future__ import annotations

from django.urls import reverse

from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import BACK_OFFICE
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.rules.consequence import SUBJECT_TYPE


def tell(exemption: Exemption, text: str, *roles: str, but: User | None = None, **params: str) -> None:
    """Tell the holders of `roles`, of the back office only those in the unit that holds the information.

    `text` is a msgid that may name %(number)s and `params`.
    """
    for role in roles:
        notifications.tell(
            agency=exemption.agency,
            roles=[role],
            unit_id=exemption.unit_id if role == BACK_OFFICE else None,
            text=text,
            params={"number": exemption.number, **params},
            url=reverse("exemptions:detail", args=[exemption.agency.slug, exemption.pk]),
            subject_type=SUBJECT_TYPE,
            subject_id=exemption.pk,
            but=but,
        )
