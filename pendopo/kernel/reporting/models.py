"""Snapshots: the facts behind a report as they stood at its cut-off, kept for ever."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.lib.ids import uuid7


class Snapshot(models.Model):
    """The frozen figures of a report (rekaman laporan): period, cut-off, rule versions, values, digest of the facts.

    `values` maps source → key of figure → value as text; `versions` and `digests` map source → text.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.CharField(max_length=40)
    start_on = models.DateField()
    end_on = models.DateField()
    cut_off_at = models.DateTimeField()
    versions = models.JSONField()
    values = models.JSONField()
    digests = models.JSONField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """The newest of a report first; nothing ends before it starts."""

        indexes = [models.Index(fields=["agency", "report", "-taken_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_on__gte=models.F("start_on")), name="snapshot_period_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.start_on.isoformat()}–{self.end_on.isoformat()}"

    def value(self, source: str, key: str) -> str | None:
        """Return a figure's value as text; None when nothing was measured or the source was not installed."""
        found: str | None = self.values.get(source, {}).get(key)
        return found


class SnapshotRow(models.Model):
    """One case in a snapshot. `marks` is written |a|b|, so that one figure's rows are found in the database."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="rows")
    source = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    number = models.CharField(max_length=80)
    on = models.DateField()
    marks = models.TextField()
    measures = models.JSONField(default=dict)

    objects = ScopedManager()

    class Meta:
        """A case stands once in a snapshot; a snapshot's rows are read by source in order."""

        constraints = [
            models.UniqueConstraint(fields=["snapshot", "source", "subject_id"], name="snapshot_case_once"),
        ]
        indexes = [models.Index(fields=["snapshot", "source", "id"])]

    def __str__(self) -> str:
        return self.number
