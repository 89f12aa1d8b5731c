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
from pendopo.kernel.documents.scanning import rules as scanning
from pendopo.kernel.documents.signing import rules as signing
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
    `scan_signature` names the virus of an infected file, `scan_tried_at` when a scanner was last asked.
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
    scan_tried_at = models.DateTimeField(null=True, blank=True)
    # The database's default too: the version before this one writes rows without the column while an upgrade runs.
    scan_signature = models.CharField(max_length=scanning.SIGNATURE_MAX, blank=True, default="", db_default="")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_by_label = models.CharField(max_length=200, blank=True)
    removed_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager()

    class Meta:
        """The subject's index, and fields that are only meaningful together."""

        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="document_subject"),
            models.Index(fields=["scan_tried_at"], condition=Q(scan_state="quarantined"), name="document_to_scan"),
        ]
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
            models.CheckConstraint(condition=Q(scan_state="infected") ^ Q(scan_signature=""), name="document_infected"),
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

    def is_public_on(self, day: dt.date) -> bool:
        """Return whether everybody may see the file on the agency's local date `day`."""
        if not (self.is_current and self.is_clean):
            return False
        if self.visibility == Visibility.PUBLIC_ON:
            return self.public_on is not None and self.public_on <= day
        return self.visibility == Visibility.PUBLIC


