"""Inquiry, its written notice, material asked of other units, and what is published already."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.kernel.people.rules import IDENTITY_DAYS
from pendopo.kernel.tracking.models import TrackedCase
from pendopo.kernel.workflow.rules import State
from pendopo.lib.deadlines import DeadlineRule, rule_under
from pendopo.lib.ids import uuid7
from pendopo.modules.information.rules import grounds, notice, procedure, request

_USER = settings.AUTH_USER_MODEL


class Inquiry(TrackedCase):
    """A public information request (permohonan informasi publik), UU 14/2008 Pasal 22.

    `received_at` is when it reached the agency, `registered_at` when it was written into the register: a letter is
    often registered later. `submission_digest` makes a second press of the button find the same row.
    """

    subject_type = request.SUBJECT_TYPE

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="inquiries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="inquiries")
    assignee = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="inquiries")
    channel = models.CharField(max_length=20, choices=list(request.CHANNELS.items()))
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    details = models.TextField()
    purpose = models.TextField()
    obtain_way = models.CharField(max_length=20, choices=list(request.OBTAIN_WAYS.items()))
    delivery_way = models.CharField(max_length=20, choices=list(request.DELIVERY_WAYS.items()))
    # Which set of statutory periods holds, chosen when the request was registered (lib.deadlines.Regime).
    regime = models.CharField(max_length=20, default="general")
    accommodation = models.CharField(max_length=20, choices=list(request.ACCOMMODATIONS.items()), default="none")
    help_given = models.CharField(max_length=500, blank=True)
    submission_digest = models.CharField(max_length=64, unique=True)
    complete_at = models.DateTimeField(null=True)
    repair_items = models.JSONField(default=list)
    repair_note = models.TextField(blank=True)
    repair_rounds = models.PositiveSmallIntegerField(default=0)
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=30, blank=True, choices=list(grounds.EXTENSION_REASONS.items()))
    extension_note = models.TextField(blank=True)
    paid_at = models.DateTimeField(null=True)
    payment_note = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Numbers once, fields in pairs, and the ways in which lists are read."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="inquiry_seq_once"),
            models.UniqueConstraint(fields=["agency", "number"], name="inquiry_number_once"),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extension_reason="")
                | Q(extended_at__isnull=False) & ~Q(extension_reason=""),
                name="inquiry_extension_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(registered_at__gte=F("received_at")), name="inquiry_received_before_registered"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "received_at"]),
            models.Index(fields=["agency", "unit", "state"]),
            models.Index(fields=["agency", "received_at", "id"]),
            # The register's pages are turned by key.
            models.Index(fields=["agency", "id"]),
            models.Index(fields=["closed_at"]),
        ]

    @property
    def current(self) -> State:
        """Return the state the inquiry is in, with its labels."""
        return procedure.PROCEDURE.state(self.state)

    @property
    def is_open(self) -> bool:
        """Return whether something is left to do."""
        return not self.current.is_final

    @property
    def begun_on(self) -> dt.date:
        """Return the local date of receipt: the law of that day holds for the whole case."""
        return self.received_at.astimezone(self.agency.zone).date()

    def period(self, code: str) -> DeadlineRule:
        """Return the rule that holds here in place of the general `code`: by its regime, as the law stood at receipt."""
        return rule_under(self.regime, code, self.begun_on)

    @property
    def subject(self) -> str:
        """Return the first line of what is asked, for lists (at most 120 characters)."""
        line = self.details.strip().splitlines()[0] if self.details.strip() else ""
        return line if len(line) <= 120 else line[:119].rstrip() + "…"


class NoticeState(models.TextChoices):
    """Where the written notice stands."""

    DRAFT = "draft", "draft"
    PROPOSED = "proposed", "proposed"
    ISSUED = "issued", "issued"


class Notice(models.Model):
    """The written notice (pemberitahuan tertulis) with the seven contents of UU 14/2008 Pasal 22 ayat (7)."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.PROTECT, related_name="notice")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    decision = models.CharField(max_length=10, choices=list(notice.DECISIONS.items()))
    under_control = models.BooleanField(default=True)
    held_by = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    grounds = models.JSONField(default=list)
    # The exemptions cited, as they were: id, number, decided_on, title, letters.
    citations = models.JSONField(default=list)
    # Taken over from an older register: nobody drafted or issued it here; `drafted_by` is who had it imported.
    is_imported = models.BooleanField(default=False)
    # Whether information is withheld by Pasal 17, so that refusals without an exemption are found.
    by_article_17 = models.BooleanField(default=False)
    material = models.TextField(blank=True)
    redaction = models.TextField(blank=True)
    delivery = models.CharField(max_length=300, blank=True)
    held_form = models.CharField(
        max_length=10, blank=True, choices=[("softcopy", "softcopy"), ("hardcopy", "hardcopy")]
    )
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    payment = models.CharField(max_length=300, blank=True)
    letter_number = models.CharField(max_length=80, blank=True)
    drafted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    proposed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    returned_note = models.TextField(blank=True)

    objects = ScopedManager()

    class Meta:
        """People and times in pairs, four eyes for withholding, nothing negative to pay."""

        constraints = [
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False)
                | Q(issued_at__isnull=False, issued_by__isnull=True, is_imported=True),
                name="notice_issued_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True)
                | ~Q(decision__in=sorted(notice.NEEDS_SECOND_PERSON))
                | ~Q(issued_by=F("drafted_by")),
                name="notice_withholding_four_eyes",
            ),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="notice_cost_not_negative"),
        ]
        indexes = [models.Index(fields=["agency", "by_article_17", "issued_at"])]

    def __str__(self) -> str:
        return self.letter_number or self.decision

    @property
    def holding(self) -> str:
        """Return whether the information is under control, as content a says it (rules.notice)."""
        return notice.holding(self.decision, self.grounds, under_control=self.under_control)

    @property
    def text(self) -> notice.NoticeText:
        """Return the contents as the rules read them."""
        return notice.NoticeText(
            decision=self.decision,
            held_by=self.held_by,
            reason=self.reason,
            grounds=tuple(self.grounds),
            material=self.material,
            redaction=self.redaction,
            delivery=self.delivery,
            cost=self.cost,
            payment=self.payment,
            citations=tuple(
                notice.Citation(**{**cited, "letters": tuple(cited["letters"])}) for cited in self.citations
            ),
        )


