"""What can be found: each module adds its own in apps.py. A module gives only what is public, and only when asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.search.rules import FACETS


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that anybody may find: what it is called, what it says, where it stands, by what it is narrowed down.

    `facets` are values by name: class, unit, year, format. The kind is a facet by itself. `text` is plain text; what is
    beyond rules.MAX_TEXT characters is not looked at. Raises ValueError for a facet that the index does not know.
    """

    kind: str
    id: UUID
    agency_id: UUID
    title: str
    text: str
    url: str
    on: dt.date
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := set(self.facets) - set(FACETS):
            raise ValueError(
                f"Nothing is narrowed down by {', '.join(sorted(unknown))}; known are {', '.join(FACETS)}."
            )


@dataclass(frozen=True, slots=True)
class Searchable:
    """A kind of thing that can be found.

    `load` returns an entry for each id that is public now, in few queries; an id it does not return leaves the index.
    It is the only door into the index. `every(after, limit)` returns the next ids in the order of the primary key (None
    is the beginning); they may hold more than is public. `count` tells roughly how many there are, for a progress bar.
    `names` are the words for facet values: facet → value → label; a value without one is shown as it is.
    """

    kind: str
    label: Any
    load: Callable[[Sequence[UUID]], Iterable[Entry]]
    every: Callable[[UUID | None, int], list[UUID]]
    count: Callable[[], int] | None = None
    names: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What somebody can do who did not find it; `url` gives the address for an agency and the words."""

    label: Any
    text: Any
    url: Callable[[Agency, str], str]


_searchables: dict[str, Searchable] = {}
_next_steps: list[NextStep] = []


def add_next_step(step: NextStep) -> None:
    """Offer a step to whoever does not find what they look for; the one that was added first stands first."""
    if step not in _next_steps:
        _next_steps.append(step)


def next_steps() -> list[NextStep]:
    """Return the steps."""
    return list(_next_steps)


def add_searchable(searchable: Searchable) -> None:
    """Make a kind known; raise ValueError when another one has its name."""
    if _searchables.get(searchable.kind, searchable) is not searchable:
        raise ValueError(f"Two things to be found are called {searchable.kind}.")
    _searchables[searchable.kind] = searchable


def find_searchable(kind: str) -> Searchable | None:
    """Return the kind called `kind`, or None."""
    return _searchables.get(kind)


def searchables() -> list[Searchable]:
    """Return every kind, by name."""
    return [_searchables[kind] for kind in sorted(_searchables)]
