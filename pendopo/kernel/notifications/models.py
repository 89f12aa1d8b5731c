"""Outbox and its attempts, the officers' inbox, and when each periodic job is due."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.notifications import rules
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.lib.ids import uuid7
from pendopo.ui.formats import medium_date

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class MessageState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", gettext_lazy("Menunggu dikirim")
    SENT = "sent", gettext_lazy("Terkirim")
    FAILED = "failed", gettext_lazy("Gagal")


EMAIL: Final = "email"
WEBHOOK: Final = "webhook"
CHANNELS: Final = [(EMAIL, gettext_lazy("Surel")), (WEBHOOK, gettext_lazy("Webhook"))]


class OutboxMessage(models.Model):
    """A message to be sent (surel keluar), written in the transaction of what it tells about.

    `id` is also the Message-ID, so that a mail system can drop what a crash made us send twice. While a worker sends
    it, `next_try_at` lies in the future and keeps the others away.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20, default=EMAIL, choices=CHANNELS)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=rules.MAX_SUBJECT)
    body = models.TextField()
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = ScopedManager()

    class Meta:
        """Indexes for the worker and for the case's page; sent means sent at a time."""

        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="outbox_due"),
            models.Index(fields=["subject_type", "subject_id"], name="outbox_subject"),
            models.Index(fields=["agency", "state", "id"], name="outbox_agency_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
                name="outbox_sent_with_time",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def masked_recipient(self) -> str:
        """Return the recipient's address, recognisable by its owner only; where a program listens is no secret."""
        return rules.mask_address(self.recipient) if self.channel == EMAIL else self.recipient


class DeliveryAttempt(models.Model):
    """One try to deliver a message (catatan pengiriman); never changed."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    ok = models.BooleanField()
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        """In the order of the tries."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.message_id}: {'ok' if self.ok else self.detail}"


def _written(value: object) -> object:
    return medium_date(dt.date.fromisoformat(value)) if isinstance(value, str) and _DAY.fullmatch(value) else value


class InboxItem(models.Model):
    """A line in an officer's inbox (kotak masuk).

    `text` is a translatable sentence with named places for `params`, so that each officer reads it in their language;
    a day among `params` is kept in ISO form.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox")
    text = models.CharField(max_length=300)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        """Newest first; unread ones are counted on every page."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["agency", "user", "-id"], name="inbox_newest"),
            models.Index(fields=["agency", "user"], condition=Q(read_at__isnull=True), name="inbox_unread"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Return the text in the reader's language with its places filled; a day in ISO form is written out."""
        if not self.params:
            return _(self.text)
        return _(self.text) % {name: _written(value) for name, value in self.params.items()}


class PeriodicRun(models.Model):
    """When a periodic job is due, so that of several workers exactly one runs it; belongs to the installation."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


_LAW = "UU 14/2008 Pasal 22 ayat (7)"
declare(
    "notifications.OutboxMessage",
    PersonalField("recipient", "Mengirim pemberitahuan kepada pemohon", _LAW, 365),
    PersonalField("subject", "Mengirim pemberitahuan kepada pemohon", _LAW, 365),
    PersonalField("body", "Mengirim pemberitahuan kepada pemohon", _LAW, 365),
    PersonalField("last_error", "Mencari sebab surel tidak sampai", _LAW, 365),
)
declare(
    "notifications.DeliveryAttempt",
    PersonalField("detail", "Mencari sebab surel tidak sampai", _LAW, 365),
)
declare(
    "notifications.InboxItem",
    PersonalField("params", "Memberi tahu petugas dengan nomor perkara", _LAW, 365),
)
