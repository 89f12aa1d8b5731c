"""Screens at counters, and batches of questionnaires on paper."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.services.models import Service
from pendopo.lib.ids import uuid7
from pendopo.modules.satisfaction.models.answers import Answer
from pendopo.modules.satisfaction.models.surveys import Survey
from pendopo.modules.satisfaction.rules import collecting, limits

_USER = settings.AUTH_USER_MODEL


class Kiosk(models.Model):
    """A screen at a counter (layar loket) on which visitors answer; it can only send answers.

    Without `service` the visitor chooses. An officer makes a code (`code_digest`, good until `code_until`); the device
    that types it gets a secret of its own, of which only a digest is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="kiosks")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=limits.NAME_MAX)
    layout = models.CharField(max_length=10, default="single", choices=[(key, key) for key in collecting.LAYOUTS])
    code_digest = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True)
    secret_digest = models.CharField(max_length=64, blank=True, default="")
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    paired_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """Found by code and by secret; one of each."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_digest"], condition=~Q(code_digest=""), name="satisfaction_kiosk_code"
            ),
            models.UniqueConstraint(
                fields=["secret_digest"], condition=~Q(secret_digest=""), name="satisfaction_kiosk_secret"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """Return revoked, paired or waiting."""
        return "revoked" if self.revoked_at else "paired" if self.paired_at else "waiting"


class PaperBatch(models.Model):
    """A bundle of questionnaires on paper with its control number (berkas kuesioner), typed in by an operator.

    `number` counts within the survey; `sheets` is how many lie in the bundle.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="batches")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """Numbers are taken once in a survey."""

        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="satisfaction_batch_once"),
            models.CheckConstraint(
                condition=Q(sheets__gte=1, sheets__lte=limits.SHEETS_MAX), name="satisfaction_batch_sheets"
            ),
        ]

    def __str__(self) -> str:
        return self.control_number

    @property
    def control_number(self) -> str:
        """Return what is written on the bundle."""
        return f"K-{self.number:03d}"


class PaperSheet(models.Model):
    """One sheet of a bundle as it was typed in, and for those drawn a second time by another pass.

    `answer` is what counts now. `second` holds marks and traits of the second pass; a sheet is settled when both agree
    or a person has decided which one is right.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="typed")
    position = models.PositiveIntegerField()
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    typed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    second = models.JSONField(default=dict)
    checked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """Each place in a bundle once; who and when stand together."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="satisfaction_sheet_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_by__isnull": True, f"{verb}_at__isnull": True})
                    | Q(**{f"{verb}_by__isnull": False, f"{verb}_at__isnull": False}),
                    name=f"satisfaction_sheet_{verb}",
                )
                for verb in ("checked", "settled")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"

    @property
    def differs(self) -> bool:
        """Return whether the second pass found something else that nobody has settled yet."""
        return self.checked_at is not None and self.settled_at is None
