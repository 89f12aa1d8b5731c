"""An answer that is made public, its editions, the agency's choices, and what was counted before a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.lib.ids import uuid7
from pendopo.modules.disclosure.rules import limits, procedure

_USER = settings.AUTH_USER_MODEL


class Answer(Case):
    """An answered request on its way to everybody (jawaban yang diumumkan); officers only see this row.

    What everybody reads is its last `Edition`. `inquiry_id` names the request in its own module and never leaves the
    workspace; `files` are the keys of the request's files to be copied. `harmless` holds the keys of traces that an
    officer judged to tell nobody. `written_by` is the last who wrote, and under four eyes never publishes.
    """

    subject_type = procedure.SUBJECT_TYPE

    inquiry_id = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=10, choices=list(procedure.WAYS.items()))
    answered_on = models.DateField()
    title = models.CharField(max_length=limits.TITLE_MAX)
    question = models.TextField()
    summary = models.TextField(blank=True)
    files = models.JSONField(default=list)
    harmless = models.JSONField(default=list)
    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    edition = models.ForeignKey("Edition", on_delete=models.PROTECT, null=True, related_name="+")
    published_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Numbers once, one living answer per request, and the ways in which lists are read."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="public_answer_seq_once"),
            models.UniqueConstraint(
                fields=["agency", "inquiry_id"],
                condition=~Q(state__in=[procedure.WITHDRAWN, procedure.DROPPED]),
                name="public_answer_one_per_inquiry",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=procedure.PUBLIC) | Q(edition__isnull=False, published_on__isnull=False),
                name="public_answer_with_edition",
            ),
            models.CheckConstraint(
                condition=Q(state=procedure.WITHDRAWN, withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state=procedure.WITHDRAWN) & Q(withdrawn_on__isnull=True, withdrawn_reason=""),
                name="public_answer_withdrawn_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "published_on"]),
            models.Index(fields=["agency", "published_on", "id"]),
            models.Index(fields=["agency", "id"]),
        ]

    @property
    def current(self) -> State:
        """Return the state the answer is in, with its labels."""
        return procedure.PROCEDURE.state(self.state)


class Edition(models.Model):
    """An answer as everybody reads it (edisi): made when it is published, and anew with every correction.

    `answered_on` is the first of its month where the agency tells no more than that (`by_month`). `note` says what a
    correction changed. `checked_by` is the second person, where the agency asks for two.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="editions")
    seq = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=limits.TITLE_MAX)
    question = models.TextField()
    summary = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=10, choices=list(procedure.WAYS.items()))
    answered_on = models.DateField()
    by_month = models.BooleanField()
    note = models.CharField(max_length=limits.NOTE_MAX, blank=True)
    # The request's files that the copies were made of; for officers.
    sources = models.JSONField(default=list)
    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    four_eyes = models.BooleanField()

    objects = ScopedManager()

    class Meta:
        """Editions are counted from 1; under four eyes the one who wrote did not publish."""

        constraints = [
            models.UniqueConstraint(fields=["answer", "seq"], name="edition_seq_once"),
            models.CheckConstraint(
                condition=Q(four_eyes=False) | ~Q(published_by=F("written_by")), name="edition_by_another"
            ),
        ]
        indexes = [models.Index(fields=["agency", "answered_on"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.seq})"

    @property
    def basis(self) -> str:
        """Return the article by which the answer is open to everybody."""
        return procedure.BASIS[self.way]


class EditionFile(models.Model):
    """A file of an edition: a copy of its own, so that the request's file may end without it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        """In the order in which they were given."""

        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.document)


class Arrangement(models.Model):
    """How an agency makes answers public (pengaturan); the defaults where there is no row."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+")
    four_eyes = models.BooleanField(default=False)
    by_month = models.BooleanField(default=False)

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.four_eyes} {self.by_month}"


class DayCount(models.Model):
    """How often a public thing was suggested, opened and said to answer on one local day of an agency.

    No row is about a visitor, and no word that anybody typed is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=20)
    item_id = models.UUIDField()
    shown = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        """One row per day and thing; the register's pages are turned by key."""

        constraints = [models.UniqueConstraint(fields=["agency", "day", "kind", "item_id"], name="day_count_once")]
        indexes = [models.Index(fields=["agency", "id"])]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.kind} {self.shown}/{self.opened}/{self.answered}"


_LAW = "UU 14/2008 Pasal 11; UU 27/2022 Pasal 20 ayat (2) huruf e"
_CLEANED = "Naskah yang dibersihkan dari data pribadi sebelum diumumkan"
declare(
    "disclosure.Answer",
    *(PersonalField(field, _CLEANED, _LAW, None, erase="words") for field in ("title", "question", "summary")),
    PersonalField("withdrawn_reason", "Menyebut alasan penarikan", _LAW, None, erase="words"),
)
declare(
    "disclosure.Edition",
    *(PersonalField(field, _CLEANED, _LAW, None, erase="words") for field in ("title", "question", "summary", "note")),
)
