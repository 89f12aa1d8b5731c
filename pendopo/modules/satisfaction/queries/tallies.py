"""Tallies, read: what every figure is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from pendopo.modules.satisfaction.models import Survey, Tally
from pendopo.modules.satisfaction.rules import counting
from pendopo.modules.satisfaction.rules.traits import ALL

# The tallies of each service of a survey, by the service's key.
ByService = Mapping[UUID, counting.Tallies]


def of_survey(survey: Survey, *, service_id: UUID | None = None, everybody_only: bool = False) -> counting.Tallies:
    """Return the tallies of a survey, its services together or one of them. One query by the tallies' own index."""
    rows = Tally.objects.for_agency(survey.agency).filter(survey=survey)
    if everybody_only:
        rows = rows.filter(segment=ALL)
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    found: counting.Tallies = {}
    for segment, complete, counts in rows.values_list("segment", "is_complete", "counts"):
        counting.add(found, {(segment, complete): counts})
    return found


def by_service(survey: Survey, *, everybody_only: bool = True) -> ByService:
    """Return the tallies of a survey by service. One query."""
    rows = Tally.objects.for_agency(survey.agency).filter(survey=survey)
    if everybody_only:
        rows = rows.filter(segment=ALL)
    found: dict[UUID, counting.Tallies] = defaultdict(dict)
    for service, segment, complete, counts in rows.values_list("service_id", "segment", "is_complete", "counts"):
        found[service][segment, complete] = counts
    return dict(found)


def together(by_service: ByService) -> counting.Tallies:
    """Return the tallies of all services of a survey as one."""
    found: counting.Tallies = {}
    for counted in by_service.values():
        counting.add(found, counted)
    return found


def of_surveys(surveys: Collection[Survey]) -> Mapping[UUID, counting.Tallies]:
    """Return everybody's tallies of several surveys, their services together, by survey. One query."""
    rows = Tally.objects.filter(survey__in=[survey.pk for survey in surveys], segment=ALL)
    found: dict[UUID, counting.Tallies] = defaultdict(dict)
    for survey_id, complete, counts in rows.values_list("survey_id", "is_complete", "counts"):
        counting.add(found[survey_id], {(ALL, complete): counts})
    return found
