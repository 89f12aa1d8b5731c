"""Duties with their proofs, links and checks, urgent notices with their list of subscribers, frozen reviews."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.personal import PersonalField, declare, unseal
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.lib.ids import uuid7
from pendopo.modules.publishing.rules import catalogue, duties, limits, links, notices

_USER = settings.AUTH_USER_MODEL
EMAIL = "publishing.subscriber"


class Duty(models.Model):
    """What an agency has arranged for an item of the catalogue, or an item of its own (butir sendiri).

    An item without a row is as the catalogue says. `months` is the agency's own period, stricter than the law's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    is_own = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=list(catalogue.KINDS.items()))
    text = models.CharField(max_length=limits.TITLE_MAX, blank=True)
    article = models.CharField(max_length=limits.LINE_MAX, blank=True)
    months = models.PositiveSmallIntegerField(null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    soon_days = models.PositiveSmallIntegerField(default=limits.SOON_DAYS)
    waived_reason = models.TextField(blank=True)
    waived_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    waived_by_label = models.CharField(max_length=200, blank=True)
    waived_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """An item once; a statement that it does not apply is signed; own items say what they are."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="duty_once"),
            models.CheckConstraint(
                condition=Q(waived_reason="", waived_by__isnull=True, waived_at__isnull=True, waived_by_label="")
                | ~Q(waived_reason="") & ~Q(waived_by_label="") & Q(waived_by__isnull=False, waived_at__isnull=False),
                name="duty_waived_with_reason",
            ),
            models.CheckConstraint(condition=Q(is_own=False, text="") | ~Q(text=""), name="duty_own_with_text"),
        ]

    def __str__(self) -> str:
        return self.text or self.key


class Notice(Case):
    """An urgent notice (pengumuman serta-merta): what happens, where, what to do, whom to call, until when.

    `ended_at` is set when it is no longer in force; `is_everywhere` puts it on the installation's home as well.
    """

    subject_type = notices.SUBJECT_TYPE

    title = models.CharField(max_length=limits.TITLE_MAX)
    happening = models.TextField()
    place = models.CharField(max_length=limits.LINE_MAX)
    instructions = models.TextField()
    contact = models.CharField(max_length=limits.LINE_MAX)
    until_at = models.DateTimeField()
    is_everywhere = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=1)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        """Numbers once, an end with its reason, and the ways in which lists are read."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="notice_seq_once"),
            models.CheckConstraint(
                condition=Q(state=notices.IN_FORCE, ended_at__isnull=True, end_reason="")
                | Q(state=notices.ENDED, ended_at__isnull=False) & ~Q(end_reason=""),
                name="notice_ended_with_reason",
            ),
            models.CheckConstraint(condition=Q(until_at__gt=models.F("announced_at")), name="notice_until_later"),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-updated_at"], name="notice_of_agency"),
            models.Index(fields=["agency", "-announced_at"], name="notice_newest"),
            models.Index(fields=["state", "until_at"], name="notice_running_out"),
            models.Index(
                fields=["-updated_at"],
                condition=Q(state=notices.IN_FORCE, is_everywhere=True),
                name="notice_everywhere",
            ),
        ]

    @property
    def current(self) -> State:
        """Return the state the notice is in, with its labels."""
        return notices.PROCEDURE.state(self.state)


class NoticeVersion(models.Model):
    """What a notice said at one time (versi peringatan); never changed. `change` is what the update was about."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=limits.TITLE_MAX)
    happening = models.TextField()
    place = models.CharField(max_length=limits.LINE_MAX)
    instructions = models.TextField()
    contact = models.CharField(max_length=limits.LINE_MAX)
    until_at = models.DateTimeField()
    change = models.CharField(max_length=limits.LINE_MAX, blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    objects = ScopedManager()

    class Meta:
        """In the order of the updates."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="notice_version_once")]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.number}"


