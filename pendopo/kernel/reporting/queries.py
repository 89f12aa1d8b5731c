"""Reads of snapshots: the rows behind a figure, and the recount that proves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.models import Snapshot, SnapshotRow
from pendopo.kernel.reporting.rules import Fact, Figure, Tally


@dataclass(frozen=True, slots=True)
class Recount:
    """What counting a snapshot's rows again gave: sources whose figures or facts differ from what was kept."""

    differing: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Return whether nothing differs."""
        return not self.differing


def figure_rows(snapshot: Snapshot, source: str, figure: Figure) -> QuerySet[SnapshotRow]:
    """Return the rows that a figure counts or measures, in the order in which they were frozen."""
    rows = SnapshotRow.objects.for_agency(snapshot.agency).filter(
        snapshot=snapshot, source=source, marks__contains=f"|{figure.code}|"
    )
    return rows.filter(measures__has_key=figure.measure) if figure.measure else rows


def _fact(row: SnapshotRow) -> Fact:
    marks = frozenset(mark for mark in row.marks.split("|") if mark)
    return Fact(row.subject_id, row.number, row.on, marks, row.measures)


def recount(snapshot: Snapshot, sources: Iterable[FactSource]) -> Recount:
    """Count the snapshot's rows again and compare with what was kept; one query per source, rows streamed."""
    differing = []
    for source in sources:
        tally = Tally(source.figures)
        rows = SnapshotRow.objects.for_agency(snapshot.agency).filter(snapshot=snapshot, source=source.key)
        for row in rows.order_by("id").iterator(chunk_size=2000):
            tally.add(_fact(row))
        kept = (snapshot.values.get(source.key), snapshot.digests.get(source.key))
        if kept != (tally.values(), tally.digest):
            differing.append(source.key)
    return Recount(tuple(differing))
