"""The kinds of cases with a person behind them: each module adds its own in apps.py, the mechanism is one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.workflow.models import Case

# A case, by its subject type and key.
Key = tuple[str, UUID]


def _no_rows(_ids: Sequence[UUID]) -> Iterable[QuerySet[Any]]:
    return ()


def _no_links(_known: Mapping[str, Collection[UUID]]) -> Iterable[tuple[Key, Key]]:
    return ()


def _nothing(_ids: Sequence[UUID]) -> object:
    return None


@dataclass(frozen=True, slots=True)
class CaseKind:
    """One kind of case about a person.

    `label` is a msgid. `contact` names the foreign key to the person's contact, empty where there is none. `ended` is the
    field that is empty while the case is open, `checked` the one with the instant at which the identity was checked.
    `rows(ids)` gives the other rows that belong to these cases, apart from those of the kernel; `links(known)` gives pairs
    of cases that belong together, one of them known; `whole` names fields of free text that a subject may have emptied;
    `after(ids)` is called inside the transaction in which the cases lost their data. `page` is the URL name of the
    officers' page. None of them asks the database more than a few times, however many the cases.
    """

    subject_type: str
    label: str
    model: type[Case]
    page: str
    ended: str
    contact: str = ""
    checked: str = ""
    received: str = "received_at"
    unit: str = ""
    whole: Sequence[str] = ()
    rows: Callable[[Sequence[UUID]], Iterable[QuerySet[Any]]] = _no_rows
    links: Callable[[Mapping[str, Collection[UUID]]], Iterable[tuple[Key, Key]]] = _no_links
    after: Callable[[Sequence[UUID]], object] = _nothing


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Rows that another module keeps about cases of a kind, and what it does when they lost their data."""

    subject_type: str
    rows: Callable[[Sequence[UUID]], Iterable[QuerySet[Any]]]
    after: Callable[[Sequence[UUID]], object] = _nothing


_kinds: dict[str, CaseKind] = {}
_rows: list[CaseRows] = []
_views: dict[str, str] = {}
_reasons: dict[str, Mapping[str, str]] = {}


def add_case_kind(kind: CaseKind) -> None:
    """Add a kind of case; raise ValueError when another one has its subject type."""
    if _kinds.get(kind.subject_type, kind).model is not kind.model:
        raise ValueError(f"Two kinds of cases are called {kind.subject_type}.")
    _kinds[kind.subject_type] = kind


def add_case_rows(rows: CaseRows) -> None:
    """Add rows that a module keeps about another one's cases. Twice is once."""
    if rows not in _rows:
        _rows.append(rows)


def rows_about(subject_type: str) -> list[CaseRows]:
    """Return what other modules keep about cases of this kind."""
    return [each for each in _rows if each.subject_type == subject_type]


def case_kinds() -> list[CaseKind]:
    """Return all kinds, by subject type."""
    return [_kinds[name] for name in sorted(_kinds)]


def case_kind(subject_type: str) -> CaseKind | None:
    """Return the kind of this subject type, None when no person is behind such cases."""
    return _kinds.get(subject_type)


def people_kinds() -> list[CaseKind]:
    """Return the kinds whose cases name a person themselves."""
    return [kind for kind in case_kinds() if kind.contact]


def add_identity_view(action: str, label: str, reasons: Mapping[str, str] | None = None) -> None:
    """Name an action of the audit trail by which somebody saw an identity; `label` and `reasons`, by code, are msgids."""
    _views[action] = label
    _reasons[action] = reasons or {}


def reason_of(action: str, code: object) -> str:
    """Return the msgid of why an identity was seen, empty without one."""
    return _reasons.get(action, {}).get(str(code), "")


def identity_views() -> dict[str, str]:
    """Return the actions by which identities are seen, with their words."""
    return dict(_views)
