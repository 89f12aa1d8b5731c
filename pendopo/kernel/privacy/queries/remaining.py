"""What an erasure of cases takes and leaves, counted in them as they are now: a dry run that touches nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, Purpose, Visibility
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.privacy.models import Destruction, DestructionItem, Erasure, SubjectRequest
from pendopo.kernel.privacy.registry import CaseKind, Key, case_kind
from pendopo.kernel.privacy.rules import destroying, limits, periods, remaining, requests
from pendopo.kernel.privacy.rules.remaining import ANSWERS, CARDS, MATERIALS, MESSAGES, PAPERS, PUBLIC, Part

# What of a case's files goes with the register's end; answers and material are the agency's own.
_PERSONAL: Final = (Purpose.IDENTITY, Purpose.ATTACHMENT, Purpose.LETTER)
_OPENED: Final = (Visibility.PUBLIC, Visibility.PUBLIC_ON)
# A blackened copy, proven empty of what was under the boxes, and open to everybody.
_OPEN_COPY: Final = Q(visibility__in=_OPENED, redacted_from__isnull=False)
_SHELVES: Final = {
    Purpose.IDENTITY: CARDS,
    Purpose.ATTACHMENT: PAPERS,
    Purpose.LETTER: PAPERS,
    Purpose.ANSWER: ANSWERS,
    Purpose.MATERIAL: MATERIALS,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the cases, and how many files or messages it is now; None for what is not counted."""

    part: Part
    count: int | None

    @property
    def title(self) -> str:
        """Return what it is."""
        return _(self.part.title)

    @property
    def why(self) -> str:
        """Return why it stays, with the rule, empty for what goes."""
        return f"{_(self.part.why)} ({_(self.part.basis)})" if self.part.why else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure does to cases of one kind: how many cases, the parts that go and those that stay."""

    label: str
    cases: int
    goes: Sequence[Line]
    stays: Sequence[Line]
    files: Sequence[Document] = ()


def files_that_go(agency: Agency, subject_type: str, ids: Iterable[UUID], level: str) -> QuerySet[Document]:
    """Return the files that an erasure up to `level` removes: pictures of cards, with the register's end all papers.

    A blackened copy that is open to everybody stays; whatever else somebody has opened by mistake goes.
    """
    purposes = _PERSONAL if level == periods.REGISTER else (Purpose.IDENTITY,)
    return _files(agency, subject_type, ids).filter(~_OPEN_COPY, purpose__in=purposes)


def _files(agency: Agency, subject_type: str, ids: Iterable[UUID]) -> QuerySet[Document]:
    about = {"subject_type": subject_type, "subject_id__in": list(ids), "removed_at__isnull": True}
    found: QuerySet[Document] = Document.objects.for_agency(agency).filter(**about)
    return found


def plan(agency: Agency, keys: Iterable[Key], level: str, *, named: int = 0) -> list[Plan]:
    """Return what an erasure of these cases up to `level` takes and leaves, a plan for each kind.

    Three queries a kind; with `named` so many of the files that stay are named, for whoever knows what is in them.
    """
    by_kind: dict[str, list[UUID]] = {}
    for subject_type, pk in keys:
        by_kind.setdefault(subject_type, []).append(pk)
    kinds = [(kind, by_kind[kind.subject_type]) for name in by_kind if (kind := case_kind(name))]
    return [_plan(agency, kind, ids, level, named) for kind, ids in kinds]


def _plan(agency: Agency, kind: CaseKind, ids: Sequence[UUID], level: str, named: int) -> Plan:
    counts = _counts(agency, kind, ids)
    goes, stays = remaining.split(level, of_person=bool(kind.contact))
    files: list[Document] = []
    if named:
        kept = _files(agency, kind.subject_type, ids).exclude(
            pk__in=files_that_go(agency, kind.subject_type, ids, level).values("pk")
        )
        files = list(kept.filter(purpose__in=(Purpose.ANSWER, Purpose.MATERIAL)).order_by("pk")[:named])
    return Plan(_(kind.label), len(ids), _lines(goes, counts), _lines(stays, counts), files)


def _lines(parts: Sequence[Part], counts: Mapping[str, int]) -> list[Line]:
    """Return the parts with their counts; what could be counted and is not there is left out."""
    found = [Line(part, counts.get(part.code)) for part in parts]
    return [line for line in found if line.count != 0]


def _counts(agency: Agency, kind: CaseKind, ids: Sequence[UUID]) -> dict[str, int]:
    counts = dict.fromkeys((*_SHELVES.values(), PUBLIC, MESSAGES), 0)
    is_copy = ExpressionWrapper(Q(redacted_from__isnull=False), output_field=BooleanField())
    rows = _files(agency, kind.subject_type, ids).annotate(is_copy=is_copy)
    for purpose, visibility, copied, count in (
        rows.order_by().values_list("purpose", "visibility", "is_copy").annotate(count=Count("pk"))
    ):
        opened = visibility in _OPENED and (copied or purpose not in _PERSONAL)
        counts[PUBLIC if opened else _SHELVES[Purpose(purpose)]] += count
    about = {"subject_type": kind.subject_type, "subject_id__in": list(ids)}
    counts[MESSAGES] = OutboxMessage.objects.for_agency(agency).filter(**about).count()
    return counts


def plan_of_list(case: Destruction) -> list[Plan]:
    """Return what a list takes and leaves; of a list that is done, of what was destroyed. Four queries."""
    items = DestructionItem.objects.filter(destruction=case)
    if case.state == destroying.DONE:
        items = items.filter(state=destroying.DESTROYED)
    ids = items.order_by("id").values_list("subject_id", flat=True)[: limits.LIST_MAX]
    return plan(case.agency, [(case.kind, pk) for pk in ids], case.period)


def plan_of_request(case: SubjectRequest, keys: Iterable[Key]) -> tuple[list[Plan], bool]:
    """Return what granting a request takes and leaves of the cases `keys`, or what it took; and whether it was done.

    Nothing for requests that erase nothing.
    """
    if case.right != requests.ERASE:
        return [], False
    if case.state == requests.RECEIVED:
        return plan(case.agency, keys, periods.REGISTER, named=limits.PAGE), False
    done = Erasure.objects.filter(cause_type=requests.SUBJECT_TYPE, cause_id=case.pk).order_by("pk")
    rows = list(done.values_list("subject_type", "subject_id", "level"))
    level = rows[0][2] if rows else periods.IDENTITY
    return plan(case.agency, [(subject_type, pk) for subject_type, pk, _level in rows], level), True
