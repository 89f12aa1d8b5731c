"""Datasets that live in memory: what the list of public information is in the product."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.open_data.ports import Dataset, Found, Group, Resource, Scope, resource_key
from pendopo.modules.open_data.queries.catalogue import matches
from pendopo.modules.open_data.rules.asking import CREATED, KEY, TITLE, Question, Sort

MORNING = dt.datetime(2026, 8, 3, 2, 0, tzinfo=dt.UTC)
GROUPS = [
    Group("periodic", "berkala", "Berkala", "UU 14/2008 Pasal 9"),
    Group("immediate", "serta-merta", "Serta-merta", "UU 14/2008 Pasal 10"),
    Group("any_time", "setiap-saat", "Setiap saat", "UU 14/2008 Pasal 11"),
]


class Shelf:
    """Answers the port from a list."""

    def __init__(self) -> None:
        self.all: list[Dataset] = []

    def put(self, agency: Agency, number: int, title: str = "", **more: Any) -> Dataset:
        """Put a dataset on the shelf; the later its number, the later it was changed."""
        key = UUID(int=number)
        at = MORNING + dt.timedelta(hours=number)
        values: dict[str, Any] = {
            "notes": f"Ringkasan {number}.",
            "group": "periodic",
            "tags": ("anggaran",),
            "extras": {"number": f"DIP-{number}", "form": "Softcopy"},
            "resources": [
                Resource(
                    resource_key(key, "a"), "laporan.pdf", f"/{agency.slug}/informasi/{key}/a.pdf", "PDF",
                    "application/pdf", 120, "ab" * 32, at,
                )
            ],
        }  # fmt: skip
        found = Dataset(
            id=key, agency_id=agency.pk, title=title or f"Laporan {number}", page=f"/{agency.slug}/informasi/{key}/",
            created_at=MORNING, modified_at=at, **(values | more),
        )  # fmt: skip
        self.all.append(found)
        return found

    def groups(self) -> Sequence[Group]:
        return GROUPS

    def _in(self, scope: Scope) -> list[Dataset]:
        return [
            each
            for each in sorted(self.all, key=lambda found: found.id)
            if (scope.only is None or each.agency_id in scope.only) and each.agency_id not in scope.but_not
        ]

    def search(
        self, scope: Scope, question: Question, sort: Sort, *, start: int, rows: int, facets: Sequence[str] = ()
    ) -> Found:
        orders = {KEY: lambda each: each.id, TITLE: lambda each: each.title, CREATED: lambda each: each.created_at}
        found = [each for each in self._in(scope) if matches(each, question)]
        found.sort(key=orders.get(sort.key, lambda each: each.modified_at), reverse=sort.descending)
        values = {
            "organization": lambda each: [str(each.agency_id)],
            "groups": lambda each: [each.group],
            "tags": lambda each: each.tags,
            "res_format": lambda each: {one.format for one in each.resources},
        }
        counted = {facet: Counter(value for each in found for value in values[facet](each)) for facet in facets}
        return Found(len(found), found[start : start + rows], counted)

    def one(self, scope: Scope, key: UUID) -> Dataset | None:
        return next((each for each in self._in(scope) if each.id == key), None)

    def keys(self, scope: Scope, *, start: int, rows: int | None) -> Iterator[tuple[UUID, UUID]]:
        yield from [(each.id, each.agency_id) for each in self._in(scope)][start:][:rows]

    def all_of(self, agency: Agency) -> Iterator[Dataset]:
        yield from self._in(Scope(frozenset({agency.pk})))

    def counts(self, scope: Scope) -> Mapping[UUID, int]:
        return Counter(each.agency_id for each in self._in(scope))

    def state(self, agency: Agency) -> tuple[int, dt.datetime | None]:
        found = list(self.all_of(agency))
        return len(found), max((each.modified_at for each in found), default=None)
