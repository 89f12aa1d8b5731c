"""An agency's keys and webhooks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.journeys.page import SETUP, Page, error
from tests.journeys.town import FULL

_API = f"{SETUP}api/"


def _webhook(_town: Any) -> str:
    """Return the page of a webhook with one delivery that failed, made at the first call."""
    from pendopo.kernel import clock
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.api.actions import ping, register_webhook
    from pendopo.kernel.api.models import Webhook
    from pendopo.kernel.notifications.models import OutboxMessage
    from pendopo.kernel.people.actors import staff
    from pendopo.kernel.people.models import User

    agency = Agency.objects.get(slug=FULL)
    hook = Webhook.objects.filter(agency=agency).first()
    if hook is None:
        admin = staff(User.objects.get(username="admin"), agency)
        hook, _secret = register_webhook(
            agency=agency, name="Kanal aduan", url="https://kanal.example/terima", topics=["request.received"], by=admin
        )
        message = ping(hook=hook, by=admin)
        message.log.create(at=clock.now(), ok=False, detail="Undelivered: unknown_host")
        OutboxMessage.objects.filter(pk=message.pk).update(state="failed", attempts=8, last_error="unknown_host")
    return reverse("programs:webhook", args=[FULL, hook.pk])


PROGRAMS: tuple[Page, ...] = (
    Page("programs:keys", "full", _API, "admin"),
    Page("programs:keys", "empty", "/sepi/meja/pengaturan/api/", "sepi"),
    Page("programs:make_key", "empty", f"{_API}kunci/baru/", "admin"),
    error("programs:make_key", f"{_API}kunci/baru/", "Buat kunci", "admin"),
    Page("programs:register_webhook", "empty", f"{_API}webhook/baru/", "admin"),
    error("programs:register_webhook", f"{_API}webhook/baru/", "Tambah webhook", "admin"),
    Page("programs:webhook", "full", _webhook, "admin"),
)
