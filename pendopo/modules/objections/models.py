"""Objection: what is objected to, by whom, how the superior answered, and what became of the answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.kernel.people.rules import IDENTITY_DAYS
from pendopo.kernel.tracking.models import TrackedCase
from pendopo.kernel.workflow.rules import State
from pendopo.modules.objections.rules import objecting, procedure
from pendopo.modules.objections.rules.grounds import WITHOUT_REQUEST

_USER = settings.AUTH_USER_MODEL


def _together(*fields: str) -> Q:
    """Return the condition that a time and the person beside it are set together, or neither."""
    names = [f"{name}__isnull" for name in fields]
    return Q(**dict.fromkeys(names, True)) | Q(**dict.fromkeys(names, False))


class Objection(TrackedCase):
    """An objection to the superior of the PPID (keberatan), UU 14/2008 Pasal 35–36.

    `inquiry_id` names the request in its own module; number, what was asked and its purpose are kept as they were, for
    the register. `grounds` holds the letters a–g in order, `late_grounds` those whose 30 working days were over,
    `found_at` the instant at which the last of the grounds was found. `challenged` issued the notice that is objected
    to, and never answers. The contact is a copy: its identity is erased when the objection's time is over.
    """

    subject_type = objecting.SUBJECT_TYPE

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="objections")
    inquiry_id = models.UUIDField(null=True)
    inquiry_number = models.CharField(max_length=80, blank=True)
    asked = models.TextField()
    purpose = models.TextField(blank=True)
    grounds = models.CharField(max_length=7)
    late_grounds = models.CharField(max_length=7, blank=True)
    found_at = models.DateTimeField()
    position = models.TextField()
    channel = models.CharField(max_length=20, choices=list(objecting.CHANNELS.items()))
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    proxy_name = models.CharField(max_length=200, blank=True)
    proxy_address = models.CharField(max_length=500, blank=True)
    proxy_phone = models.CharField(max_length=40, blank=True)
    submission_digest = models.CharField(max_length=64, unique=True)
    challenged = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(null=True)
    settlement = models.CharField(max_length=10, blank=True, choices=list(objecting.SETTLEMENTS.items()))
    settlement_note = models.TextField(blank=True)
    decision = models.CharField(max_length=10, blank=True, choices=list(objecting.DECISIONS.items()))
    reasons = models.TextField(blank=True)
    order = models.TextField(blank=True)
    execute_by = models.DateField(null=True)
    letter_number = models.CharField(max_length=80, blank=True)
    answered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    executed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    executed_at = models.DateTimeField(null=True)
    execution_note = models.TextField(blank=True)
    response = models.CharField(max_length=15, blank=True, choices=list(objecting.RESPONSES.items()))
    responded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Numbers once, one open objection per request, fields in pairs, and never the one who is objected to."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="objection_seq_once"),
            models.UniqueConstraint(fields=["agency", "number"], name="objection_number_once"),
            models.UniqueConstraint(
                fields=["agency", "inquiry_id"],
                condition=Q(inquiry_id__isnull=False, closed_at__isnull=True),
                name="objection_one_open_per_inquiry",
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="objection_has_ground"),
            models.CheckConstraint(
                condition=Q(inquiry_id__isnull=False) | Q(grounds=WITHOUT_REQUEST),
                name="objection_without_inquiry_is_b",
            ),
            models.CheckConstraint(
                condition=Q(registered_at__gte=F("received_at")), name="objection_received_before_registered"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settlement="") | Q(settled_on__isnull=False) & ~Q(settlement=""),
                name="objection_settlement_with_date",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, decision="", letter_number="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(decision="") & ~Q(letter_number=""),
                name="objection_answer_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=sorted(objecting.UPHOLDING)) | ~Q(reasons=""),
                name="objection_upheld_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=sorted(objecting.ORDERING), execute_by__isnull=False) & ~Q(order="")
                | ~Q(decision__in=sorted(objecting.ORDERING)) & Q(execute_by__isnull=True, order=""),
                name="objection_order_with_limit",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(challenged__isnull=True) | ~Q(answered_by=F("challenged")),
                name="objection_not_by_the_challenged",
            ),
            models.CheckConstraint(
                condition=_together("executed_at", "executed_by"), name="objection_executed_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(executed_at__isnull=True) | Q(decision__in=sorted(objecting.ORDERING)),
                name="objection_executed_by_order",
            ),
            models.CheckConstraint(
                condition=Q(responded_at__isnull=True, response="") | Q(responded_at__isnull=False) & ~Q(response=""),
                name="objection_response_with_time",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "received_at"]),
            models.Index(fields=["agency", "received_at", "id"]),
            # The register's pages are turned by key.
            models.Index(fields=["agency", "id"]),
            models.Index(fields=["agency", "inquiry_id"]),
            models.Index(fields=["closed_at"]),
            # Orders that wait, for the PPID's list.
            models.Index(
                fields=["agency", "execute_by"],
                condition=Q(executed_at__isnull=True, execute_by__isnull=False),
                name="objection_owed",
            ),
        ]

    @property
    def current(self) -> State:
        """Return the state the objection is in, with its labels."""
        return procedure.PROCEDURE.state(self.state)

    @property
    def is_open(self) -> bool:
        """Return whether something is left to do before the end."""
        return not self.current.is_final

    @property
    def subject(self) -> str:
        """Return the first line of what was asked, for lists (at most 120 characters)."""
        line = self.asked.strip().splitlines()[0] if self.asked.strip() else ""
        return line if len(line) <= 120 else line[:119].rstrip() + "…"

    @property
    def owes_execution(self) -> bool:
        """Return whether the PPID still has to carry out what the superior ordered."""
        return self.decision in objecting.ORDERING and self.executed_at is None

    @property
    def reply(self) -> objecting.Reply:
        """Return the superior's answer as the rules read it."""
        return objecting.Reply(self.decision, self.reasons, self.order)


_LAW = "UU 14/2008 Pasal 35; PerKI 1/2021 Pasal 39"
declare(
    "objections.Objection",
    PersonalField("position", "Menjawab keberatan; dapat memuat data yang ditulis pemohon", _LAW, None, erase="words"),
    PersonalField("asked", "Kolom register keberatan", _LAW, None, erase="words"),
    PersonalField("purpose", "Kolom register keberatan", _LAW, None, erase="words"),
    PersonalField("tracking_digest", "Membuktikan kode lacak tanpa menyimpannya", _LAW, None, instead="-"),
    *(
        PersonalField(field, "Menjawab keberatan", _LAW, None, erase="words")
        for field in ("settlement_note", "reasons", "order", "execution_note")
    ),
    PersonalField("proxy_name", "Mencatat kuasa dalam register", _LAW, None),
    PersonalField("proxy_address", "Mengirim tanggapan kepada kuasa", _LAW, IDENTITY_DAYS),
    PersonalField("proxy_phone", "Menghubungi kuasa", _LAW, IDENTITY_DAYS),
)
