"""A run of an import, and what is wrong in its file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.documents.models import Document
from pendopo.kernel.imports import rules
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.lib.ids import uuid7

_USER = settings.AUTH_USER_MODEL


class ImportRun(models.Model):
    """The import of one file of an older register (impor): columns, progress, outcome.

    `heading_line` is the last line of the headings; `mapping` is column → place in the file. `next_line` is the first
    line that is not done, kept in the transaction that does the lines before it. `total` counts the rows below the
    headings; `new`, `known` and `wrong` those of the phase that runs or ran last.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    importer = models.CharField(max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=100, blank=True)
    heading_line = models.PositiveIntegerField()
    headings = models.JSONField()
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=list(rules.STATES.items()), default=rules.UPLOADED)
    state_since_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    next_line = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    begun_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """One at work per agency and kind; who confirmed and when in a pair; the list, and the worker's way."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "importer"], condition=Q(state__in=rules.WORKING), name="import_one_at_work"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="import_confirmed_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="import_of_agency"),
            models.Index(fields=["state", "state_since_at"], name="import_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.importer} {self.begun_at.isoformat()}"

    @property
    def is_working(self) -> bool:
        """Return whether the worker has lines left to do."""
        return self.state in rules.WORKING

    @property
    def done(self) -> int:
        """Return how many rows were looked at in this phase."""
        return self.new + self.known + self.wrong


class ImportProblem(models.Model):
    """What is wrong with one cell or row (masalah impor): a msgid with its values; the first thousand of a phase."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    sentence = models.CharField(max_length=300)
    params = models.JSONField(default=dict)

    objects = ScopedManager()

    class Meta:
        """By line within a run."""

        ordering = ["line", "id"]
        indexes = [models.Index(fields=["run", "line", "id"], name="import_problem_of_run")]

    def __str__(self) -> str:
        return f"{self.line}: {self.sentence}"


declare(
    "imports.ImportProblem",
    PersonalField("params", "Menunjukkan isi sel yang perlu diperbaiki", "UU 27/2022 Pasal 29", rules.KEEP_DAYS),
)
