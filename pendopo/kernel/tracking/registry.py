"""The kinds of cases that citizens follow with number and code: each module adds its own in apps.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking.models import TrackedCase


@dataclass(frozen=True, slots=True)
class TrackedKind:
    """One register whose cases are found on the tracking page.

    `find` takes the agency, the number in its stored form and the digest of the code; `own` the agency and the key of a
    case opened before, and returns it with what its page shows. Each asks the database once, whatever it finds. `home`
    is the URL name of the case's own page, with the agency's slug as argument; it lies below `<slug>/lacak/`, where
    alone the browser sends the cookie.
    """

    subject_type: str
    find: Callable[[Agency, str, str], TrackedCase | None]
    own: Callable[[Agency, UUID], TrackedCase | None]
    home: str


_kinds: dict[str, TrackedKind] = {}


def add_kind(kind: TrackedKind) -> None:
    """Add a kind of case; raise ValueError when another one has its subject type."""
    if _kinds.get(kind.subject_type, kind) != kind:
        raise ValueError(f"Two kinds of tracked cases are called {kind.subject_type}.")
    _kinds[kind.subject_type] = kind


def kinds() -> list[TrackedKind]:
    """Return all kinds, by subject type."""
    return [_kinds[name] for name in sorted(_kinds)]


def kind_of(subject_type: str) -> TrackedKind:
    """Return the kind of this subject type; raise KeyError when nobody added it."""
    return _kinds[subject_type]


def find_case(agency: Agency, number: str, digest: str) -> TrackedCase | None:
    """Return the case to which number and code's digest belong. One query per kind, whether or not one is found."""
    found = [case for kind in kinds() if (case := kind.find(agency, number, digest)) is not None]
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class OwnPanel:
    """Something another module shows on the own page of a case: a template by full name, and `panel`, what it needs."""

    template: str
    panel: Mapping[str, Any]


Panel = Callable[[Agency, str, UUID], OwnPanel | None]
_panels: list[Panel] = []


def add_panel(panel: Panel) -> None:
    """Ask `panel` about every case whose own page is shown: agency, subject type and key. Twice is once."""
    if panel not in _panels:
        _panels.append(panel)


def panels_of(case: TrackedCase) -> list[OwnPanel]:
    """Return what other modules show on the own page of a case; each asks the database once at most."""
    found = [panel(case.agency, case.subject_type, case.pk) for panel in _panels]
    return [each for each in found if each is not None]
