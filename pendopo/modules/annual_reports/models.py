"""AnnualReport: one report of one agency and year, written from one snapshot."""

from __future__ import annotations

from django.db import models

from pendopo.kernel.reporting.models import Snapshot
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.modules.annual_reports import rules


class AnnualReport(Case):
    """A yearly report of the information service (laporan layanan informasi publik), PerKI 1/2021 Pasal 56.

    `texts` maps the key of a passage (rules.PASSAGES) to what was written; the figures come from `snapshot` alone.
    """

    subject_type = rules.SUBJECT_TYPE

    report_year = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    class Meta:
        """One report a year; published ones are found by year."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "report_year"], name="annual_report_once_a_year"),
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="annual_report_seq_once"),
        ]
        indexes = [models.Index(fields=["agency", "state", "-report_year"])]

    @property
    def current(self) -> State:
        """Return the state the report is in, with its labels."""
        return rules.PROCEDURE.state(self.state)
