"""Tenancy: every row belongs to an agency, and every query starts from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Query set that can be narrowed to one agency."""

    def for_agency(self, agency: Agency) -> ScopedQuerySet[M]:
        """Keep only the rows of `agency`."""
        return self.filter(agency=agency)


# Manager whose queries start with `for_agency`.
ScopedManager = models.Manager.from_queryset(ScopedQuerySet)
