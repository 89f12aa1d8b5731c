"""Exemption with its test, and how an agency has exemptions approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.modules.exemptions.rules import approval, consequence, limits, procedure

_USER = settings.AUTH_USER_MODEL


class Exemption(Case):
    """Information proposed or decided to be exempt (informasi yang dikecualikan), with its consequence test.

    `part` and `documents` name where the information stands and never hold it; officers only see them. The public
    list shows title, letters, laws, period, unit and decree. `decree_on` is the first day of its force, `until` the
    last, `ended_on` the first day on which it is over. `replaces` is the exemption that a new test is about.
    """

    subject_type = consequence.SUBJECT_TYPE

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="exemptions")
    title = models.CharField(max_length=limits.TITLE_MAX)
    background = models.TextField()
    timing = models.CharField(max_length=20, choices=list(consequence.TIMINGS.items()))
    origin_type = models.CharField(max_length=40, blank=True)
    origin_id = models.UUIDField(null=True)
    order_number = models.CharField(max_length=limits.LINE_MAX, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="retests")
    proposed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    part = models.TextField(blank=True)
    documents = models.JSONField(default=list)
    letters = models.JSONField(default=list)
    laws = models.JSONField(default=list)
    result = models.CharField(max_length=10, blank=True, choices=list(consequence.RESULTS.items()))
    if_opened = models.TextField(blank=True)
    if_closed = models.TextField(blank=True)
    public_interest = models.TextField(blank=True)
    public_reason = models.TextField(blank=True)
    until = models.DateField(null=True)
    no_end_reason = models.CharField(max_length=limits.LINE_MAX, blank=True)
    tested_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    tested_at = models.DateTimeField(null=True)
    determined_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    determined_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=80, blank=True)
    # Who has agreed so far, in the order of the chain: stage, user, name, at (ISO).
    agreements = models.JSONField(default=list)
    approved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    decree_number = models.CharField(max_length=100, blank=True)
    decree_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    # Months before the end at which people were reminded.
    reminded = models.JSONField(default=list)

    class Meta:
        """Numbers once, fields in pairs, another person's approval, and the ways in which lists are read."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="exemption_seq_once"),
            models.UniqueConstraint(fields=["agency", "number"], name="exemption_number_once"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(state__in=procedure.WORKING), name="exemption_one_retest_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(
                    decree_on__isnull=True, decree_number="", approved_by__isnull=True, approved_at__isnull=True
                )
                | Q(decree_on__isnull=False, approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(decree_number=""),
                name="exemption_decree_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=procedure.IN_FORCE) | Q(decree_on__isnull=False, ended_on__isnull=True),
                name="exemption_in_force_by_decree",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(tested_by__isnull=False) & ~Q(approved_by=F("tested_by")) & ~Q(approved_by=F("determined_by")),
                name="exemption_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(decree_on__isnull=True) | Q(until__gt=F("decree_on")),
                name="exemption_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(origin_type="", origin_id__isnull=True) | ~Q(origin_type="") & Q(origin_id__isnull=False),
                name="exemption_origin_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "until"]),
            models.Index(fields=["agency", "unit", "state"]),
            models.Index(fields=["agency", "decree_on"]),
            models.Index(fields=["agency", "id"]),
            models.Index(fields=["state", "until"]),
            models.Index(fields=["origin_type", "origin_id"]),
        ]

    @property
    def current(self) -> State:
        """Return the state the exemption is in, with its labels."""
        return procedure.PROCEDURE.state(self.state)


class Arrangement(models.Model):
    """How an agency approves exemptions and when it is reminded (question A15); defaults where there is no row."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(max_length=30, choices=list(approval.CHAIN_LABELS.items()), default=approval.DEFAULT_CHAIN)
    reminder_months = models.JSONField(default=list)

    objects = ScopedManager()

    def __str__(self) -> str:
        return self.chain
