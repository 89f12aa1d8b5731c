"""The audit trail of one agency, newest first, page by page without counting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Chain, Entry

PAGE_ROWS = 50
VERIFIED = "audit.verify"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list is narrowed to; empty values narrow nothing. Dates are local ones of the agency, both included."""

    action: str = ""
    actor: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """At most PAGE_ROWS entries; `older` is where the next page starts, None on the last one."""

    entries: list[Entry]
    older: int | None


def trail(agency: Agency, wanted: Narrowing, *, before: int | None = None) -> TrailPage:
    """Return the entries before sequence number `before`, newest first. One query."""
    found = Entry.objects.for_agency(agency)
    zone = ZoneInfo(agency.timezone)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.actor:
        found = found.filter(actor__icontains=wanted.actor)
    if wanted.since:
        found = found.filter(at__gte=dt.datetime.combine(wanted.since, dt.time(), tzinfo=zone))
    if wanted.until:
        found = found.filter(at__lt=dt.datetime.combine(wanted.until + dt.timedelta(days=1), dt.time(), tzinfo=zone))
    if wanted.subject_id:
        found = found.filter(subject_id=wanted.subject_id)
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = list(found.order_by("-seq")[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    return TrailPage(shown, shown[-1].seq if len(rows) > len(shown) else None)


def entry(agency: Agency, seq: int) -> Entry | None:
    """Return one entry of the agency's chain."""
    return Entry.objects.for_agency(agency).filter(seq=seq).first()


def hash_before(agency: Agency, seq: int) -> str:
    """Return the hash that the entry `seq` was linked to, empty for the first one or when that row is gone."""
    return Entry.objects.for_agency(agency).filter(seq=seq - 1).values_list("hash", flat=True).first() or ""


def chain_length(agency: Agency) -> int:
    """Return how many entries the chain claims to have, by its head or its last row, whichever is more. Two queries."""
    head = Chain.objects.filter(agency=agency).values_list("seq", flat=True).first() or 0
    last = Entry.objects.for_agency(agency).order_by("-seq").values_list("seq", flat=True).first() or 0
    return max(head, last)


def unit_names(agency: Agency) -> dict[str, str]:
    """Return the names of the agency's units by key, for entries that name one. One query."""
    return {str(pk): name for pk, name in Unit.objects.for_agency(agency).values_list("pk", "name")}
