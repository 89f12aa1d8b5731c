"""An export leaves a trace; a report is frozen before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import actions as audit
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.models import Snapshot, SnapshotRow
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Sheet
from pendopo.kernel.reporting.rules import Fact, Tally

_BATCH = 1000


def note_export(*, sheet: Sheet, file_format: str, filters: dict[str, str], by: Actor) -> None:
    """Write into the audit trail who took which register, of which period, and whether identities were in it."""
    with transaction.atomic():
        audit.record(
            agency=sheet.agency,
            action="reporting.export",
            subject_type="register",
            subject_id=sheet.agency.pk,
            by=by,
            details={
                "register": sheet.register.key,
                "format": file_format,
                "start": sheet.period.start.isoformat(),
                "end": sheet.period.end.isoformat(),
                "filters": filters,
                "identities": sheet.sees_identity and any(column.personal for column in sheet.register.columns),
            },
        )


def take_snapshot(
    *,
    agency: Agency,
    report: str,
    period: Period,
    sources: Iterable[FactSource],
    by: Actor,
    progress: Callable[[int], object] | None = None,
) -> Snapshot:
    """Freeze the facts and figures of a report as they stand now, in one transaction; return the snapshot.

    `progress` is called with the number of facts frozen so far. Raises ValueError for a mark no figure counts.
    """
    now = clock.now()
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            agency=agency,
            report=report,
            start_on=period.start,
            end_on=period.end,
            cut_off_at=now,
            versions={},
            values={},
            digests={},
            taken_by=by.user,
            taken_at=now,
        )
        frozen = 0
        for source in sources:
            tally = Tally(source.figures)
            facts = iter(source.facts(agency, period, now))
            while rows := list(_rows(snapshot, source, tally, islice(facts, _BATCH))):
                SnapshotRow.objects.bulk_create(rows)
                frozen += len(rows)
                if progress:
                    progress(frozen)
            snapshot.versions[source.key] = source.version
            snapshot.values[source.key] = tally.values()
            snapshot.digests[source.key] = tally.digest
        snapshot.save(update_fields=["versions", "values", "digests"])
        audit.record(
            agency=agency,
            action="reporting.snapshot",
            subject_type="snapshot",
            subject_id=snapshot.pk,
            by=by,
            details={
                "report": report,
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "versions": snapshot.versions,
                "digests": snapshot.digests,
                "rows": frozen,
            },
        )
    return snapshot


def _rows(snapshot: Snapshot, source: FactSource, tally: Tally, facts: Iterable[Fact]) -> Iterator[SnapshotRow]:
    for fact in facts:
        tally.add(fact)
        yield SnapshotRow(
            agency=snapshot.agency,
            snapshot=snapshot,
            source=source.key,
            subject_id=fact.subject_id,
            number=fact.number,
            on=fact.on,
            marks="".join(["|", *(f"{mark}|" for mark in sorted(fact.marks))]),
            measures=dict(fact.measures),
        )
