"""Reads of inbox, outbox and delivery log."""

from __future__ import annotations

from django.db.models import QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications import rules
from pendopo.kernel.notifications.models import EMAIL, InboxItem, MessageState, OutboxMessage
from pendopo.kernel.people.models import User

PAGE_SIZE = 50


def inbox_of(agency: Agency, user: User) -> QuerySet[InboxItem]:
    """Return the officer's inbox in this agency, newest first."""
    found: QuerySet[InboxItem] = InboxItem.objects.for_agency(agency)
    return found.filter(user=user).order_by("-id")


def unread_count(agency: Agency, user: User, *, limit: int = 100) -> int:
    """Return how many unread lines the inbox holds, counted up to `limit`. One query."""
    return inbox_of(agency, user).filter(read_at__isnull=True).order_by()[:limit].count()


def delivery_log(agency: Agency, *, state: str = "") -> QuerySet[OutboxMessage]:
    """Return the agency's mails, newest first, of one state or of all; bodies are not loaded."""
    found: QuerySet[OutboxMessage] = OutboxMessage.objects.for_agency(agency).filter(channel=EMAIL)
    if state:
        found = found.filter(state=state)
    return found.defer("body").order_by("-id")


def stale_messages(agency: Agency | None = None) -> QuerySet[OutboxMessage]:
    """Return mails still unsent 10 minutes after they were written, oldest first: something is wrong with mail."""
    late = clock.now() - rules.STALE_AFTER
    found: QuerySet[OutboxMessage] = (
        OutboxMessage.objects.all() if agency is None else OutboxMessage.objects.for_agency(agency)
    )
    return found.filter(state=MessageState.QUEUED, channel=EMAIL, created_at__lt=late).order_by("created_at")
