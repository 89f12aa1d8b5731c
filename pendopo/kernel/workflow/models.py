"""Cases and their moves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.lib.ids import uuid7


class Case(models.Model):
    """Base of everything that follows a procedure (perkara): its agency, number and state.

    `subject_type` names the kind in moves, clocks, documents and audit entries.
    """

    subject_type: str

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    procedure_version = models.CharField(max_length=20)
    state = models.CharField(max_length=30)
    state_since_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """Shared by the tables of all cases."""

        abstract = True

    def __str__(self) -> str:
        return self.number


class Move(models.Model):
    """One step taken in a case (langkah): what the timeline shows and conformance is measured from.

    `public_note` is shown to the citizen; `note` is not.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    step = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    public_note = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    objects = ScopedManager()

    class Meta:
        """The way to one case's moves, and to one agency's by time."""

        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["agency", "step", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.from_state} → {self.to_state}"


_STEPS = "Mencatat jalannya perkara"
declare(
    "workflow.Move",
    *(
        PersonalField(field, _STEPS, "UU 14/2008 Pasal 22; UU 27/2022 Pasal 31", None, erase="words")
        for field in ("note", "public_note", "details")
    ),
)
