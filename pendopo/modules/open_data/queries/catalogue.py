"""The catalogue of data: what agencies have published (port `datasets`), and after it the tables that they open.

The tables have no rows in the database; they follow the published information in every order, so that pages stay whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_agencies
from pendopo.modules.open_data.ports import Dataset, Group, Resource, Scope, datasets
from pendopo.modules.open_data.queries import terms
from pendopo.modules.open_data.queries.tables import Table, table_id, tables
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.asking import Clause, Question, Sort
from pendopo.modules.open_data.rules.licences import NOT_STATED, Licence

_DIP: Final = "dip"
_NAME: Final = re.compile(r"[a-z0-9-]{2,40}-dip-([0-9a-f]{32})")
# The class of the tables: registers are kept at all times (UU 14/2008 Pasal 11).
REGISTERS: Final = Group(
    "register", "register", gettext_noop("Register dan statistik pelayanan"), "UU 14/2008 Pasal 11"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A dataset with what belongs to it: its agency, the name told to machines, licence, whether it is a table."""

    dataset: Dataset
    agency: Agency
    name: str
    licence: Licence
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """How many were found, a page of them, and facet → value told to machines → count."""

    total: int
    items: Sequence[Item]
    facets: Mapping[str, Mapping[str, int]]


def name_of(agency: Agency, dataset: Dataset) -> str:
    """Return the name of a published entry among all of the installation; it stays when title or files change."""
    return f"{agency.slug}-{_DIP}-{dataset.id.hex}"


def groups() -> list[Group]:
    """Return the classes of information, that of the tables last. No query."""
    return [*datasets.get().groups(), REGISTERS]


def organizations(place: Agency | None) -> list[Agency]:
    """Return the agencies of the catalogue by name: the one asked for, or all active ones. At most one query."""
    return [place] if place else list(active_agencies()[: limits.ORGANIZATIONS_MAX])


def search(
    place: Agency | None, question: Question, sort: Sort, *, start: int, rows: int, facets: Collection[str] = ()
) -> Answer:
    """Return what is found at one agency, or at all; at most eight queries, whatever is found.

    Results stand in the order of `sort`, tables after published information.
    """
    known = _Known(place, question)
    if question.impossible or known.scope is None:
        return Answer(0, [], {facet: {} for facet in facets})
    inner = _inner(question)
    asked = {*facets, "organization"} if "license_id" in facets else set(facets)
    found = datasets.get().search(
        known.scope, inner, sort, start=start, rows=rows, facets=sorted(asked - {"license_id"})
    )
    opened = [item for item in known.tables() if matches(item.dataset, inner)]
    beyond = max(0, start - found.total)
    more = opened[beyond : beyond + rows - len(found.rows)]
    items = [*known.items(found.rows), *more]
    counted = _facets(known, found.facets, opened, facets)
    return Answer(found.total + len(opened), items, counted)


def show(place: Agency | None, key: str) -> Item | None:
    """Return the dataset with this id or name, None when there is none here. At most six queries."""
    known = _Known(place, Question())
    scope = Scope(frozenset({place.pk}) if place else None)
    if (wanted := _key(key)) and (found := datasets.get().one(scope, wanted)):
        item = next(iter(known.items([found])), None)
        return item if item and key.lower() in {str(found.id), found.id.hex, item.name} else None
    return next((item for item in known.tables() if key in {str(item.dataset.id), item.name}), None)


def show_resource(place: Agency | None, key: str) -> tuple[Item, Resource] | None:
    """Return a file of a dataset by its id, None when there is none here. At most six queries."""
    item = show(place, key[:36])
    found = next((each for each in item.dataset.resources if each.id == key), None) if item else None
    return (item, found) if item and found else None


def names(place: Agency | None, *, start: int, rows: int | None) -> Iterator[str]:
    """Yield the names of all datasets, tables last. Three queries; rows are read as they are yielded."""
    agencies = {agency.pk: agency for agency in organizations(place)}
    scope = Scope(frozenset({place.pk}) if place else None)
    passed = 0
    for key, agency_id in datasets.get().keys(scope, start=start, rows=rows):
        passed += 1
        if agency_id in agencies:
            yield f"{agencies[agency_id].slug}-{_DIP}-{key.hex}"
    beyond = max(0, start - sum(datasets.get().counts(scope).values())) if start and not passed else 0
    opened = [_table_name(agency, table) for agency in agencies.values() for table in tables()]
    yield from opened[beyond : None if rows is None else beyond + rows - passed]


