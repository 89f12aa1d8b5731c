"""Terms: under which licence an agency gives its data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.licences import LICENCES, NOT_STATED


class Terms(models.Model):
    """The licence that an agency has chosen for its open data, and what says so; without a row it has stated none."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+")
    licence = models.CharField(
        max_length=20, choices=[(each.code, each.title) for each in LICENCES.values()], default=NOT_STATED
    )
    # Decree or page that states the licence; a licence is never claimed without it.
    source = models.CharField(max_length=limits.LINE_MAX, blank=True)

    objects = ScopedManager()

    class Meta:
        """A licence has a source."""

        constraints = [
            models.CheckConstraint(
                condition=Q(licence=NOT_STATED, source="") | ~Q(licence=NOT_STATED) & ~Q(source=""),
                name="open_data_licence_with_source",
            )
        ]

    def __str__(self) -> str:
        return self.licence
