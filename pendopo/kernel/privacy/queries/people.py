"""Which cases belong together: those of one person, and those that keep each other's data alive."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import Contact
from pendopo.kernel.privacy.models import Hold
from pendopo.kernel.privacy.registry import CaseKind, Key, case_kind, case_kinds, people_kinds
from pendopo.kernel.workflow.models import Case

# Links of links of links: a request, its objection, its dispute.
_ROUNDS = 4


def linked(keys: Iterable[Key]) -> dict[Key, set[Key]]:
    """Return for each case all cases that hang together with it, itself included. A few queries for any number."""
    groups: dict[Key, set[Key]] = {key: {key} for key in keys}
    for _ in range(_ROUNDS):
        known: dict[str, set[UUID]] = defaultdict(set)
        for subject_type, pk in groups:
            known[subject_type].add(pk)
        if not _join(groups, [pair for kind in case_kinds() for pair in kind.links(known)]):
            break
    return groups


def _join(groups: dict[Key, set[Key]], pairs: Iterable[tuple[Key, Key]]) -> bool:
    """Put the cases of each pair into one group; return whether anything new came in."""
    grew = False
    for one, other in pairs:
        mine, theirs = groups.get(one, {one}), groups.get(other, {other})
        if mine is theirs:
            continue
        grew = True
        whole = mine | theirs
        for key in whole:
            groups[key] = whole
    return grew


def ends_of(keys: Iterable[Key]) -> dict[Key, Any]:
    """Return when each case ended, None while it is open. One query per kind."""
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for subject_type, pk in keys:
        wanted[subject_type].append(pk)
    found: dict[Key, Any] = {}
    for subject_type, ids in wanted.items():
        kind = case_kind(subject_type)
        if kind is not None:
            rows = kind.model._default_manager.filter(pk__in=ids).values_list("pk", kind.ended)
            found |= {(subject_type, pk): ended for pk, ended in rows}
    return found


def last_ends(agency: Agency, subject_type: str, ids: Sequence[UUID]) -> dict[UUID, dt.date | None]:
    """Return since when the period of each case runs: the last end of all that hang together; None while one is held.

    An open objection or dispute, and a hold that somebody placed, keep everything. A few queries for any number.
    """
    groups = linked((subject_type, pk) for pk in ids)
    every = set().union(*groups.values()) if groups else set()
    ends = ends_of(every)
    held = held_ids([pk for _type, pk in every])
    found: dict[UUID, dt.date | None] = {}
    for pk in ids:
        group = groups[subject_type, pk]
        # What hangs together with a case and is none of ours, or gone, holds nothing.
        days = [_day(ends[key], agency) for key in group if key in ends]
        is_held = any(key[1] in held for key in group)
        found[pk] = None if is_held or not days or None in days else max(day for day in days if day)
    return found


def _day(ended: Any, agency: Agency) -> dt.date | None:
    if isinstance(ended, dt.datetime):
        return ended.astimezone(agency.zone).date()
    return ended if isinstance(ended, dt.date) else None


def held_ids(ids: Iterable[UUID]) -> set[UUID]:
    """Return which of the cases somebody holds. One query."""
    return set(
        Hold.objects.filter(subject_id__in=list(ids), lifted_at__isnull=True).values_list("subject_id", flat=True)
    )


def is_restricted(agency: Agency, subject_type: str, subject_id: UUID) -> bool:
    """Return whether the data of a case are kept and not to be used (UU 27/2022 Pasal 41). One query."""
    found = Hold.objects.for_agency(agency).filter(
        subject_type=subject_type, subject_id=subject_id, lifted_at__isnull=True, is_restriction=True
    )
    return bool(found.exists())


@dataclass(frozen=True, slots=True)
class PersonCase:
    """A case of a person, with its kind."""

    kind: CaseKind
    case: Case

    @property
    def key(self) -> Key:
        """Return subject type and key."""
        return self.kind.subject_type, self.case.pk


def cases_of_person(agency: Agency, subject_type: str, subject_id: UUID) -> list[PersonCase]:
    """Return the case, those that hang together with it, and those in which the same NIK was given; by kind and number."""
    keys: set[Key] = {(subject_type, subject_id)}
    keys |= linked(keys)[subject_type, subject_id]
    for subject, pk in _same_nik(agency, keys):
        keys |= linked([(subject, pk)])[subject, pk]
    return _loaded(agency, keys)


def _same_nik(agency: Agency, keys: Iterable[Key]) -> set[Key]:
    digests: set[str] = set()
    by_type: Mapping[str, list[UUID]] = _by_type(keys)
    for kind in people_kinds():
        rows = kind.model.objects.for_agency(agency).filter(pk__in=by_type.get(kind.subject_type, []))
        digests |= set(rows.values_list(f"{kind.contact}__nik_digest", flat=True))
    digests.discard("")
    if not digests:
        return set()
    contacts = list(
        Contact.objects.for_agency(agency)
        .filter(nik_digest__in=digests)
        .order_by("id")
        .values_list("pk", flat=True)[:500]
    )
    return {
        (kind.subject_type, pk)
        for kind in people_kinds()
        for pk in kind.model.objects.for_agency(agency)
        .filter(**{f"{kind.contact}__in": contacts})
        .values_list("pk", flat=True)
    }


def _by_type(keys: Iterable[Key]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for subject_type, pk in keys:
        found[subject_type].append(pk)
    return found


def _loaded(agency: Agency, keys: Iterable[Key]) -> list[PersonCase]:
    found: list[PersonCase] = []
    for subject_type, ids in sorted(_by_type(keys).items()):
        kind = case_kind(subject_type)
        if kind is None:
            continue
        rows = kind.model.objects.for_agency(agency).filter(pk__in=ids).order_by("number")
        for case in rows.select_related(*([kind.contact] if kind.contact else [])):
            case.agency = agency
            found.append(PersonCase(kind, case))
    return found


def find_numbered(agency: Agency, number: str) -> PersonCase | None:
    """Return the case of a person with this number. One query per kind."""
    for kind in people_kinds():
        case = kind.model.objects.for_agency(agency).filter(number=number).select_related(kind.contact).first()
        if case is not None:
            case.agency = agency
            return PersonCase(kind, case)
    return None