class MaterialRequest(models.Model):
    """Material asked of a colleague unit with an internal deadline (permintaan bahan ke unit lain)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="material_requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    due_on = models.DateField()
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """Answer's person and time in a pair; the way to a unit's open ones."""

        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="material_answered_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["agency", "unit", "answered_at", "due_on"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.due_on.isoformat()}"


_LAW = "UU 14/2008 Pasal 22 ayat (2)"
declare(
    "information.Inquiry",
    PersonalField("details", "Menjawab permohonan; dapat memuat data yang ditulis pemohon", _LAW, None, erase="words"),
    PersonalField("purpose", "Kolom register permohonan", _LAW, None, erase="words"),
    PersonalField("tracking_digest", "Membuktikan kode lacak tanpa menyimpannya", _LAW, None, instead="-"),
    PersonalField("repair_note", "Meminta kelengkapan kepada pemohon", _LAW, None, erase="words"),
    PersonalField("extension_note", "Memberitahukan perpanjangan", _LAW, None, erase="words"),
    PersonalField("payment_note", "Mencatat pembayaran biaya salinan", _LAW, IDENTITY_DAYS),
    PersonalField(
        "help_given", "Catatan bantuan bagi pemohon berkebutuhan khusus", "PerKI 1/2021 Pasal 41 ayat (2)", IDENTITY_DAYS
    ),
    PersonalField(
        "accommodation", "Memberi bantuan yang diperlukan", "PerKI 1/2021 Pasal 41 ayat (2)", IDENTITY_DAYS,
        instead="none",
    ),
)  # fmt: skip
declare(
    "information.Notice",
    *(
        PersonalField(field, "Menyusun pemberitahuan tertulis", "UU 14/2008 Pasal 22 ayat (7)", None, erase="words")
        for field in ("held_by", "reason", "material", "redaction", "delivery", "payment", "returned_note")
    ),
)
declare(
    "information.MaterialRequest",
    PersonalField("question", "Meminta bahan kepada unit, tanpa identitas pemohon", _LAW, None, erase="words"),
    PersonalField("answer", "Menyerahkan bahan kepada PPID", _LAW, None, erase="words"),
)
