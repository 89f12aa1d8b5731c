"""Entry of the DIP, its versions with files and links, the yearly decree, and the counts of the public list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.documents.models import Document
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.lib.ids import uuid7
from pendopo.modules.dip.rules import kinds, limits, procedure

_USER = settings.AUTH_USER_MODEL
_LIVE = Q(is_live=True)


class Entry(Case):
    """One piece of public information (entri DIP) from the draft to its withdrawal; what it says stands in its versions.

    `unit` is the unit that writes it, empty for the PPID's own. `origin` is the case that opened the information;
    `source_number` the number under which an older list held it. The public reads `EntryVersion` with `is_live` only.
    """

    subject_type = kinds.SUBJECT_TYPE

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    origin_type = models.CharField(max_length=40, blank=True)
    origin_id = models.UUIDField(null=True)
    source_number = models.CharField(max_length=limits.NUMBER_MAX, blank=True)
    review_due = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    reminded_for = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    # Told to the public in place of the withdrawn information.
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Numbers once, a case opens information once, a withdrawal whole, and the ways in which lists are read."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="dip_seq_once"),
            models.UniqueConstraint(fields=["agency", "number"], name="dip_number_once"),
            models.UniqueConstraint(
                fields=["agency", "origin_type", "origin_id"],
                condition=Q(origin_id__isnull=False),
                name="dip_proposed_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "source_number"], condition=~Q(source_number=""), name="dip_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(origin_type="", origin_id__isnull=True) | ~Q(origin_type="") & Q(origin_id__isnull=False),
                name="dip_origin_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=procedure.WITHDRAWN, withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state=procedure.WITHDRAWN) & Q(withdrawn_on__isnull=True, withdrawn_reason=""),
                name="dip_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=procedure.PUBLIC, review_due__isnull=False)
                | ~Q(state__in=procedure.PUBLIC) & Q(review_due__isnull=True),
                name="dip_review_due_while_public",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-state_since_at"]),
            models.Index(fields=["agency", "unit", "state", "-state_since_at"]),
            models.Index(fields=["agency", "review_due"]),
            models.Index(fields=["agency", "id"]),
            models.Index(fields=["review_due"]),
        ]

    @property
    def current(self) -> State:
        """Return the state the entry is in, with its labels."""
        return procedure.PROCEDURE.state(self.state)

    @property
    def is_public(self) -> bool:
        """Return whether a version can be read by everybody."""
        return self.state in procedure.PUBLIC


class EntryVersion(models.Model):
    """What an entry says at one time (versi entri), in the columns of PerKI 1/2010 Lampiran II.

    `number` counts from 1. Published, nothing in it changes again but `is_live`, which one version of a public entry
    has, and `is_latest`, which the newest not discarded one has. `change` tells the public what changed, in a word.
    `made_when` is as the agency writes it (“Januari 2026”), `info_year` the year the information is about.
    `search_text` holds the public words in lower case, for finding without the index.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    is_live = models.BooleanField(default=False)
    is_latest = models.BooleanField(default=True)
    change = models.CharField(max_length=limits.CHANGE_MAX, blank=True)

    title = models.CharField(max_length=limits.TITLE_MAX)
    summary = models.TextField()
    entry_class = models.CharField(max_length=10, choices=list(kinds.CLASSES.items()))
    category = models.CharField(max_length=30, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.CharField(max_length=limits.LINE_MAX, blank=True)
    responsible = models.CharField(max_length=limits.LINE_MAX, blank=True)
    made_when = models.CharField(max_length=60, blank=True)
    made_where = models.CharField(max_length=100, blank=True)
    form = models.CharField(max_length=10, choices=list(kinds.FORMS.items()), default=kinds.SOFT)
    retention = models.CharField(max_length=limits.LINE_MAX, blank=True)
    info_year = models.PositiveSmallIntegerField(null=True)
    tags = models.JSONField(default=list)
    has_audio = models.BooleanField(default=False)
    has_visual = models.BooleanField(default=False)
    has_braille = models.BooleanField(default=False)
    cycle = models.CharField(max_length=12, choices=list(kinds.CYCLES.items()), default=kinds.ON_CHANGE)
    search_text = models.TextField()

    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    # Local date in the agency; the order of the public list.
    published_on = models.DateField(null=True)
    discarded_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """One live and one latest version of an entry; the public list and each of its facets have their index."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="dip_version_once"),
            models.UniqueConstraint(fields=["entry"], condition=_LIVE, name="dip_one_live_version"),
            models.UniqueConstraint(fields=["entry"], condition=Q(is_latest=True), name="dip_one_latest_version"),
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(published_on__isnull=False), name="dip_live_is_published"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_on__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_on__isnull=False, discarded_at__isnull=True),
                name="dip_published_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-published_on", "-id"], condition=_LIVE, name="dip_live"),
            models.Index(
                fields=["agency", "entry_class", "-published_on", "-id"], condition=_LIVE, name="dip_live_class"
            ),
            models.Index(fields=["agency", "unit", "-published_on", "-id"], condition=_LIVE, name="dip_live_unit"),
            models.Index(fields=["agency", "info_year", "-published_on", "-id"], condition=_LIVE, name="dip_live_year"),
            models.Index(fields=["agency", "form", "-published_on", "-id"], condition=_LIVE, name="dip_live_form"),
            models.Index(fields=["agency", "category", "-published_on"], condition=_LIVE, name="dip_live_category"),
            models.Index(fields=["agency", "id"], condition=_LIVE, name="dip_live_id"),
        ]

    def __str__(self) -> str:
        return self.title


class EntryFile(models.Model):
    """A file or a link of one version (berkas atau tautan); a later version that keeps the file points to the same one."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    label = models.CharField(max_length=limits.LINE_MAX, blank=True)

    objects = ScopedManager()

    class Meta:
        """Either a file or a link, in the order in which they are shown."""

        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="dip_file_position_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=False, url="") | Q(document__isnull=True) & ~Q(url=""),
                name="dip_file_or_link",
            ),
        ]
        indexes = [models.Index(fields=["document"], name="dip_file_document")]

    def __str__(self) -> str:
        return self.label or self.url or str(self.document_id)


