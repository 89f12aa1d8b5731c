"""Dispute and its sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.lib.ids import uuid7
from pendopo.modules.disputes import rules
from pendopo.modules.disputes.rules import limits


class Dispute(Case):
    """A dispute at the Komisi Informasi, followed (sengketa informasi publik), UU 14/2008 Pasal 37–50.

    `objection_id` names the objection in its own module; numbers and subject are kept as they were, for the register.
    Days are those on which the thing happened at the Komisi Informasi or in court, not those on which it was recorded.
    """

    subject_type = rules.SUBJECT_TYPE

    objection_id = models.UUIDField()
    objection_number = models.CharField(max_length=80)
    inquiry_number = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=200)
    grounds = models.CharField(max_length=7)
    commission = models.CharField(max_length=limits.LINE_MAX)
    petitioned_on = models.DateField()
    register_number = models.CharField(max_length=limits.NUMBER_MAX, blank=True)
    registered_on = models.DateField(null=True)
    agreed_on = models.DateField(null=True)
    test_ordered_until = models.DateField(null=True)
    decision_number = models.CharField(max_length=limits.NUMBER_MAX, blank=True)
    decided_on = models.DateField(null=True)
    decision_received_on = models.DateField(null=True)
    result = models.CharField(max_length=10, blank=True, choices=list(rules.RESULTS.items()))
    court = models.CharField(max_length=10, blank=True, choices=list(rules.COURTS.items()))
    court_number = models.CharField(max_length=limits.NUMBER_MAX, blank=True)
    sued_on = models.DateField(null=True)
    lapse = models.CharField(max_length=15, blank=True, choices=list(rules.LAPSES.items()))
    opens_information = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)

    class Meta:
        """Numbers once, one running dispute per objection, what belongs together in pairs."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="dispute_seq_once"),
            models.UniqueConstraint(
                fields=["agency", "objection_id"], condition=Q(ended_on__isnull=True), name="dispute_one_per_objection"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, result="") | Q(decided_on__isnull=False) & ~Q(result=""),
                name="dispute_decision_with_result",
            ),
            models.CheckConstraint(
                condition=Q(sued_on__isnull=True, court="") | Q(sued_on__isnull=False) & ~Q(court=""),
                name="dispute_lawsuit_with_court",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-petitioned_on"]),
            models.Index(fields=["agency", "petitioned_on", "id"]),
            models.Index(fields=["agency", "objection_id"]),
            models.Index(fields=["agency", "id"]),
        ]

    @property
    def current(self) -> State:
        """Return the state the dispute is in, with its labels."""
        return rules.PROCEDURE.state(self.state)


class Session(models.Model):
    """A session at the Komisi Informasi or in court (sidang), so that nobody misses it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=15, choices=list(rules.SESSIONS.items()))
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=limits.LINE_MAX, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        """The sessions of a dispute, and an agency's next ones."""

        ordering = ["starts_at"]
        indexes = [models.Index(fields=["agency", "starts_at"]), models.Index(fields=["dispute", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at.isoformat()}"


declare(
    "disputes.Dispute",
    PersonalField("subject", "Mencatat pokok sengketa", "UU 14/2008 Pasal 37", None, erase="words"),
)
