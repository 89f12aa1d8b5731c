"""The rows behind one frozen figure, as a register of their own: every number of a report can be opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.facts import FactSource, find_source
from pendopo.kernel.reporting.models import Snapshot, SnapshotRow
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.queries import figure_rows
from pendopo.kernel.reporting.registers import Column, Register, Sheet
from pendopo.kernel.reporting.rules import Figure, key_of


class NoSuchFigure(LookupError):
    """The snapshot, source or figure that an address names does not exist in this agency."""


@dataclass(frozen=True, slots=True)
class OpenedFigure:
    """A figure of a snapshot with its value and the sheet of its rows."""

    snapshot: Snapshot
    source: FactSource
    figure: Figure
    value: str | None
    sheet: Sheet


def _register(source: FactSource, figure: Figure) -> Register:
    columns = [Column("number", _("Nomor"), lambda row: row.number), Column("on", _("Tanggal"), lambda row: row.on)]
    if figure.measure:
        columns.append(Column(figure.measure, _("Nilai"), lambda row: row.measures.get(figure.measure)))

    def link(row: SnapshotRow, agency: Agency) -> str:
        return source.link(row.subject_id, agency)

    return Register(key="figure", title=figure.title, columns=columns, rows=_no_rows, link=link)


def _no_rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[SnapshotRow]:
    raise TypeError("The rows of a figure come from its snapshot.")


def open_figure(agency: Agency, snapshot_id: UUID, source_key: str, key: str) -> OpenedFigure:
    """Return a figure with its rows, not read yet. One query. Raises NoSuchFigure."""
    source = find_source(source_key)
    snapshot = Snapshot.objects.for_agency(agency).select_related("taken_by").filter(pk=snapshot_id).first()
    figure = next((found for found in source.figures if key_of(found) == key), None) if source else None
    if source is None or snapshot is None or figure is None:
        raise NoSuchFigure(key)
    snapshot.agency = agency
    period = Period(snapshot.start_on, snapshot.end_on, "range", None)
    sheet = Sheet(_register(source, figure), agency, period, figure_rows(snapshot, source.key, figure), True)
    return OpenedFigure(snapshot, source, figure, snapshot.value(source.key, key), sheet)
