"""Searching: what was found, how often, and by what it can be narrowed down."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import tantivy
from django.db.models import Q
from django.utils.safestring import SafeString

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, run
from pendopo.kernel.search import folder
from pendopo.kernel.search.asking import COUNTED, Asker, Narrowing
from pendopo.kernel.search.models import Change, Course
from pendopo.kernel.search.reading import Reading, failed, reading
from pendopo.kernel.search.rules import FEW_HITS, MAX_HITS, MAX_SIZE, MAX_VALUES, MIN_PREFIX, MOST_AGENCIES, asked
from pendopo.kernel.search.schema import CARD, FRESH
from pendopo.kernel.search.snippets import Marker
from pendopo.kernel.search.soundness import Unreadable, reading_it
from pendopo.kernel.search.stems import stem


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found; `snippet` and `heading` are safe HTML with the matching words in <mark>."""

    kind: str
    id: UUID
    agency_id: UUID
    title: str
    snippet: SafeString
    url: str
    on: dt.date
    heading: SafeString


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet and how many hits have it."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, how many there are in all, and the counts by facet name.

    `words` are the ones that were looked for. `instead` holds them in another spelling, when only that was found, or a
    few were found and that gave more. `loosely` says that nothing held all words, and these hold some. `ready` is false
    while this machine has no index.
    """

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: Mapping[str, Sequence[FacetCount]] = field(default_factory=dict)
    words: Sequence[str] = ()
    instead: Sequence[str] = ()
    loosely: bool = False
    ready: bool = True


def search(
    words: str,
    *,
    agency_ids: Collection[UUID] | None = None,
    kinds: Collection[str] = (),
    chosen: Mapping[str, Sequence[str]] | None = None,
    never: Collection[UUID] = (),
    page: int = 1,
    size: int = 20,
) -> Results:
    """Return a page of what matches every word, the best first and the newest among equals.

    `agency_ids`, `kinds` say where is looked (None and empty for everywhere), and in which agencies `never`; `chosen`
    narrows down by facet: values of one facet add up, facets cut. The counts of a facet are those that choosing another
    value of it would give. Words are matched by their roots; where that finds hardly anything, unfinished words, other
    spellings and at last some of the words are tried. Never more than rules.MAX_HITS can be paged through. No query.
    """
    wanted = asked(words)
    index = reading()
    if index is None:
        return Results(words=wanted, ready=False)
    if not wanted:
        return Results()
    narrowing = Narrowing(agency_ids, kinds, chosen or {}, never)
    try:
        with reading_it():
            return _searched(index, wanted, narrowing, max(page, 1), max(min(size, MAX_SIZE), 1))
    except Unreadable as trouble:
        failed(index.generation, trouble)
        return Results(words=wanted, ready=False)


def suggest(
    words: str, *, agency_ids: Collection[UUID] | None = None, kinds: Collection[str] = (), limit: int = 5
) -> list[Hit]:
    """Return the best of what matches the words typed so far, the last of which may be unfinished. No query."""
    wanted = asked(words)
    index = reading()
    if index is None or not wanted:
        return []
    narrowing, limit = Narrowing(agency_ids, kinds), max(min(limit, MAX_SIZE), 1)
    try:
        with reading_it():
            return _suggested(index, wanted, narrowing, limit)
    except Unreadable as trouble:
        failed(index.generation, trouble)
        return []


# ---------------------------------------------------------------------------------------------------------- finding
@dataclass(frozen=True, slots=True)
class _Attempt:
    """A way of understanding the words: the query, what it found, what to mark."""

    query: tantivy.Query
    total: int
    addresses: list[tantivy.DocAddress]
    marker: Marker
    instead: Sequence[str] = ()
    loosely: bool = False


def _searched(index: Reading, words: list[str], narrowing: Narrowing, page: int, size: int) -> Results:
    asker = Asker(index)
    best = _best(asker, words, narrowing, size, (min(page, MAX_HITS // size) - 1) * size)
    return Results(
        total=best.total,
        hits=[_hit(index, address, best.marker) for address in best.addresses],
        facets=_facets(asker, best.query, narrowing),
        words=words,
        instead=best.instead,
        loosely=best.loosely,
    )


def _best(asker: Asker, words: list[str], narrowing: Narrowing, limit: int, offset: int) -> _Attempt:
    """Return the first attempt that finds something; more is tried only where the words as they are find hardly anything."""

    def attempt(query: tantivy.Query, marker: Marker, **facts: Any) -> _Attempt:
        return _Attempt(query, *_find(asker, asker.within(query, narrowing), limit, offset), marker, **facts)

    best = attempt(asker.exact(words), _marker(words))
    if best.total >= FEW_HITS:
        return best
    if len(words[-1]) >= MIN_PREFIX:
        longer = attempt(asker.unfinished(words), _marker(words, unfinished=True))
        best = longer if longer.total > best.total else best
    spelt = asker.spelt(words) if best.total < FEW_HITS else words
    instead = spelt if spelt != words else []
    if instead:
        other = attempt(asker.exact(spelt), _marker(spelt), instead=instead)
        best = other if other.total > best.total else best
    if not best.total and len(words) > 1:
        some = attempt(asker.exact(spelt, every=False), _marker(spelt), instead=instead, loosely=True)
        best = some if some.total else best
    return best


def _suggested(index: Reading, words: list[str], narrowing: Narrowing, limit: int) -> list[Hit]:
    asker = Asker(index)
    if len(words) > 1 and len(words[-1]) < MIN_PREFIX:
        words = words[:-1]
    marker = _marker(words, unfinished=True)
    total, addresses = _find(asker, asker.within(asker.unfinished(words), narrowing), limit, 0)
    if not total and (spelt := asker.spelt(words)) != words:
        marker = _marker(spelt, unfinished=True)
        total, addresses = _find(asker, asker.within(asker.unfinished(spelt), narrowing), limit, 0)
    return [_hit(index, address, marker) for address in addresses]


def _find(asker: Asker, query: tantivy.Query, limit: int, offset: int) -> tuple[int, list[tantivy.DocAddress]]:
    """Return how many things match, and where the best of them stand."""
    found: Any = asker.reading.searcher.search(query, limit=limit, offset=offset, weight_by_field=FRESH)
    return found.count, [address for _score, address in found.hits]


def _marker(words: Sequence[str], *, unfinished: bool = False) -> Marker:
    last = words[-1]
    return Marker(frozenset(stem(word) for word in words), (last,) if unfinished and len(last) >= MIN_PREFIX else ())


def _hit(index: Reading, address: tantivy.DocAddress, marker: Marker) -> Hit:
    kept: Any = index.searcher.doc(address).get_first(CARD)
    card = json.loads(bytes(kept))
    return Hit(
        kind=card["k"],
        id=UUID(card["i"]),
        agency_id=UUID(card["a"]),
        title=card["t"],
        snippet=marker.snippet(card["x"]),
        url=card["u"],
        on=dt.date.fromisoformat(card["o"]),
        heading=marker.title(card["t"]),
    )


# ----------------------------------------------------------------------------------------------------------- facets
def _facets(asker: Asker, query: tantivy.Query, narrowing: Narrowing) -> dict[str, list[FacetCount]]:
    """Count the values of every facet; of one in which something is chosen, as if it were not."""
    picked = [name for name in COUNTED if narrowing.chosen.get(name)]
    counts = _counts(asker, asker.within(query, narrowing), [name for name in COUNTED if name not in picked])
    for name in picked:
        counts |= _counts(asker, asker.within(query, narrowing.without(name)), [name])
    return {name: _values(counts[name], narrowing.chosen.get(name, ())) for name in COUNTED}


def _counts(asker: Asker, query: tantivy.Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
    asked_for = {name: {"terms": {"field": name, "size": MAX_VALUES}} for name in names}
    counted = asker.reading.searcher.aggregate(query, asked_for)
    return {name: {each["key"]: each["doc_count"] for each in counted[name]["buckets"]} for name in names}


def _values(counts: Mapping[str, int], chosen: Sequence[str]) -> list[FacetCount]:
    """Return the values, the most frequent first; a chosen one is always there, so that it can be taken back."""
    all_of_them = dict.fromkeys(chosen, 0) | dict(counts)
    ordered = sorted(all_of_them.items(), key=lambda each: (-each[1], each[0]))
    return [FacetCount(value, count, value in chosen) for value, count in ordered]


# --------------------------------------------------------------------------------------------------------- agencies
def branches(agency: Agency) -> dict[UUID, tuple[str, str]]:
    """Return slug and short name of an agency and of the active ones below it, at most rules.MOST_AGENCIES. One query."""
    rows = run(_BRANCHES, [database_key(agency.pk), MOST_AGENCIES])
    return {UUID(str(pk)): (slug, name) for pk, slug, name in rows}


def named_agencies(*, ids: Collection[UUID] = (), slugs: Collection[str] = ()) -> dict[UUID, tuple[str, str]]:
    """Return slug and short name of active agencies by id or slug. One query."""
    found = Agency.objects.filter(Q(pk__in=ids) | Q(slug__in=slugs), is_active=True)
    return {pk: (slug, name) for pk, slug, name in found.values_list("pk", "slug", "short_name")[:MOST_AGENCIES]}


def closed_agencies() -> list[UUID]:
    """Return the agencies whose pages nobody sees any more, at most rules.MOST_AGENCIES. One query."""
    return list(Agency.objects.filter(is_active=False).order_by("-id").values_list("pk", flat=True)[:MOST_AGENCIES])


_BRANCHES = """
WITH RECURSIVE branch (id, slug, short_name, depth) AS (
    SELECT id, slug, short_name, 0 FROM agencies_agency WHERE id = %s
    UNION ALL
    SELECT below.id, below.slug, below.short_name, branch.depth + 1
    FROM agencies_agency below JOIN branch ON below.parent_id = branch.id
    WHERE below.is_active AND branch.depth < 10
)
SELECT id, slug, short_name FROM branch LIMIT %s
"""


# ----------------------------------------------------------------------------------------------------------- status
@dataclass(frozen=True, slots=True)
class Status:
    """What this machine's index holds; `waiting` are changes that it has not seen."""

    ready: bool
    entries: int
    waiting: int
    place: int
    last: int
    size: int
    built_at: str
    building: int | None

    def lines(self) -> list[tuple[str, str]]:
        """Return the facts with their English names, for the console."""
        state = "answers" if self.ready else "no index yet; `pendopo work` builds it, or `pendopo search rebuild`"
        lines = [
            ("State", state),
            ("Folder", f"{folder.home()} ({self.size / 1e6:.1f} MB)"),
            ("Entries", f"{self.entries}"),
            ("Built", self.built_at or "–"),
            ("Changes", f"{self.waiting} waiting; applied up to {self.place} of {self.last}"),
        ]
        return lines + ([("Building", f"{self.building} rows looked at")] if self.building is not None else [])


def status() -> Status:
    """Return the state of this machine's index. Two queries."""
    index, course = reading(), Course.objects.filter(pk=Course.ONLY).first()
    state = index.generation.read() if index else None
    building = folder.under_way()
    next_state = building.read() if building else None
    unseen = Q(place__isnull=True) | Q(place__gt=state.place if state else 0)
    return Status(
        ready=index is not None,
        entries=index.searcher.num_docs if index else 0,
        waiting=Change.objects.filter(unseen).count(),
        place=state.place if state else 0,
        last=course.last if course else 0,
        size=folder.size(),
        built_at=state.built_at if state else "",
        building=next_state.looked if next_state else None,
    )
