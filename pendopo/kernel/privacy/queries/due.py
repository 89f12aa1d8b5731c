"""What is due to be destroyed: a dry run that touches nothing, with number and reason of every case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.privacy.models import Destruction, DestructionItem, Erasure
from pendopo.kernel.privacy.queries.people import held_ids, last_ends
from pendopo.kernel.privacy.queries.periods import Kept, kept_by
from pendopo.kernel.privacy.registry import CaseKind, case_kinds
from pendopo.kernel.privacy.rules import destroying, limits, periods


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose period is over: since when it ran, and the day on which it ended."""

    subject_type: str
    subject_id: UUID
    number: str
    ended_on: dt.date
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would go of one kind for one period: how many (bounded by limits.LIST_MAX), the first and the last day."""

    kind: CaseKind
    kept: Kept
    found: list[Due]

    @property
    def count(self) -> int:
        """Return how many cases would lose data."""
        return len(self.found)

    @property
    def is_full(self) -> bool:
        """Return whether more may be due than stand on one list."""
        return self.count >= limits.LIST_MAX


def kinds_for(period: str) -> list[CaseKind]:
    """Return the kinds of cases that hold something for this period."""
    return [kind for kind in case_kinds() if kind.contact or period == periods.REGISTER]


def forecast(agency: Agency) -> list[Forecast]:
    """Return what would go today, per kind and period; what has no end is left out. Nothing is changed."""
    kept = kept_by(agency)
    return [
        Forecast(kind, kept[code], due(agency, kind, kept[code]))
        for code in periods.LEVELS
        if kept[code].days is not None
        for kind in kinds_for(code)
    ]


def due(agency: Agency, kind: CaseKind, kept: Kept, *, limit: int = limits.LIST_MAX) -> list[Due]:
    """Return the cases of one kind whose period is over, the earliest end first.

    Cases on a list already, those erased that far, and those that an objection, a dispute or a hold keeps are left out.
    """
    if kept.days is None:
        return []
    horizon = clock.today(agency.timezone) - dt.timedelta(days=kept.days)
    found: list[Due] = []
    for rows in _chunks(_candidates(agency, kind, kept.period.code, horizon)):
        starts = _starts(agency, kind, kept.period.code, rows)
        for pk, number, _start in rows:
            start = starts[pk]
            if start is not None and start < horizon:
                due_on = start + dt.timedelta(days=kept.days)
                found.append(Due(kind.subject_type, pk, number, start, due_on))
        if len(found) >= limit:
            return found[:limit]
    return found


_Row = tuple[UUID, str, Any]


def _candidates(agency: Agency, kind: CaseKind, period: str, horizon: dt.date) -> QuerySet[Any, _Row]:
    """Return the ended cases before `horizon` that were not erased that far, in the order in which they ended."""
    rank = periods.LEVELS.index(period)
    about = {"subject_type": kind.subject_type, "subject_id": OuterRef("pk")}
    field = kind.model._meta.get_field(kind.ended)
    bound: Any = horizon
    if field.get_internal_type() == "DateTimeField":
        bound = dt.datetime.combine(horizon, dt.time(), tzinfo=agency.zone)
    start = Coalesce(kind.checked, kind.ended) if period == periods.IDENTITY_FILE and kind.checked else F(kind.ended)
    rows = kind.model.objects.for_agency(agency).annotate(start=start).filter(start__lt=bound)
    waiting = DestructionItem.objects.filter(
        **about,
        state=destroying.WAITING,
        destruction__period__in=periods.LEVELS[rank:],
        destruction__state__in=(destroying.PROPOSED, destroying.APPROVED),
    )
    rows = rows.filter(~Exists(Erasure.objects.filter(**about, rank__gte=rank)), ~Exists(waiting))
    if period == periods.IDENTITY_FILE:
        rows = rows.filter(Exists(Document.objects.filter(**about, purpose=Purpose.IDENTITY, removed_at__isnull=True)))
    return rows.order_by("start", "pk").values_list("pk", "number", "start")


def _starts(agency: Agency, kind: CaseKind, period: str, rows: list[_Row]) -> dict[UUID, dt.date | None]:
    if period == periods.IDENTITY_FILE:
        # The picture served its purpose with the check; an objection has pictures of its own.
        held = held_ids(pk for pk, _number, _start in rows)
        return {pk: None if pk in held else _local(start, agency) for pk, _number, start in rows}
    return last_ends(agency, kind.subject_type, [pk for pk, _number, _start in rows])


def _local(start: Any, agency: Agency) -> dt.date:
    day: dt.date = start.astimezone(agency.zone).date() if isinstance(start, dt.datetime) else start
    return day


def _chunks(rows: QuerySet[Any, _Row]) -> Iterator[list[_Row]]:
    """Yield the rows in pieces, no more than limits.SCAN_MAX: what is held for long does not make the job long."""
    for begin in range(0, limits.SCAN_MAX, limits.CHUNK):
        chunk = list(rows[begin : begin + limits.CHUNK])
        if chunk:
            yield chunk
        if len(chunk) < limits.CHUNK:
            return


def lists(agency: Agency) -> QuerySet[Destruction]:
    """Return the agency's lists of what is destroyed, the newest first."""
    found: QuerySet[Destruction] = Destruction.objects.for_agency(agency).select_related("approved_by", "proposed_by")
    return found.order_by("-id")


def list_for(agency: Agency, pk: UUID) -> Destruction | None:
    """Return one list of the agency. One query."""
    related = ("approved_by", "proposed_by", "certificate")
    found: Destruction | None = Destruction.objects.for_agency(agency).filter(pk=pk).select_related(*related).first()
    return found
