"""Things to be found that live in memory: what a module's table is in the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from pendopo.kernel.search.actions import changed
from pendopo.kernel.search.registry import Entry, Searchable

HERE = UUID(int=1)
THERE = UUID(int=2)
DAY = dt.date(2026, 8, 3)


class Shelf:
    """Entries by id, of which some are public; counts how often and for what it was asked."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.entries: dict[UUID, Entry] = {}
        self.secret: set[UUID] = set()
        self.asked: list[list[UUID]] = []
        self.searchable = Searchable(
            kind, kind.title(), self.load, self.every, lambda: len(self.entries), {"class": {"berkala": "Berkala"}}
        )

    def put(
        self, number: int, title: str, text: str = "", *, agency: UUID = HERE, on: dt.date = DAY, **facets: str
    ) -> UUID:
        """Put an entry on the shelf, or another one in its place, and tell the index."""
        pk = UUID(int=number)
        values = {name.rstrip("_"): [value] for name, value in facets.items()}
        self.entries[pk] = Entry(self.kind, pk, agency, title, text, f"/b/{number}/", on, values)
        changed(kind=self.kind, ids=[pk])
        return pk

    def fill(self, count: int) -> None:
        """Put that many entries on the shelf, and tell nobody."""
        for number in range(1, count + 1):
            pk = UUID(int=number)
            self.entries[pk] = Entry(self.kind, pk, HERE, "Laporan keuangan", "", f"/b/{number}/", DAY)

    def hide(self, pk: UUID) -> None:
        """Make an entry private, and tell the index."""
        self.secret.add(pk)
        changed(kind=self.kind, ids=[pk])

    def load(self, ids: Sequence[UUID]) -> Iterable[Entry]:
        """Return what is public."""
        self.asked.append(list(ids))
        return [self.entries[pk] for pk in ids if pk in self.entries and pk not in self.secret]

    def every(self, after: UUID | None, limit: int) -> list[UUID]:
        """Return the next ids."""
        return sorted(pk for pk in self.entries if after is None or pk > after)[:limit]