class Signature(models.Model):
    """The signature of one issued letter (tanda tangan surat), from unsigned to signed, replaced or withdrawn.

    `letter` is the file as issued, `signed` the one that took its place. `code` (128 bits) opens the public check page.
    `source` is what the letter was set from, sealed; it goes when the letter is signed. `is_held`: the requester gets
    the letter only when it is signed. `dated_on` is the letter's own local date.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    number = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=200)
    dated_on = models.DateField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200)
    signer_title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=[(state, _(told[0])) for state, told in signing.STATES.items()])
    is_held = models.BooleanField(default=False)
    state_since_at = models.DateTimeField()
    state_by_label = models.CharField(max_length=200)
    note = models.CharField(max_length=signing.NOTE_MAX, blank=True)
    source = models.BinaryField(blank=True, default=b"")
    signed = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=26, null=True, blank=True, unique=True)
    method = models.CharField(
        max_length=10, blank=True, choices=[(way, _(told)) for way, told in signing.METHODS.items()]
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=signing.REASON_MAX, blank=True)
    service = models.CharField(max_length=60, blank=True)
    is_test = models.BooleanField(default=False)
    certificate = models.CharField(max_length=200, blank=True)
    certificate_issuer = models.CharField(max_length=200, blank=True)
    certificate_until = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        """One living row per letter; signed means with file, code, time and way; indexes for the lists and the case."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["agency", "signer", "state", "-id"], name="signature_of_signer"),
            models.Index(fields=["agency", "state", "-id"], name="signature_of_agency"),
            models.Index(fields=["subject_type", "subject_id"], name="signature_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=~Q(state=signing.REPLACED), name="signature_one_living_per_letter"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(signing.WITH_CODE),
                    signed__isnull=False,
                    code__isnull=False,
                    signed_at__isnull=False,
                    signed_by__isnull=False,
                )
                & ~Q(method="")
                | (
                    ~Q(state__in=sorted(signing.WITH_CODE))
                    & Q(
                        signed__isnull=True,
                        code__isnull=True,
                        signed_at__isnull=True,
                        signed_by__isnull=True,
                        method="",
                    )
                ),
                name="signature_signed_with_file_and_code",
            ),
            models.CheckConstraint(
                condition=Q(state=signing.REPLACED, replaced_by__isnull=False)
                | (~Q(state=signing.REPLACED) & Q(replaced_by__isnull=True)),
                name="signature_replaced_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return signing.STATES[self.state][1]

    @property
    def can_be_signed(self) -> bool:
        """Return whether the letter may be signed now."""
        return self.state in signing.SIGNABLE


declare(
    "documents.Document",
    PersonalField("name", "Mengenali berkas yang dikirim", "UU 14/2008 Pasal 22 ayat (2)", None, erase="words"),
    # The bytes themselves; the name in the store is random and tells nothing.
    PersonalField("storage_name", "Menemukan isi berkas identitas dan lampiran", "UU 14/2008 Pasal 22 ayat (2)", 365,
                  period="identity_file", erase="own"),
)  # fmt: skip


class RedactionDraft(models.Model):
    """Boxes drawn on a document so far (konsep penghitaman); it stays after a copy was made, for the next one.

    `sizes` are width and height of every page in points, `changed_at` tells whether a preview is still true.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="redaction")
    sizes = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    def __str__(self) -> str:
        return str(self.document)


class RedactionBox(models.Model):
    """A box on a page (kotak), in per cent of the page as it is shown, and why it is black.

    `reason` is a code of the case's lawful reasons, or `other` with the reason in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(RedactionDraft, on_delete=models.CASCADE, related_name="boxes")
    page = models.PositiveSmallIntegerField()
    x = models.DecimalField(max_digits=6, decimal_places=3)
    y = models.DecimalField(max_digits=6, decimal_places=3)
    width = models.DecimalField(max_digits=6, decimal_places=3)
    height = models.DecimalField(max_digits=6, decimal_places=3)
    reason = models.CharField(max_length=40)
    reason_text = models.CharField(max_length=120, blank=True)

    objects = ScopedManager()

    class Meta:
        """From the first page to the last, from top to bottom; a box lies on its page."""

        ordering = ["page", "y", "x", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(x__gte=0, y__gte=0, width__gt=0, height__gt=0, x__lte=100, y__lte=100),
                name="redaction_box_on_page",
            ),
            models.CheckConstraint(
                condition=Q(reason="other") & ~Q(reason_text="")
                | ~Q(reason="other") & ~Q(reason="") & Q(reason_text=""),
                name="redaction_box_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.x}, {self.y}"


class RedactedCopy(models.Model):
    """Which document is the redacted copy of which (salinan yang dihitamkan), and what was blackened in it.

    `boxes` are page, place and reason code of each box as it was then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="redacted_copies")
    copy = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="redacted_from")
    boxes = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        """A copy is another document than its source."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=models.F("copy")), name="redacted_copy_is_another_document")
        ]

    def __str__(self) -> str:
        return str(self.copy)


class ReleaseCheck(models.Model):
    """What the search for personal data found in a document (pemeriksaan sebelum dibuka), and who looked at it.

    `findings` are kind, place and masked sample; a document's bytes never change, so one search is enough for each
    `version` of the search itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="release_check")
    version = models.PositiveSmallIntegerField()
    findings = models.JSONField()
    checked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        """Confirmed by somebody, at some time, or not at all."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="release_check_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def is_settled(self) -> bool:
        """Return whether nothing was found, or somebody has looked at what was."""
        return not self.findings or self.confirmed_at is not None


declare(
    "documents.RedactionBox",
    PersonalField(
        "reason_text", "Menyebut alasan bagian dihitamkan", "UU 14/2008 Pasal 22 ayat (7)", None, erase="words"
    ),
)
declare(
    "documents.ReleaseCheck",
    PersonalField(
        "findings", "Menunjukkan data pribadi yang tersamar sebelum berkas dibuka", "UU 27/2022 Pasal 35", 365
    ),
)
declare(
    "documents.Signature",
    PersonalField("source", "Menyusun kembali surat dengan blok tanda tangan", "UU 14/2008 Pasal 22 ayat (7)", 365),
    PersonalField("title", "Menyebut surat yang ditandatangani", "UU 14/2008 Pasal 22 ayat (7)", None, erase="words"),
    PersonalField("note", "Menyebut alasan surat dikembalikan", "UU 14/2008 Pasal 22 ayat (7)", None, erase="words"),
    PersonalField(
        "certificate", "Membuktikan penanda tangan", "UU 14/2008 Pasal 22 ayat (7)", None, erase="own", whose="officer"
    ),
)
