"""Delivering to webhooks: signed, by https, never to one's own network, no redirects; given up after about a day."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse

from pendopo import __version__
from pendopo.kernel import clock
from pendopo.kernel.api import rules
from pendopo.kernel.api.models import Webhook
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.notifications.channels import Channel, Undelivered
from pendopo.kernel.notifications.models import WEBHOOK, InboxItem, OutboxMessage
from pendopo.kernel.people.rules import AGENCY_ADMIN
from pendopo.lib.probing import post
from pendopo.lib.text import gettext_noop as _

GIVEN_UP: Final = _("Webhook %(name)s tidak dapat dihubungi selama sehari; ada kiriman yang dihentikan.")


def send(message: OutboxMessage) -> None:
    """Send one delivery; raise Undelivered with what was answered."""
    hook = Webhook.objects.filter(pk=message.subject_id, removed_at__isnull=True).first()
    if hook is None:
        raise Undelivered("The webhook was removed.")
    body, now = message.body.encode(), int(clock.now().timestamp())
    signed = rules.signature(hook.secret, message=str(message.pk), timestamp=now, body=body)
    found = post(
        message.recipient,
        body,
        headers={
            "Content-Type": "application/json",
            "Webhook-Id": str(message.pk),
            "Webhook-Timestamp": str(now),
            "Webhook-Signature": signed,
        },
        user_agent=f"Pendopo/{__version__} (webhook)",
        seconds=rules.SECONDS_TO_ANSWER,
        allow_private=settings.PENDOPO_PROBE_LOOPBACK,
    )
    if not found.ok:
        raise Undelivered(f"{found.reason} {found.status or ''}".strip())


def given_up(message: OutboxMessage) -> None:
    """Tell the agency's admins that a delivery ended; a second line comes only after the first was read."""
    hook = Webhook.objects.select_related("agency").get(pk=message.subject_id)
    url = reverse("programs:webhook", args=[hook.agency.slug, hook.pk])
    if InboxItem.objects.for_agency(hook.agency).filter(text=GIVEN_UP, url=url, read_at__isnull=True).exists():
        return
    tell(agency=hook.agency, roles=[AGENCY_ADMIN], text=GIVEN_UP, params={"name": hook.name}, url=url)


CHANNEL: Final = Channel(WEBHOOK, send, given_up)