def counts(place: Agency | None) -> dict[UUID, int]:
    """Return how many datasets each agency of the catalogue has, with its tables. At most two queries."""
    scope = Scope(frozenset({place.pk}) if place else None)
    published = datasets.get().counts(scope)
    opened = len(tables())
    return {agency.pk: published.get(agency.pk, 0) + opened for agency in organizations(place)}


def matches(dataset: Dataset, question: Question) -> bool:
    """Tell whether a dataset holds every word and fulfils every condition; agency and licence are looked at elsewhere."""
    text = f"{dataset.title} {dataset.notes} {' '.join(dataset.tags)}".lower()
    moments = {"modified": dataset.modified_at, "created": dataset.created_at}
    return (
        all(word in text for word in question.words)
        and all(_fulfils(dataset, clause) for clause in question.clauses)
        and all(
            (wanted.low is None or wanted.low <= moments[wanted.field])
            and (wanted.high is None or moments[wanted.field] <= wanted.high)
            for wanted in question.ranges
        )
    )


def _fulfils(dataset: Dataset, clause: Clause) -> bool:
    held = {
        "groups": {dataset.group},
        "tags": set(dataset.tags),
        "res_format": {each.format for each in dataset.resources},
        "id": {str(dataset.id)},
    }[clause.field]
    return bool(held & clause.values) != clause.negated


def _key(text: str) -> UUID | None:
    """Return the key that an id or a name holds."""
    named = _NAME.fullmatch(text)
    try:
        return UUID(named[1] if named else text)
    except ValueError:
        return None


def _inner(question: Question) -> Question:
    """Return the conditions for the datasets themselves, in our codes; those on the agency are done with."""
    codes = {group.name: group.code for group in groups()}
    kept = []
    for clause in question.clauses:
        if clause.field in {"organization", "license_id"}:
            continue
        values = clause.values
        if clause.field == "groups":
            values = frozenset(codes.get(value, value) for value in values)
        elif clause.field == "res_format":
            values = frozenset(value.upper() for value in values)
        elif clause.field == "id":
            values = frozenset(str(_key(value) or value) for value in values) | _table_ids(values)
        kept.append(replace(clause, values=values))
    return replace(question, clauses=tuple(kept))


def _table_ids(values: Collection[str]) -> frozenset[str]:
    """Return the keys of the tables that are meant by name."""
    wanted = {value for value in values if not _NAME.fullmatch(value)}
    if not any(value.endswith(f"-{table.key}") for table in tables() for value in wanted):
        return frozenset()
    named = {_table_name(agency, table): (agency, table) for agency in organizations(None) for table in tables()}
    return frozenset(str(table_id(named[value][0].pk, named[value][1].key)) for value in wanted if value in named)


def _facets(
    known: _Known, found: Mapping[str, Mapping[str, int]], opened: Sequence[Item], wanted: Iterable[str]
) -> dict[str, dict[str, int]]:
    """Return the counts with those of the tables added, by the values told to machines."""
    by_agency = Counter(dict(found.get("organization", {})))
    by_agency.update(str(item.agency.pk) for item in opened)
    agencies = known.by_key(UUID(key) for key in by_agency) if by_agency else {}
    titles = {group.code: group.name for group in groups()}
    counted: dict[str, dict[str, int]] = {}
    for facet in wanted:
        tally: Counter[str] = Counter()
        if facet == "organization":
            tally.update({agencies[UUID(key)].slug: n for key, n in by_agency.items() if UUID(key) in agencies})
        elif facet == "license_id":
            for key, n in by_agency.items():
                tally[known.licences.get(UUID(key), NOT_STATED)] += n
        else:
            tally.update({titles.get(key, key): n for key, n in found.get(facet, {}).items()})
            tally.update(value for item in opened for value in _facet_values(item, facet))
        counted[facet] = dict(tally)
    return counted


def _facet_values(item: Item, facet: str) -> set[str]:
    if facet == "groups":
        return {REGISTERS.name}
    return {each.format for each in item.dataset.resources} if facet == "res_format" else set(item.dataset.tags)


def _table_name(agency: Agency, table: Table) -> str:
    return f"{agency.slug}-{table.key}"


