"""Messages and inbox lines end too, whatever they were about."""

from __future__ import annotations

import datetime as dt

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.models import InboxItem, MessageState, OutboxMessage
from pendopo.kernel.privacy.actions.mail import forget_mail
from pendopo.kernel.privacy.queries.periods import kept_by
from pendopo.kernel.privacy.rules import limits, periods


def forget_messages(*, limit: int = limits.LIST_MAX) -> int:
    """Delete what was sent or given up, and lines of inboxes, older than the agency keeps identities; return how many."""
    gone = 0
    for agency in Agency.objects.order_by("slug"):
        days = kept_by(agency)[periods.IDENTITY].days
        if days is None:
            continue
        horizon = clock.now() - dt.timedelta(days=days)
        old = OutboxMessage.objects.for_agency(agency).exclude(state=MessageState.QUEUED)
        messages = list(old.filter(created_at__lt=horizon).order_by("id").values_list("pk", flat=True)[:limit])
        OutboxMessage.objects.filter(pk__in=messages).delete()
        forget_mail(messages)
        lines = InboxItem.objects.for_agency(agency).filter(created_at__lt=horizon).order_by("id")
        InboxItem.objects.filter(pk__in=list(lines.values_list("pk", flat=True)[:limit])).delete()
        gone += len(messages)
    return gone
