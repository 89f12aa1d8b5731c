"""What can be imported: each module adds its own in apps.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.imports.rules import Column, Problem, Row
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of older register that can be taken over.

    `number` is the column that names a row for good: a row whose number is there already is left alone. `examine` says
    what is wrong between the columns of a row. `known` is asked for many numbers at once, in one query: number → None
    when it was imported before, a problem when it belongs to something else. `write` inserts rows, in the caller's
    transaction, with as many queries for two hundred as for one, and leaves its own trace in the audit trail.
    `home` gives the address of the list in which imported rows are found. `examine_many` says what only the database
    knows about rows that are right by themselves, in as many queries for two hundred as for one: line → problems.
    `template` gives the address of an empty file with the headings. `known_rows` is asked in place of `known` where the
    number alone does not name a row: line → None or a problem, in few queries.
    """

    key: str
    title: Any
    permission: str
    columns: Sequence[Column]
    number: str
    examine: Callable[[Agency, Row], list[Problem]]
    known: Callable[[Agency, Sequence[str]], Mapping[str, Problem | None]]
    write: Callable[..., None]
    home: Callable[[Agency], str]
    text: Any = ""
    examine_many: Callable[[Agency, Sequence[Row]], Mapping[int, list[Problem]]] | None = None
    template: Callable[[Agency], str] | None = None
    known_rows: Callable[[Agency, Sequence[Row]], Mapping[int, Problem | None]] | None = None


_importers: dict[str, Importer] = {}


def add_importer(importer: Importer) -> None:
    """Add an importer; raise ValueError when another one has its key."""
    if _importers.get(importer.key, importer) is not importer:
        raise ValueError(f"Two importers are called {importer.key}.")
    _importers[importer.key] = importer


def find_importer(key: str) -> Importer | None:
    """Return the importer with this key, or None."""
    return _importers.get(key)


def importers_for(actor: Actor) -> list[Importer]:
    """Return the importers that `actor` may use, by title."""
    return sorted((found for found in _importers.values() if may(actor, found.permission)), key=lambda i: str(i.title))