class _Known:
    """Agencies and licences as far as one answer needs them, each asked for once."""

    def __init__(self, place: Agency | None, question: Question) -> None:
        self.place = place
        self._agencies: dict[UUID, Agency] = {place.pk: place} if place else {}
        self._licences: Mapping[UUID, str] | None = None
        self.scope = self._scope(question)

    @property
    def licences(self) -> Mapping[UUID, str]:
        """Return the licence of each agency that has stated one."""
        if self._licences is None:
            self._licences = terms.stated()
        return self._licences

    def by_key(self, wanted: Iterable[UUID]) -> Mapping[UUID, Agency]:
        """Return the agencies with these keys, those not known yet by one query."""
        missing = {key for key in wanted if key not in self._agencies}
        if missing and not self.place:
            found = active_agencies().filter(pk__in=missing)[: limits.ORGANIZATIONS_MAX]
            self._agencies |= {agency.pk: agency for agency in found}
        return self._agencies

    def items(self, rows: Sequence[Dataset]) -> Iterator[Item]:
        """Yield the rows with their agencies; one whose agency is gone meanwhile is left out."""
        agencies = self.by_key({row.agency_id for row in rows})
        for row in rows:
            if agency := agencies.get(row.agency_id):
                yield Item(row, agency, name_of(agency, row), self._licence(agency))

    def tables(self) -> Iterator[Item]:
        """Yield the tables of every agency in scope."""
        if self.scope is None:
            return
        if self.scope.only is None:
            self._agencies |= {agency.pk: agency for agency in organizations(None)}
        known = self.by_key(self.scope.only or ())
        chosen = set(known) & (self.scope.only or set(known))
        for agency in sorted((known[key] for key in chosen - self.scope.but_not), key=lambda each: each.slug):
            for table in tables():
                yield Item(_as_dataset(agency, table), agency, _table_name(agency, table), self._licence(agency), True)

    def _licence(self, agency: Agency) -> Licence:
        return terms.licence(self.licences.get(agency.pk, NOT_STATED))

    def _scope(self, question: Question) -> Scope | None:
        """Return whose datasets are meant, None when nobody's."""
        only: set[UUID] | None = {self.place.pk} if self.place else None
        but_not: set[UUID] = set()
        for clause in question.of("organization"):
            named = self._named(clause.values)
            only, but_not = _narrowed(only, but_not, named, negated=clause.negated)
        for clause in question.of("license_id"):
            held = {key for key, code in self.licences.items() if (code in clause.values) != clause.negated}
            if (NOT_STATED in clause.values) == clause.negated:
                only, but_not = _narrowed(only, but_not, held, negated=False)
            else:
                but_not |= set(self.licences) - held
        if only is None:
            return Scope(None, frozenset(but_not))
        only -= but_not
        return Scope(frozenset(only)) if only else None

    def _named(self, values: frozenset[str]) -> set[UUID]:
        """Return the keys of the agencies meant by slug or key."""
        if self.place and not values - {self.place.slug, str(self.place.pk)}:
            return {self.place.pk}
        keys = [key for value in values if (key := _key(value))]
        found = active_agencies().filter(slug__in=values) | active_agencies().filter(pk__in=keys)
        known = {agency.pk: agency for agency in found[: limits.ORGANIZATIONS_MAX]}
        self._agencies |= {} if self.place else known
        return set(known)


def _narrowed(
    only: set[UUID] | None, but_not: set[UUID], named: set[UUID], *, negated: bool
) -> tuple[set[UUID] | None, set[UUID]]:
    if negated:
        return only, but_not | named
    return (named if only is None else only & named), but_not


def _as_dataset(agency: Agency, table: Table) -> Dataset:
    """Return a table as a dataset: made anew each time it is taken away, so that its day is today."""
    key = table_id(agency.pk, table.key)
    today = dt.datetime.combine(clock.today(agency.timezone), dt.time(), tzinfo=agency.zone)
    return Dataset(
        id=key,
        agency_id=agency.pk,
        title=f"{table.title} {agency.short_name}",
        notes=str(table.about),
        group=REGISTERS.code,
        page=f"{reverse('open_data:about', args=[agency.slug])}#{table.key}",
        created_at=today,
        modified_at=today,
        resources=[
            Resource(
                f"{key}-{suffix}",
                f"{table.title} ({suffix.upper()})",
                reverse("open_data:export", args=[agency.slug, table.key, suffix]),
                suffix.upper(),
                mimetype,
            )
            for suffix, mimetype in (("csv", "text/csv"), ("json", "application/json"))
        ],
        tags=("register",),
        extras={"basis": str(table.basis)},
    )