class Proof(models.Model):
    """That an item was published on a day (bukti pengumuman): a page, a file, a picture of the screen, or a notice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=list(duties.PROOF_KINDS.items()))
    proved_on = models.DateField()
    url = models.CharField(max_length=limits.URL_MAX, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=limits.LINE_MAX, blank=True)
    proved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    proved_by_label = models.CharField(max_length=200)
    proved_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)
    retracted_by_label = models.CharField(max_length=200, blank=True)
    retracted_reason = models.CharField(max_length=limits.LINE_MAX, blank=True)

    objects = ScopedManager()

    class Meta:
        """A proof shows something; the newest of an item is found first."""

        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") & Q(kind=duties.LINK, document__isnull=True, notice__isnull=True)
                | Q(kind__in=[duties.FILE, duties.PICTURE], url="", document__isnull=False, notice__isnull=True)
                | Q(kind=duties.NOTICE, url="", document__isnull=True, notice__isnull=False),
                name="proof_shows_something",
            ),
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True, retracted_by_label="", retracted_reason="")
                | Q(retracted_at__isnull=False) & ~Q(retracted_by_label="") & ~Q(retracted_reason=""),
                name="proof_retracted_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["agency", "key", "-proved_on", "-id"], name="proof_newest")]

    def __str__(self) -> str:
        return f"{self.key}: {self.proved_on}"


class Link(models.Model):
    """A web address or a stored file on which something published rests (tautan), and how it answered.

    `target` is the address, or the key of the file; `subject_type` and `subject_id` say who names it, `seen_at` when they
    last did. `host` is the site that is asked, so that none is asked twice in one round. `failures` in a row, the first of
    them at `first_failed_at`; while a worker asks, `next_check_at` lies in the future and keeps the others away.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=limits.LINE_MAX)
    # Path of the officers' page about the subject.
    page = models.CharField(max_length=limits.LINE_MAX, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    target = models.CharField(max_length=limits.URL_MAX)
    host = models.CharField(max_length=253, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(name, told[0]) for name, told in links.STATES.items()], default=links.UNKNOWN
    )
    status = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    first_failed_at = models.DateTimeField(null=True)
    last_fine_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """An address or a file, once for each subject; failures have a beginning."""

        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "target"], name="link_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=False, host="") | Q(document__isnull=True) & ~Q(host=""),
                name="link_address_or_file",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, first_failed_at__isnull=True)
                | Q(failures__gt=0, first_failed_at__isnull=False),
                name="link_failures_with_beginning",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-first_failed_at"], name="link_of_agency"),
            models.Index(fields=["host", "next_check_at"], name="link_due"),
            models.Index(fields=["subject_type", "seen_at"], name="link_seen"),
        ]

    def __str__(self) -> str:
        return self.target

    @property
    def url(self) -> str:
        """Return the web address, empty for a file."""
        return "" if self.document_id else self.target

    @property
    def told(self) -> tuple[str, str]:
        """Return the state in words and its tone."""
        return links.STATES[self.state]


class LinkCheck(models.Model):
    """One look at a link (catatan pemeriksaan); the newest limits.CHECKS_KEPT are kept."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    ok = models.BooleanField()
    status = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)

    objects = ScopedManager()

    class Meta:
        """In the order of time."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.link_id}: {'ok' if self.ok else self.reason}"


class Reminder(models.Model):
    """That an owner was told (pengingat): once for each item, occasion and due date."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    occasion = models.CharField(max_length=10)
    due_on = models.DateField()
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["agency", "key", "due_on", "occasion"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.occasion} {self.due_on}"


class Announcer(models.Model):
    """An officer who may announce beside the PPID (petugas siaga)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    granted_at = models.DateTimeField()
    granted_by_label = models.CharField(max_length=200)

    objects = ScopedManager()

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["agency", "user"], name="announcer_once")]

    def __str__(self) -> str:
        return str(self.user)


class Subscriber(models.Model):
    """An address on the e-mail list of urgent notices (pelanggan); gone for good when it unsubscribes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sealed_email = models.BinaryField()
    email_digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """An address once; the list is walked in the order of keys."""

        constraints = [models.UniqueConstraint(fields=["agency", "email_digest"], name="subscriber_once")]
        indexes = [
            models.Index(fields=["agency", "id"], condition=Q(confirmed_at__isnull=False), name="subscriber_list"),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="subscriber_waiting"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def email(self) -> str:
        """Return the address."""
        return unseal(self.sealed_email, purpose=EMAIL)


class Mailing(models.Model):
    """One round of letters to the list about a version of a notice; `after` is the last subscriber who got theirs."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="mailings")
    is_end = models.BooleanField(default=False)
    after = models.UUIDField(null=True)
    sent = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """What is not done is found at once."""

        indexes = [models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="mailing_open")]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.sent}"


class Review(models.Model):
    """The gap list of one day (reviu laman), frozen: `lines` as they stood, `counts` by standing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    reviewed_at = models.DateTimeField()
    reviewer = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    reviewer_label = models.CharField(max_length=200)
    catalogue_version = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    lines = models.JSONField()
    counts = models.JSONField()

    objects = ScopedManager()

    class Meta:
        """Newest first."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "-id"], name="review_newest")]

    def __str__(self) -> str:
        return self.reviewed_on.isoformat()


_LAW = "UU 27/2022 Pasal 20 ayat (2)"
declare(
    "publishing.Subscriber",
    PersonalField("sealed_email", "Mengirim peringatan kepada pelanggan", _LAW, None, erase="own", sealed=EMAIL),
    PersonalField("email_digest", "Mencegah alamat tercatat dua kali", _LAW, None, erase="own"),
)
