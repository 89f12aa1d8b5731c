"""Comparing: units of an agency's tree, like services of all agencies, and everybody on one page. All from tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, run
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction.models import Instrument, Survey, Tally
from pendopo.modules.satisfaction.queries.surveys import definitions
from pendopo.modules.satisfaction.rules import counting, index, instruments, limits, procedure
from pendopo.modules.satisfaction.rules.index import Figure, band_of, compute, converted_of, half_up
from pendopo.modules.satisfaction.rules.instruments import Band
from pendopo.modules.satisfaction.rules.traits import ALL

_TREE = """
WITH RECURSIVE tree (id) AS (
    SELECT id FROM agencies_agency WHERE id = %s
    UNION SELECT child.id FROM agencies_agency child JOIN tree ON child.parent_id = tree.id WHERE child.is_active
)
SELECT id FROM tree LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit (none: services of the agency as a whole) with its index, in a comparison. Equal values share a rank."""

    agency_id: UUID
    agency_name: str
    agency_slug: str
    unit_id: UUID | None
    unit_name: str
    n: int
    converted: Decimal
    band: Band | None
    rank: int


def agency_tree(agency: Agency) -> list[UUID]:
    """Return the keys of an agency and of all active ones beneath it, at most limits.COMPARED. One query."""
    found = run(_TREE, [database_key(agency.pk), limits.COMPARED])
    return [key if isinstance(key, UUID) else UUID(key) for (key,) in found]


def compare_units(agency: Agency, period: str, instrument: str = "permen14_2017") -> list[Compared]:
    """Return the units of an agency and of those beneath it by their index of a period, best first.

    Of the agency itself surveys that are closed count too, of others published ones only. Three queries.
    """
    own = Q(survey__agency=agency, survey__state__in=(procedure.CLOSED, procedure.PUBLISHED))
    published = Q(survey__agency__in=agency_tree(agency), survey__state=procedure.PUBLISHED)
    counted, known = _counted(_tallies(period, instrument).filter(own | published))
    return _ranked(counted, known)[: limits.COMPARED]


@dataclass(frozen=True, slots=True)
class National:
    """Everybody who published a survey of a period: the figure over all answers, and the units by their index."""

    figure: Figure | None
    units: list[Compared]


def national(period: str, instrument: str = "permen14_2017") -> National:
    """Return the published index of a period over all agencies, and of each unit, best first. Three queries.

    The whole is computed from all answers, not as a mean of indices. Agencies' own versions of the instrument, which have
    other elements, stand among the units and not in the whole. Incomplete questionnaires are not counted out here.
    """
    counted, known = _counted(_tallies(period, instrument).filter(survey__state=procedure.PUBLISHED))
    shipped = Instrument.objects.filter(agency__isnull=True, key=instrument).order_by("-version").first()
    figure = None
    if shipped is not None:
        whole = [row for row in counted if row[0] == shipped.pk]
        figure = compute(shipped.definition, *_sums(whole, shipped.definition))
    return National(figure, _ranked(counted, known))


@dataclass(frozen=True, slots=True)
class Likened:
    """Services like one's own in other agencies: how many, in how many agencies, and the median of their indices.

    The median is none with fewer than limits.LIKE_SERVICES: a few would tell each other's index.
    """

    n: int
    agencies: int
    median: Decimal | None


_NOBODY = Likened(0, 0, None)


def like_services(
    agency: Agency,
    services: Iterable[Service],
    period: str,
    instrument: str = "permen14_2017",
    *,
    within: Collection[UUID] | None = None,
) -> dict[UUID, Likened]:
    """Return for each of the agency's services what published surveys of a period say of the same kind elsewhere.

    `within` narrows elsewhere to some agencies. A service without a kind is like no other. Two queries, however many.
    """
    own = {service.pk: service.kind for service in services}
    rows = _tallies(period, instrument).filter(
        service__kind__in={kind for kind in own.values() if kind}, survey__state=procedure.PUBLISHED
    )
    if within is not None:
        rows = rows.filter(survey__agency__in=within)
    counted, known = _counted(rows.exclude(survey__agency=agency))
    values: dict[str, list[tuple[UUID, Fraction]]] = defaultdict(list)
    for (instrument_id, _service), of_service in _grouped(counted, 0, _SERVICE).items():
        converted = converted_of(known[instrument_id], *_sums(of_service, known[instrument_id]))
        if converted is not None:
            values[of_service[0][_KIND]].append((of_service[0][3], Fraction(converted)))
    return {pk: _likened(values[kind]) if kind in values else _NOBODY for pk, kind in own.items()}


def _likened(found: list[tuple[UUID, Fraction]]) -> Likened:
    enough = len(found) >= limits.LIKE_SERVICES
    middle = half_up(median(value for _agency, value in found), index.PLACES) if enough else None
    return Likened(len(found), len({agency for agency, _value in found}), middle)


_COLUMNS = (
    "survey__instrument_id", "is_complete", "counts", "survey__agency_id", "survey__agency__name",
    "survey__agency__slug", "service__unit_id", "service__unit__name", "service_id", "service__kind",
)  # fmt: skip
_SERVICE, _KIND = len(_COLUMNS) - 2, len(_COLUMNS) - 1
_Rows = list[tuple[Any, ...]]
_Known = dict[UUID, instruments.Instrument]


def _tallies(period: str, instrument: str) -> QuerySet[Tally]:
    surveys = Survey.objects.filter(period=period, instrument__key=instrument)
    return Tally.objects.filter(survey__in=surveys, segment=ALL)


def _counted(rows: QuerySet[Tally]) -> tuple[_Rows, _Known]:
    """Return what the index rests on, with the instruments: incomplete questionnaires only where one counts them."""
    found = list(rows.filter(is_complete=True).values_list(*_COLUMNS)[: limits.NATIONAL_ROWS])
    known = definitions({row[0] for row in found})
    if any(definition.missing == "answered" for definition in known.values()):
        partly = rows.filter(is_complete=False, survey__instrument__in=list(known))
        found += partly.values_list(*_COLUMNS)[: limits.NATIONAL_ROWS]
    return found, known


def _sums(rows: _Rows, instrument: instruments.Instrument) -> tuple[list[int], list[int]]:
    """Return the counts of complete and of incomplete questionnaires, all rows together."""
    found = []
    for complete in (True, False):
        chosen = [row[2] for row in rows if row[1] == complete]
        found.append(list(map(sum, zip(*chosen, strict=True))) if chosen else [0] * instrument.width)
    return found[0], found[1]


def _grouped(rows: Iterable[tuple[Any, ...]], *places: int) -> dict[tuple[Any, ...], _Rows]:
    found: dict[tuple[Any, ...], _Rows] = defaultdict(list)
    for row in rows:
        found[tuple(row[place] for place in places)].append(row)
    return found


def _ranked(counted: _Rows, known: _Known) -> list[Compared]:
    """Return units by their index, best first; a unit that used two versions of the instrument stands twice."""
    units = []
    for (instrument_id, *_unit), rows in _grouped(counted, 0, 3, 6).items():
        definition = known[instrument_id]
        complete, incomplete = _sums(rows, definition)
        converted = converted_of(definition, complete, incomplete)
        if converted is not None:
            units.append((converted, counting.respondents(complete, definition.scale), definition, rows[0]))
    units.sort(key=lambda unit: (-unit[0], unit[3][4], unit[3][7] or ""))
    ranks: dict[Decimal, int] = {}
    for place, (converted, *_more) in enumerate(units, start=1):
        ranks.setdefault(converted, place)
    return [
        Compared(
            agency_id=row[3],
            agency_name=row[4],
            agency_slug=row[5],
            unit_id=row[6],
            unit_name=row[7] or "",
            n=n,
            converted=converted,
            band=band_of(definition, converted),
            rank=ranks[converted],
        )
        for converted, n, definition, row in units
    ]
