"""Writing down that somebody saw an identity, and telling when somebody sees unusually many."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import AGENCY_ADMIN, AUDITOR
from pendopo.kernel.privacy.models import SubjectRequest
from pendopo.kernel.privacy.queries.periods import arrangement
from pendopo.kernel.privacy.queries.views import many
from pendopo.kernel.privacy.rules import limits
from pendopo.lib.text import gettext_noop

COPY: Final = "privacy.copy"
FILE_VIEW: Final = "documents.view_identity"
_MANY: Final = gettext_noop("%(who)s membuka %(count)s identitas dalam 24 jam terakhir. Periksa alasannya.")


def note_view(*, document: Document, by: Actor) -> None:
    """Write down that an officer opened a file by which somebody proved who they are; nothing for other files."""
    if document.purpose != Purpose.IDENTITY:
        return
    with transaction.atomic():
        record(
            agency=document.agency, action=FILE_VIEW, subject_type=document.subject_type,
            subject_id=document.subject_id, by=by, details={"document": str(document.pk)},
        )  # fmt: skip


def note_copy(case: SubjectRequest, *, by: Actor) -> None:
    """Write down that somebody took the copy of a subject's data, an officer or the subject."""
    with transaction.atomic():
        record(
            agency=case.agency, action=COPY, subject_type=case.about_type, subject_id=case.about_id, by=by,
            details={"request": str(case.pk)},
        )  # fmt: skip


def raise_alarm() -> int:
    """Tell auditors and admins of each agency, once a day per account, who saw unusually many identities; return how many."""
    told = 0
    since = clock.now() - dt.timedelta(hours=limits.VIEWS_HOURS)
    for agency in Agency.objects.filter(is_active=True).order_by("slug"):
        for user, count in many(agency, arrangement(agency).views_bound):
            lines = InboxItem.objects.for_agency(agency).filter(text=_MANY, subject_id=user.pk, created_at__gte=since)
            if lines.exists():
                continue
            told += 1
            notifications.tell(
                agency=agency, roles=[AUDITOR, AGENCY_ADMIN], text=_MANY, params={"who": user.name, "count": count},
                url=f"{reverse('privacy:identity_views', args=[agency.slug])}?akun={user.pk}",
                subject_type="user", subject_id=user.pk, but=user,
            )  # fmt: skip
    return told
