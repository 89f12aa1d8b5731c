"""Periods an agency chose, lists of what is destroyed, the ledger of erasures, subjects' requests, holds, incidents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.personal import IDENTITY, PersonalField, declare
from pendopo.kernel.privacy.rules import destroying, incidents, limits, requests
from pendopo.kernel.privacy.rules.periods import LEVELS, PERIODS
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.lib.ids import uuid7

_USER = settings.AUTH_USER_MODEL
_PERIODS = [(code, period.title) for code, period in PERIODS.items()]


class ChosenPeriod(models.Model):
    """How long an agency keeps something (masa simpan yang ditetapkan), with its decree; the newest row holds.

    `days` None: no end. Rows are never changed, so that it is known what held when.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=20, choices=_PERIODS)
    days = models.PositiveIntegerField(null=True)
    needs_approval = models.BooleanField(default=True)
    decree_number = models.CharField(max_length=limits.DECREE_MAX)
    decree_on = models.DateField()
    chosen_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """Never without a decree; the newest of an agency is found at once."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "period", "-id"], name="privacy_period_newest")]
        constraints = [models.CheckConstraint(condition=~Q(decree_number=""), name="privacy_period_with_decree")]

    def __str__(self) -> str:
        return f"{self.period}: {self.days}"


class Arrangement(models.Model):
    """How an agency protects personal data (pengaturan); the defaults where there is no row.

    `officer` and `officer_contact` are the data protection officer (UU 27/2022 Pasal 53). Under `four_eyes` who proposed
    a destruction does not approve it.
    """

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+")
    four_eyes = models.BooleanField(default=True)
    views_bound = models.PositiveIntegerField(default=limits.VIEWS_BOUND)
    officer = models.CharField(max_length=limits.LINE_MAX, blank=True)
    officer_contact = models.CharField(max_length=limits.LINE_MAX, blank=True)

    objects = ScopedManager()

    def __str__(self) -> str:
        return self.officer


class Statement(models.Model):
    """A version of what the agency tells about its purposes (pemberitahuan pemrosesan); never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    in_force_on = models.DateField()
    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """Versions are counted from 1; the newest first."""

        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["agency", "version"], name="privacy_statement_once")]

    def __str__(self) -> str:
        return str(self.version)


class Destruction(Case):
    """A list of what is destroyed together (pemusnahan), from the proposal to its certificate (berita acara).

    `proposed_by` and `approved_by` are None where the worker did so by the agency's own period. The digest is
    `rules.destroying.list_digest` over the destroyed items.
    """

    subject_type = destroying.SUBJECT_TYPE

    period = models.CharField(max_length=20, choices=_PERIODS)
    kind = models.CharField(max_length=40)
    days = models.PositiveIntegerField()
    basis = models.CharField(max_length=limits.DECREE_MAX, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    four_eyes = models.BooleanField(default=True)
    done_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField()
    destroyed = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    certificate = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbers once; who proposed does not approve; the worker's way to what is approved."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="privacy_destruction_seq_once"),
            models.CheckConstraint(
                condition=Q(four_eyes=False)
                | Q(approved_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(approved_by=F("proposed_by")),
                name="privacy_destruction_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "id"], name="privacy_destruction_list"),
            models.Index(fields=["state", "id"], name="privacy_destruction_state"),
        ]

    @property
    def current(self) -> State:
        """Return the state it is in, with its labels."""
        return destroying.PROCEDURE.state(self.state)


class DestructionItem(models.Model):
    """One case of a list: by number, without personal data; `digest` is keyed, over what was destroyed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="items")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    number = models.CharField(max_length=80)
    ended_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=list(destroying.ITEM_STATES.items()), default=destroying.WAITING)
    reason = models.CharField(max_length=120, blank=True)
    values = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    objects = ScopedManager()

    class Meta:
        """In the order of the list; what waits, and which list a case stands on, are found at once."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["destruction", "subject_id"], name="privacy_item_once"),
        ]
        indexes = [
            models.Index(fields=["destruction", "state", "id"], name="privacy_item_state"),
            models.Index(fields=["subject_type", "subject_id"], name="privacy_item_subject"),
        ]

    def __str__(self) -> str:
        return self.number


class Erasure(models.Model):
    """A line of the ledger of erasures (catatan penghapusan): ids only, so that it may outlive what was erased.

    After an older backup was put back, every line is done again. `whole`: free text went as a whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    level = models.CharField(max_length=20, choices=[(level, PERIODS[level].title) for level in LEVELS])
    rank = models.PositiveSmallIntegerField()
    whole = models.BooleanField(default=False)
    at = models.DateTimeField()
    cause_type = models.CharField(max_length=40)
    cause_id = models.UUIDField()

    objects = ScopedManager()

    class Meta:
        """How far a case was erased is found at once; each level once."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "level"], name="privacy_erasure_once")
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id", "rank"], name="privacy_erasure_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.level}"