class Decree(models.Model):
    """The decree that sets the list as it stands (SK penetapan DIP), with its letter and the versions it froze."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    decreed_on = models.DateField()
    place = models.CharField(max_length=80)
    entry_count = models.PositiveIntegerField()
    # SHA-256 of the frozen list as CSV: what the letter says is what the file holds.
    checksum = models.CharField(max_length=64)
    signed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """Numbers once; the newest first."""

        ordering = ["-decreed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="dip_decree_seq_once"),
            models.UniqueConstraint(fields=["agency", "number"], name="dip_decree_number_once"),
        ]
        indexes = [models.Index(fields=["agency", "-decreed_on", "-id"], name="dip_decree_newest")]

    def __str__(self) -> str:
        return self.number


class DecreeItem(models.Model):
    """One line of a decree's list: the version that stood then, and how its unit was called."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        """In the order of the list."""

        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["decree", "position"], name="dip_decree_position_once")]

    def __str__(self) -> str:
        return str(self.position)


class Tally(models.Model):
    """How many public entries an agency has of one class, unit, year and form: the facets' counts without counting.

    No unit is an empty text and no year is 0, because a database takes two NULLs for different.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    entry_class = models.CharField(max_length=10)
    unit = models.CharField(max_length=36, blank=True)
    info_year = models.PositiveSmallIntegerField(default=0)
    form = models.CharField(max_length=10)
    count = models.IntegerField()

    objects = ScopedManager()

    class Meta:
        """One row for each combination."""

        constraints = [
            models.UniqueConstraint(
                fields=["agency", "entry_class", "unit", "info_year", "form"], name="dip_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_class} {self.info_year}: {self.count}"
