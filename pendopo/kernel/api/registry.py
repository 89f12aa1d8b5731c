"""What modules add: scopes, operations by the address of their router, and what webhooks tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api.rules import Scope
from pendopo.kernel.workflow.models import Case

# Agency and keys of cases → number of each.
Numbers = Callable[[Agency, Collection[UUID]], Mapping[UUID, str]]


def numbers_of(model: type[Case]) -> Numbers:
    """Return how the numbers of one kind of case are found. One query."""

    def find(agency: Agency, keys: Collection[UUID]) -> Mapping[UUID, str]:
        return dict(model.objects.for_agency(agency).filter(pk__in=keys).values_list("pk", "number"))

    return find


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that happens and that webhooks tell (peristiwa): its name, words, and the steps in the audit trail.

    `actions` are actions of audit entries, `numbers` finds the numbers of the cases they are about.
    """

    name: str
    label: str
    actions: Sequence[str]
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Part:
    """What one package adds: `routes` is the dotted name of its Routes, imported when the first program calls.

    `described` are addresses outside of the routes, as path items of the description: they were there before. `feeds`
    are what else programs read, as words and the name of an address that takes an agency's slug.
    """

    key: str
    routes: str = ""
    scopes: Sequence[Scope] = ()
    topics: Sequence[Topic] = ()
    described: Mapping[str, Any] = field(default_factory=dict)
    feeds: Sequence[tuple[str, str]] = ()


_parts: dict[str, Part] = {}


def add_part(part: Part) -> None:
    """Add what a package offers; raise ValueError when another one has its key, a scope or a topic of the same name."""
    if _parts.get(part.key, part) is not part:
        raise ValueError(f"Two parts of the API are called {part.key}.")
    others = [each for key, each in _parts.items() if key != part.key]
    for names in ("scopes", "topics"):
        taken = {each.name for other in others for each in getattr(other, names)}
        if twice := taken & {each.name for each in getattr(part, names)}:
            raise ValueError(f"{sorted(twice)} was added before {part.key}.")
    _parts[part.key] = part


def parts() -> list[Part]:
    """Return the parts in the order in which they were added."""
    return list(_parts.values())


def scopes() -> dict[str, Scope]:
    """Return every scope by name, in order."""
    found = {each.name: each for part in parts() for each in part.scopes}
    return dict(sorted(found.items()))


def topics() -> dict[str, Topic]:
    """Return every topic by name, in order."""
    found = {each.name: each for part in parts() for each in part.topics}
    return dict(sorted(found.items()))
