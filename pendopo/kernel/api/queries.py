"""Reads of keys, of what agencies they reach, and of webhooks with their deliveries."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import rules
from pendopo.kernel.api.models import Token, Webhook
from pendopo.kernel.notifications.models import WEBHOOK, OutboxMessage
from pendopo.kernel.people.personal import digest


def digest_of(text: str) -> str:
    """Return what is kept of a key."""
    return digest(text, purpose="api-token")


def token_by(text: str) -> Token | None:
    """Return the key that was sent, whatever its state, with its agency; None for an unknown one. One query."""
    if rules.prefix_of(text) is None:
        return None
    return Token.objects.filter(digest=digest_of(text)).select_related("agency").first()


def tokens_of(agency: Agency) -> QuerySet[Token]:
    """Return the agency's keys, the newest first; the caller pages."""
    return Token.objects.for_agency(agency).select_related("made_by", "revoked_by").order_by("-id")


def reaches(token: Token, agency: Agency) -> bool:
    """Return whether the key is the agency's own, or of an agency above it that was given for its children too.

    One query at most.
    """
    if token.agency_id == agency.pk:
        return True
    if not token.with_children or agency.parent_id is None:
        return False
    steps = ["__".join(["parent"] * depth) for depth in range(1, rules.LEVELS + 1)]
    above = Agency.objects.filter(pk=agency.pk).values_list(*steps).first() or ()
    return token.agency_id in above


def webhooks_of(agency: Agency) -> QuerySet[Webhook]:
    """Return the agency's webhooks that are told, the newest first."""
    found = Webhook.objects.for_agency(agency).filter(removed_at__isnull=True)
    return found.select_related("made_by").order_by("-id")


def webhook_for(agency: Agency, pk: UUID) -> Webhook | None:
    """Return one webhook of the agency that is told, or None. One query."""
    return webhooks_of(agency).filter(pk=pk).first()


def deliveries_of(hook: Webhook, before: UUID | None = None) -> QuerySet[OutboxMessage]:
    """Return what was sent to a webhook, the newest first, with each try; the caller bounds it."""
    found = OutboxMessage.objects.for_agency(hook.agency).filter(
        channel=WEBHOOK, subject_type=rules.SUBJECT_TYPE, subject_id=hook.pk
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.prefetch_related("log").order_by("-id")


def delivery_for(hook: Webhook, pk: UUID) -> OutboxMessage | None:
    """Return one delivery of a webhook, or None. One query."""
    found = OutboxMessage.objects.for_agency(hook.agency).filter(channel=WEBHOOK, subject_id=hook.pk, pk=pk)
    return found.select_related("agency").first()


def has_children(agency: Agency) -> bool:
    """Return whether agencies stand below this one. One query."""
    return agency.children.filter(is_active=True).exists()
