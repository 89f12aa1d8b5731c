"""Audit entries and the head of each agency's chain."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.audit import rules
from pendopo.kernel.audit.rules import Anchored


class Chain(models.Model):
    """Head of an agency's chain: the last sequence number and its hash; locked while an entry is added."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default=rules.GENESIS)

    def __str__(self) -> str:
        return f"{self.seq} {self.head[:12]}"


class Entry(models.Model):
    """One thing that was done, by whom and when (catatan audit); never changed, never deleted.

    `details` holds no personal data: such values are written with `actions.digested`, so that erasing a person
    leaves the chain whole.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    details = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    objects = ScopedManager()

    class Meta:
        """Sequence per agency, and the ways to one subject's, one action's and one day's entries."""

        constraints = [models.UniqueConstraint(fields=["agency", "seq"], name="audit_seq_once")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["agency", "action", "-seq"]),
            models.Index(fields=["agency", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only; raise TypeError on a second save, because an audit entry is never changed."""
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: an audit entry is never deleted."""
        raise TypeError("An audit entry is never deleted.")

    def text(self) -> str:
        """Return the canonical text that the hash covers."""
        return rules.canonical(
            agency=str(self.agency_id),
            seq=self.seq,
            at=self.at,
            actor=f"{self.user_id or ''}:{self.actor}",
            action=self.action,
            subject=f"{self.subject_type}:{self.subject_id}",
            details=self.details,
        )


class Anchor(models.Model):
    """The head of an agency's chain on one day, signed with a key outside the database and published (jangkar)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    seq = models.BigIntegerField()
    head = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)

    objects = ScopedManager()

    class Meta:
        """One a day."""

        constraints = [models.UniqueConstraint(fields=["agency", "on"], name="audit_anchor_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.seq}"

    @property
    def anchored(self) -> Anchored:
        """Return what it says."""
        return Anchored(self.on, str(self.agency_id), self.seq, self.head, self.signature)
