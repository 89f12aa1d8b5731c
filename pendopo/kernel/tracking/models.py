"""What a citizen typed before sending, and the base of cases that are followed with number and code."""

from __future__ import annotations

from django.db import models

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.kernel.tracking.rules import DRAFT_DAYS
from pendopo.kernel.workflow.models import Case


class TrackedCase(Case):
    """Base of a case that a citizen follows without an account; `tracking_digest` proves the secret code."""

    tracking_digest = models.CharField(max_length=64)

    class Meta:
        """Shared by the tables of all such cases."""

        abstract = True


class Draft(models.Model):
    """What a citizen typed between the pages (konsep); sealed, found only by the secret in the cookie.

    `kind` is the subject type of the case that it becomes.
    """

    token_digest = models.CharField(max_length=64, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    sealed = models.BinaryField()
    updated_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """Old drafts are swept by age."""

        indexes = [models.Index(fields=["updated_at"])]

    def __str__(self) -> str:
        return self.token_digest[:12]


declare(
    "tracking.Draft",
    PersonalField("sealed", "Menyimpan isian sebelum dikirim", "UU 14/2008 Pasal 22 ayat (2)", DRAFT_DAYS),
)
