"""Document: one file of a case, with who may see it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.documents import rules
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.lib.ids import uuid7


class Purpose(models.TextChoices):
    """What a file is for (guna berkas)."""

    IDENTITY = "identity", _("Identitas")
    ATTACHMENT = "attachment", _("Lampiran")
    ANSWER = "answer", _("Jawaban")
    LETTER = "letter", _("Surat")
    MATERIAL = "material", _("Bahan")


class Visibility(models.TextChoices):
    """Who may see a file besides the officers of its agency."""

    PRIVATE = "private", _("Hanya petugas")
    REQUESTER = "requester", _("Pemohon")
    PUBLIC = "public", _("Umum")
    PUBLIC_ON = "public_on", _("Umum mulai tanggal")


class ScanState(models.TextChoices):
    """What is known of the file's harmlessness; only clean files are delivered."""

    CLEAN_BY_INSPECTION = "clean_by_inspection", _("Lolos pemeriksaan isi")
    CLEAN_BY_SCAN = "clean_by_scan", _("Lolos pemindai virus")
    QUARANTINED = "quarantined", _("Menunggu pemindaian")
    INFECTED = "infected", _("Terinfeksi")


CLEAN_STATES = (ScanState.CLEAN_BY_INSPECTION, ScanState.CLEAN_BY_SCAN)


class Document(models.Model):
    """A file that belongs to a subject (berkas): an identity, an attachment, an answer, a letter, a unit's material.

    The bytes lie in the private store under a random name; `sha256` (hexadecimal) says what they must be.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    name = models.CharField(max_length=rules.MAX_NAME_LENGTH)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=200, unique=True)
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.PRIVATE)
    public_on = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_by_label = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    scan_state = models.CharField(max_length=30, choices=ScanState.choices, default=ScanState.CLEAN_BY_INSPECTION)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_by_label = models.CharField(max_length=200, blank=True)
    removed_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager()

    class Meta:
        """The subject's index, and fields that are only meaningful together."""

        ordering = ["id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="document_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.PUBLIC_ON, public_on__isnull=False)
                | (~Q(visibility=Visibility.PUBLIC_ON) & Q(public_on__isnull=True)),
                name="document_public_on_with_date",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_by_label="", removed_reason="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by_label="") & ~Q(removed_reason="")),
                name="document_removed_with_reason",
            ),
            models.CheckConstraint(condition=~Q(replaced_by=models.F("id")), name="document_not_its_own_successor"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """Return the extension in lower case, for icons and words."""
        return rules.extension_of(self.name)

    @property
    def kind_label(self) -> str:
        """Return PDF, JPG, Word (DOCX) …"""
        kind = rules.KINDS.get(self.extension)
        return kind.label if kind else self.extension.upper()

    @property
    def is_current(self) -> bool:
        """Return whether the file is neither removed nor replaced by a newer one."""
        return self.removed_at is None and self.replaced_by_id is None

    @property
    def is_clean(self) -> bool:
        """Return whether the file may be delivered at all."""
        return self.scan_state in CLEAN_STATES

    @property
    def is_for_requester(self) -> bool:
        """Return whether the one who asked may see the file; a later public date does not hold it back from them."""
        return self.is_current and self.is_clean and self.visibility != Visibility.PRIVATE

    def is_public_on(self, day: dt.date) -> bool:
        """Return whether everybody may see the file on the agency's local date `day`."""
        if not (self.is_current and self.is_clean):
            return False
        if self.visibility == Visibility.PUBLIC_ON:
            return self.public_on is not None and self.public_on <= day
        return self.visibility == Visibility.PUBLIC


declare(
    "documents.Document",
    PersonalField("name", "Mengenali berkas yang dikirim", "UU 14/2008 Pasal 22 ayat (2)", 365),
    PersonalField("storage_name", "Menemukan isi berkas identitas dan lampiran", "UU 14/2008 Pasal 22 ayat (2)", 365),
)
