"""Reads of annual reports: lists, one report, and its figures as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.facts import FactSource, find_source
from pendopo.kernel.reporting.models import Snapshot
from pendopo.kernel.reporting.rules import Figure, key_of, share
from pendopo.modules.annual_reports import rules
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.ui.formats import number_text


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure with its value as text and, where it is part of a whole, its share in per cent."""

    figure: Figure
    key: str
    value: str | None
    share: Decimal | None

    @property
    def title(self) -> str:
        """Return its words in the active language."""
        return _(self.figure.title)

    @property
    def shown(self) -> str:
        """Return the value as people write it, a dash where nothing was measured."""
        return "–" if self.value is None else number_text(Decimal(self.value))


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Neighbouring figures of one source under one heading."""

    source: FactSource
    heading: str
    lines: list[FigureLine]


def reports_of(agency: Agency) -> QuerySet[AnnualReport]:
    """Return the agency's reports, newest year first."""
    return AnnualReport.objects.for_agency(agency).order_by("-report_year")


def published_reports(agency: Agency) -> QuerySet[AnnualReport]:
    """Return the agency's published reports, newest year first."""
    return reports_of(agency).filter(state=rules.PUBLISHED).select_related("snapshot")


def report_for(agency: Agency, pk: UUID) -> AnnualReport | None:
    """Return one report with its snapshot, None when the agency has none with this key. One query."""
    found = AnnualReport.objects.for_agency(agency).select_related("snapshot__taken_by").filter(pk=pk).first()
    return _placed(agency, found)


def published_report(agency: Agency, year: int) -> AnnualReport | None:
    """Return the published report of a year, or None. One query."""
    return _placed(agency, published_reports(agency).filter(report_year=year).first())


def _placed(agency: Agency, report: AnnualReport | None) -> AnnualReport | None:
    if report is not None:
        report.agency = report.snapshot.agency = agency
    return report


def _line(snapshot: Snapshot, source: FactSource, figure: Figure) -> FigureLine:
    key = key_of(figure)
    value = snapshot.value(source.key, key)
    whole = snapshot.value(source.key, figure.of) if figure.of else None
    part = share(int(value), int(whole)) if value is not None and whole is not None else None
    return FigureLine(figure, key, value, part)


def tables_of(snapshot: Snapshot, source_key: str) -> Iterator[FigureTable]:
    """Yield the tables of one source, in its order; nothing when its module is not installed or was not counted."""
    source = find_source(source_key)
    if source is None or source_key not in snapshot.values:
        return
    for heading, figures in groupby(source.figures, key=lambda figure: figure.group):
        yield FigureTable(source, heading, [_line(snapshot, source, figure) for figure in figures])


def announced(snapshot: Snapshot) -> list[FigureLine]:
    """Return the figures of the yearly announcement (UU 14/2008 Pasal 12), from all kinds of cases.

    Reasons for refusal are part of it: those that were used.
    """
    found = []
    for source_key in snapshot.values:
        source = find_source(source_key)
        if source is None:
            continue
        for figure in source.figures:
            line = _line(snapshot, source, figure)
            is_reason = figure.code.startswith("ground_") and line.value != "0"
            if figure.basis == rules.ANNOUNCEMENT_ARTICLE or is_reason:
                found.append(line)
    return found
