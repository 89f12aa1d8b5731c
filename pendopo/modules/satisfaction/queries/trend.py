"""The index over periods, with a mark wherever the method changed, and what it was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.modules.satisfaction.models import PastResult, Survey
from pendopo.modules.satisfaction.queries import tallies
from pendopo.modules.satisfaction.queries.figures import figure_of
from pendopo.modules.satisfaction.rules import counting, index, instruments, limits, procedure
from pendopo.modules.satisfaction.rules.index import Figure, band_of
from pendopo.modules.satisfaction.rules.instruments import Band

_ENDED = (procedure.CLOSED, procedure.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend. `is_break` where instrument or way of computing differ from the point before.

    `figure` holds the elements, None where only a printed index is known; `source` names the report it was printed in.
    """

    period: str
    ends_on: dt.date
    n: int | None
    converted: Decimal
    band: Band | None
    instrument: instruments.Instrument
    method: index.Method
    figure: Figure | None
    source: str = ""
    is_break: bool = False


def trend(agency: Agency, unit: Unit | None = None, *, is_public: bool = True) -> list[Point]:
    """Return the last periods of a unit (None: the agency as a whole), oldest first; for the public published ones only.

    Published figures stand as they were published. Three queries.
    """
    states = (procedure.PUBLISHED,) if is_public else _ENDED
    found = Survey.objects.for_agency(agency).filter(unit=unit, state__in=states)
    chosen = list(found.select_related("instrument").order_by("-ends_on", "-id")[: limits.TREND_PERIODS])
    counted = tallies.of_surveys(chosen)
    points = [
        point for survey in chosen if (point := _of_survey(survey, figure_of_survey(survey, counted))) is not None
    ]
    past = PastResult.objects.for_agency(agency).filter(unit=unit).select_related("instrument")
    points += [_of_past(result) for result in past.order_by("-ends_on")[: limits.TREND_PERIODS]]
    points.sort(key=lambda point: (point.ends_on, point.instrument.key))
    return _marked(points[-limits.TREND_PERIODS :])


def figure_of_survey(survey: Survey, counted: Mapping[UUID, counting.Tallies]) -> Figure | None:
    """Return a survey's figure out of tallies of several."""
    return figure_of(survey.instrument.definition, dict(counted.get(survey.pk, {})))


def _of_survey(survey: Survey, found: Figure | None) -> Point | None:
    """Return the point of a survey; what was published stands, also when every answer was removed since."""
    if survey.published_index is not None:
        converted, n = survey.published_index, survey.published_n
    elif found is not None:
        converted, n = found.converted, found.n
    else:
        return None
    instrument = survey.instrument.definition
    band = band_of(instrument, converted)
    return Point(survey.period, survey.ends_on, n, converted, band, instrument, index.EXACT, found)


def _of_past(result: PastResult) -> Point:
    instrument = result.instrument.definition
    return Point(
        period=result.period,
        ends_on=result.ends_on,
        n=result.n,
        converted=result.published_index,
        band=band_of(instrument, result.published_index),
        instrument=instrument,
        method=index.METHODS[result.method],
        figure=None,
        source=result.source,
    )


def _marked(points: list[Point]) -> list[Point]:
    marked = []
    for before, point in zip([None, *points], points, strict=False):
        other = before is not None and _way(before) != _way(point)
        marked.append(replace(point, is_break=other))
    return marked


def _way(point: Point) -> tuple[str, str, str]:
    return point.instrument.key, point.instrument.version, point.method.key


def index_before(survey: Survey) -> Decimal | None:
    """Return the index of the same unit's last period before `survey` with the same instrument; None without one.

    Two queries at most.
    """
    found = Survey.objects.for_agency(survey.agency).filter(
        _of_unit(survey), instrument_id=survey.instrument_id, state__in=_ENDED, ends_on__lt=survey.starts_on
    )
    last = found.select_related("instrument").order_by("-ends_on", "-id").first()
    if last is None:
        past = PastResult.objects.for_agency(survey.agency).filter(
            _of_unit(survey), instrument_id=survey.instrument_id, ends_on__lt=survey.starts_on
        )
        return past.order_by("-ends_on").values_list("published_index", flat=True).first()
    if last.published_index is not None:
        return last.published_index
    counted = figure_of_survey(last, tallies.of_surveys([last]))
    return counted.converted if counted else None


def _of_unit(survey: Survey) -> Q:
    return Q(unit_id=survey.unit_id) if survey.unit_id else Q(unit__isnull=True)
