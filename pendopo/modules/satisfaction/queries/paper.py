"""Bundles of paper, their sheets, and how far typing and checking have come."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.satisfaction.models import PaperBatch, PaperSheet, Survey
from pendopo.modules.satisfaction.rules.collecting import sheets_to_check


def batches_of(survey: Survey) -> QuerySet[PaperBatch]:
    """Return the bundles of a survey with how many sheets are typed, checked and differ, the newest first."""
    found = PaperBatch.objects.for_agency(survey.agency).filter(survey=survey).select_related("service", "made_by")
    return found.annotate(
        typed_n=Count("typed"),
        checked_n=Count("typed", filter=Q(typed__checked_at__isnull=False)),
        open_n=Count("typed", filter=Q(typed__checked_at__isnull=False, typed__settled_at__isnull=True)),
    ).order_by("-number")


def batch_for(agency: Agency, survey: Survey, pk: UUID) -> PaperBatch | None:
    """Return one bundle of a survey. One query."""
    found = PaperBatch.objects.for_agency(agency).filter(survey=survey, pk=pk)
    return found.select_related("agency", "service", "made_by").first()


def sheet_for(batch: PaperBatch, position: int) -> PaperSheet | None:
    """Return one typed sheet with its answer. One query."""
    found = PaperSheet.objects.for_agency(batch.agency).filter(batch=batch, position=position)
    return found.select_related("answer", "batch__agency", "typed_by", "checked_by").first()


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a bundle has come: places still to type, to type again, and that differ."""

    typed: int
    missing: tuple[int, ...]
    to_check: tuple[int, ...]
    differing: tuple[int, ...]
    checked: int
    changed: int

    @property
    def next_missing(self) -> int | None:
        """Return the next place to type, None when all are."""
        return self.missing[0] if self.missing else None


def progress_of(batch: PaperBatch) -> BatchProgress:
    """Return how far a bundle has come; what is drawn for the second pass shows as soon as all sheets are typed. One query."""
    rows = PaperSheet.objects.for_agency(batch.agency).filter(batch=batch).order_by("position")
    sheets = {
        each.position: each for each in rows.only("position", "checked_at", "settled_at", "batch_id", "agency_id")
    }
    missing = tuple(place for place in range(1, batch.sheets + 1) if place not in sheets)
    drawn = sheets_to_check(batch.pk, batch.sheets) if not missing else []
    checked = [each for each in sheets.values() if each.checked_at is not None]
    return BatchProgress(
        typed=len(sheets),
        missing=missing,
        to_check=tuple(place for place in drawn if sheets[place].checked_at is None),
        differing=tuple(each.position for each in checked if each.differs),
        checked=len(checked),
        changed=sum(each.settled_at != each.checked_at for each in checked if each.settled_at),
    )
