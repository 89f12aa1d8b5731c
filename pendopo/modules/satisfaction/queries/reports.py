"""Frozen reports of a survey."""

from __future__ import annotations

from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.satisfaction.models import Report, Survey
from pendopo.modules.satisfaction.rules import limits


def reports_of(survey: Survey) -> list[Report]:
    """Return the reports of a survey without their contents, the newest first. One query."""
    found = Report.objects.for_agency(survey.agency).filter(survey=survey).select_related("frozen_by")
    return list(found.defer("figures", "texts").order_by("-frozen_at")[: limits.REPORTS_SHOWN])


def report_for(agency: Agency, pk: UUID) -> Report | None:
    """Return one report of the agency. One query."""
    return Report.objects.for_agency(agency).select_related("survey", "agency").filter(pk=pk).first()
