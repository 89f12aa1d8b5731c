"""Whom an incident concerns: what an account saw or took away, what a unit held, what came in during some days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.privacy.models import Affected, Incident
from pendopo.kernel.privacy.registry import CaseKind, people_kinds
from pendopo.kernel.privacy.rules import incidents, limits

_EXPORT = "reporting.export"


@dataclass(frozen=True, slots=True)
class Touched:
    """A case that an incident may concern."""

    subject_type: str
    subject_id: UUID
    number: str


def touched(
    agency: Agency,
    way: str,
    since: dt.datetime,
    until: dt.datetime,
    *,
    user: UUID | None = None,
    unit: UUID | None = None,
) -> list[Touched]:
    """Return the cases of people that were touched between the two instants, at most limits.AFFECTED_MAX.

    `officer`: what the audit trail says that `user` looked at, changed or took away, all cases of an exported period
    among them; `unit`: the cases of `unit`; `period`: all cases. What came in later than `until` is in none.
    Raises ValueError without the account that `officer` asks for.
    """
    if way == incidents.BY_OFFICER:
        if user is None:
            raise ValueError("Whose looks?")
        found = _by_officer(agency, since, until, user)
    else:
        wanted = Q(unit=unit) if way == incidents.BY_UNIT else Q()
        found = _received(
            agency, since if way == incidents.BY_PERIOD else None, until, wanted, way == incidents.BY_UNIT
        )
    return list(islice(found, limits.AFFECTED_MAX))


def _by_officer(agency: Agency, since: dt.datetime, until: dt.datetime, user: UUID) -> Iterator[Touched]:
    entries = Entry.objects.for_agency(agency).filter(at__gte=since, at__lte=until, user_id=user)
    seen: set[UUID] = set()
    for kind in people_kinds():
        ids = entries.filter(subject_type=kind.subject_type).order_by().values("subject_id").distinct()
        for each in _cases(kind, kind.model.objects.for_agency(agency).filter(pk__in=ids)):
            seen.add(each.subject_id)
            yield each
    for details in entries.filter(action=_EXPORT).values_list("details", flat=True)[:100]:
        # Which of the registers it was is its module's business: all that came in then may have been in it.
        start, end = dt.date.fromisoformat(details["start"]), dt.date.fromisoformat(details["end"])
        first = dt.datetime.combine(start, dt.time(), tzinfo=agency.zone)
        last = min(dt.datetime.combine(end, dt.time.max, tzinfo=agency.zone), until)
        if details.get("identities"):
            # Who takes the same days away twice has taken each case once.
            new = [each for each in _received(agency, first, last) if each.subject_id not in seen]
            seen.update(each.subject_id for each in new)
            yield from new


def _received(
    agency: Agency, since: dt.datetime | None, until: dt.datetime, wanted: Q | None = None, by_unit: bool = False
) -> Iterator[Touched]:
    for kind in people_kinds():
        if by_unit and not kind.unit:
            continue
        rows = kind.model.objects.for_agency(agency).filter(**{f"{kind.received}__lte": until})
        if since is not None:
            rows = rows.filter(**{f"{kind.received}__gte": since})
        yield from _cases(kind, rows.filter(wanted or Q()))


def _cases(kind: CaseKind, rows: QuerySet[Any]) -> Iterator[Touched]:
    found: Iterable[tuple[UUID, str]] = rows.order_by("id").values_list("pk", "number")[: limits.AFFECTED_MAX]
    for pk, number in found:
        yield Touched(kind.subject_type, pk, number)


def incidents_of(agency: Agency) -> QuerySet[Incident]:
    """Return the agency's incidents, the newest first."""
    found: QuerySet[Incident] = Incident.objects.for_agency(agency).order_by("-id")
    return found


def incident_for(agency: Agency, pk: UUID) -> Incident | None:
    """Return one incident of the agency. One query."""
    found: Incident | None = Incident.objects.for_agency(agency).filter(pk=pk).first()
    if found is not None:
        found.agency = agency
    return found


def affected_by(incident: Incident) -> QuerySet[Affected]:
    """Return the cases an incident concerns, in the order in which they were found."""
    return Affected.objects.for_agency(incident.agency).filter(incident=incident).order_by("id")
