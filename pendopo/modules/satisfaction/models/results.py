"""Results of earlier periods, what is done about a result, and the report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.documents.models import Document
from pendopo.lib.ids import uuid7
from pendopo.modules.satisfaction.models.surveys import Instrument, Survey
from pendopo.modules.satisfaction.models.voices import Voice
from pendopo.modules.satisfaction.rules import index, limits

_USER = settings.AUTH_USER_MODEL


class PastResult(models.Model):
    """The result of a period of which no answers are here (hasil survei terdahulu): for the trend only.

    `sums` are sums of values per element, none when the report names only the index. `method` repeats how that report
    was computed (`rules.index.METHODS`); `published_index` is the value it printed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=8)
    ends_on = models.DateField()
    n = models.PositiveIntegerField(null=True)
    sums = models.JSONField(default=dict)
    method = models.CharField(max_length=20, default=index.EXACT.key, choices=[(key, key) for key in index.METHODS])
    published_index = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(max_length=limits.NAME_MAX)

    objects = ScopedManager()

    class Meta:
        """One result of a unit, period and instrument."""

        ordering = ["ends_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "unit", "period", "instrument"], name="satisfaction_past_once_of_a_unit"
            ),
            models.UniqueConstraint(
                fields=["agency", "period", "instrument"],
                condition=Q(unit__isnull=True),
                name="satisfaction_past_once_of_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.published_index}"


class FollowUp(models.Model):
    """One line of the follow-up plan (rencana tindak lanjut): what is done about an element, when and by whom.

    `quarters` are Q1–Q4 of `year`. Done when `done_on` stands; `proof` shows it. `voice` is the comment it answers, if one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="follow_ups")
    element = models.CharField(max_length=40)
    programme = models.CharField(max_length=limits.REASON_MAX)
    year = models.PositiveSmallIntegerField()
    quarters = models.JSONField(default=list)
    due_on = models.DateField()
    owner = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.SET_NULL, null=True, related_name="follow_ups")
    done_on = models.DateField(null=True)
    done_note = models.CharField(max_length=limits.REASON_MAX, blank=True, default="")
    proof = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    reminded_on = models.DateField(null=True)

    objects = ScopedManager()

    class Meta:
        """By survey, and what is due in an agency."""

        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["agency", "due_on"],
                condition=Q(done_on__isnull=True, cancelled_at__isnull=True),
                name="satisfaction_follow_up_due",
            )
        ]

    def __str__(self) -> str:
        return self.programme


class Report(models.Model):
    """A report of a survey (laporan SKM), written from figures frozen at `frozen_at`; another freezing is another row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="reports")
    figures = models.JSONField()
    texts = models.JSONField(default=dict)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        """The newest first."""

        ordering = ["-frozen_at"]
        indexes = [models.Index(fields=["survey", "-frozen_at"], name="satisfaction_report_newest")]

    def __str__(self) -> str:
        return f"{self.frozen_at}"
