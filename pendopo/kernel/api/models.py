"""Keys of programs, answers kept for whoever asks again, and addresses that want to hear."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.api import rules
from pendopo.kernel.people.personal import PersonalField, declare, unseal
from pendopo.lib.ids import uuid7

_USER = settings.AUTH_USER_MODEL
SECRET = "api.webhook"  # noqa: S105 - the purpose under which secrets are sealed


class Token(models.Model):
    """A program's key (kunci API) of one agency: shown once, kept as a keyed digest, ended by time or by hand.

    `prefix` is the part that is shown afterwards. `with_children` lets it reach the agencies below its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=rules.NAME_MAX)
    prefix = models.CharField(max_length=rules.PREFIX_LENGTH, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    with_children = models.BooleanField(default=False)
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        """Revoked by somebody at a time; the agency's keys, the newest first."""

        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_token_revoked_whole",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="api_token_expires_later"),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="api_token_newest")]

    def __str__(self) -> str:
        return f"{self.name} ({self.shown})"

    @property
    def shown(self) -> str:
        """Return what may be shown of the key."""
        return f"{rules.TOKEN_WORD}_{self.prefix}_…"

    @property
    def state(self) -> str:
        """Return revoked, expired or active."""
        if self.revoked_at:
            return "revoked"
        return "active" if self.expires_at > clock.now() else "expired"


class KeptAnswer(models.Model):
    """What a call that writes was answered (jawaban tersimpan), so that the same call gets the same answer.

    `key` is the caller's own, `body_digest` tells whether it is the same call. The answer is sealed: it may hold a
    tracking code. `status` 0 stands only inside the transaction that makes it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=rules.KEY_MAX)
    operation = models.CharField(max_length=60)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField(default=b"")
    made_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """A key once for each token; old ones are swept by age."""

        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_answer_once")]
        indexes = [models.Index(fields=["made_at"], name="api_answer_age")]

    def __str__(self) -> str:
        return f"{self.operation} {self.status}"


class Webhook(models.Model):
    """An address of a partner that is told what happens (webhook): which topics, and how far it was told.

    `after_seq` is the last entry of the agency's audit trail that was looked at for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=rules.NAME_MAX)
    url = models.CharField(max_length=rules.URL_MAX)
    topics = models.JSONField(default=list)
    sealed_secret = models.BinaryField()
    after_seq = models.BigIntegerField()
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        """Removed by somebody at a time; the ones that are told."""

        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="api_webhook_removed_whole",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="api_webhook_newest"),
            models.Index(fields=["id"], condition=Q(removed_at__isnull=True), name="api_webhook_told"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> bytes:
        """Return the secret that deliveries are signed with."""
        return bytes.fromhex(unseal(self.sealed_secret, purpose=SECRET))


def days_from_now(days: int) -> dt.datetime:
    """Return the instant so many days from now."""
    return clock.now() + dt.timedelta(days=days)


declare(
    "api.KeptAnswer",
    PersonalField(
        "sealed", "Memberi jawaban yang sama atas panggilan yang diulang", "UU 27/2022 Pasal 20 ayat (2) huruf e", 1
    ),
)