class SubjectRequest(Case):
    """What a subject asks about their own data (permintaan subjek data), UU 27/2022 Pasal 5–14.

    `about_type` and `about_id` are the case through which they are known. `verified` says how it was made sure that it is
    the subject who asks.
    """

    subject_type = requests.SUBJECT_TYPE

    about_type = models.CharField(max_length=40)
    about_id = models.UUIDField()
    about_number = models.CharField(max_length=80)
    right = models.CharField(max_length=10, choices=[(code, right.title) for code, right in requests.RIGHTS.items()])
    channel = models.CharField(max_length=10, choices=list(requests.CHANNELS.items()))
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    received_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    wish = models.TextField(blank=True)
    verified = models.CharField(max_length=limits.LINE_MAX)
    result = models.CharField(max_length=10, blank=True, choices=list(requests.RESULTS.items()))
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbers once; answered means result, words, person and time."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="privacy_request_seq_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, result="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(result=""),
                name="privacy_request_answer_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "due_at"], name="privacy_request_due"),
            models.Index(fields=["agency", "id"], name="privacy_request_list"),
            models.Index(fields=["about_type", "about_id"], name="privacy_request_about"),
        ]

    @property
    def current(self) -> State:
        """Return the state it is in, with its labels."""
        return requests.PROCEDURE.state(self.state)

    @property
    def asked(self) -> requests.Right:
        """Return the right that is asked for."""
        return requests.RIGHTS[self.right]


class Hold(models.Model):
    """Data of a case are kept and not used (pembatasan), or kept for a proceeding (penahanan); until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    is_restriction = models.BooleanField()
    reason = models.CharField(max_length=limits.LINE_MAX)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        """One at a time; who lifted it and when in a pair."""

        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(lifted_at__isnull=True), name="privacy_hold_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="privacy_hold_lifted_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["agency", "lifted_at", "id"], name="privacy_hold_of_agency")]

    def __str__(self) -> str:
        return self.reason


class Incident(Case):
    """A failure of protection (kegagalan pelindungan data pribadi), UU 27/2022 Pasal 46.

    The 3 × 24 hours run from `known_at`; when they begin is not in the text that was read (question A16).
    """

    subject_type = incidents.SUBJECT_TYPE

    title = models.CharField(max_length=limits.LINE_MAX)
    known_at = models.DateTimeField()
    happened_from = models.DateTimeField()
    happened_until = models.DateTimeField()
    due_at = models.DateTimeField()
    exposed = models.TextField()
    cause = models.TextField()
    handling = models.TextField(blank=True)
    disturbs_public = models.BooleanField(default=False)
    authority = models.CharField(max_length=limits.LINE_MAX, blank=True)
    authority_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Numbers once; it ends after it began."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="privacy_incident_seq_once"),
            models.CheckConstraint(
                condition=Q(happened_until__gte=F("happened_from")), name="privacy_incident_ends_after_begin"
            ),
        ]
        indexes = [models.Index(fields=["agency", "id"], name="privacy_incident_list")]

    @property
    def current(self) -> State:
        """Return the state it is in, with its labels."""
        return incidents.PROCEDURE.state(self.state)


class Affected(models.Model):
    """A case whose subject an incident concerns (yang terdampak), and when they were told; without personal data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="affected")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    number = models.CharField(max_length=80)
    told_at = models.DateTimeField(null=True)
    message_id = models.UUIDField(null=True)

    objects = ScopedManager()

    class Meta:
        """A case once; those who were not told are found at once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["incident", "subject_id"], name="privacy_affected_once")]
        indexes = [models.Index(fields=["incident", "told_at", "id"], name="privacy_affected_untold")]

    def __str__(self) -> str:
        return self.number


_LAW = "UU 27/2022 Pasal 5–14"
declare(
    "privacy.SubjectRequest",
    PersonalField("wish", "Menjawab permintaan subjek data", _LAW, None, period=IDENTITY),
    PersonalField("answer", "Menjawab permintaan subjek data", _LAW, None, erase="words", period=IDENTITY),
    PersonalField(
        "verified", "Membuktikan bahwa subjek sendiri yang meminta", _LAW, None, period=IDENTITY, instead="-"
    ),
)
declare(
    "privacy.Arrangement",
    *(
        PersonalField(
            field, "Memberi tahu siapa pejabat pelindung data", "UU 27/2022 Pasal 53", None, erase="own", whose="officer"
        )
        for field in ("officer", "officer_contact")
    ),
)  # fmt: skip
