"""The public list as machines walk it (open data, harvesters): by conditions, in a fixed order, page by page, with counts."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import CLEAN_STATES
from pendopo.kernel.documents.rules import KINDS
from pendopo.kernel.search import queries as index
from pendopo.lib.keeping import Kept
from pendopo.modules.dip.models import EntryFile, EntryVersion, Tally
from pendopo.modules.dip.rules import kinds
from pendopo.modules.dip.rules.categories import CATEGORIES

# Words are looked up in the index, which gives so many of the best and no more.
WORD_HITS: Final = 1000
_INDEX_PAGE: Final = 100
_BATCH: Final = 1000
_FIELDS: Final[Mapping[str, str]] = {"modified": "published_at", "created": "first_published"}
_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "modified": ("published_at", "entry"),
    "created": ("entry",),
    "title": ("title", "entry"),
    "id": ("entry",),
    # The order of the public list.
    "relevance": ("published_on", "id"),
}
# Format told to machines → media type; the first extension of a type names it.
FORMATS: Final[Mapping[str, str]] = {
    kind.extension.upper(): kind.media_type
    for kind in reversed(list({kind.media_type: kind for kind in reversed(list(KINDS.values()))}.values()))
}
_FORMAT_OF: Final[Mapping[str, str]] = {media: name for name, media in FORMATS.items()}

# Counting the words of a million entries takes seconds; a minute later they are hardly others.
_tag_counts: Kept[dict[str, int]] = Kept(seconds=60, most=200)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What machines look for. `agencies` is None for all; a condition is field, values, negated; a range field, from, to.

    Fields of conditions: groups (classes), tags, res_format, id (entries' keys); of ranges: modified, created.
    """

    agencies: frozenset[UUID] | None = None
    but_not: frozenset[UUID] = frozenset()
    words: tuple[str, ...] = ()
    conditions: tuple[tuple[str, frozenset[str], bool], ...] = ()
    ranges: tuple[tuple[str, dt.datetime | None, dt.datetime | None], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Return whether nothing is asked but whose entries."""
        return not (self.words or self.conditions or self.ranges)


@dataclass(frozen=True, slots=True)
class Walked:
    """How many fit, a page of their public versions (`first_published` is when the entry first was), counts by facet."""

    total: int
    versions: list[EntryVersion]
    facets: Mapping[str, Mapping[str, int]]


def format_of(media_type: str) -> str:
    """Return the format of a file as machines are told, empty for an unknown media type.

    >>> format_of("application/pdf"), format_of("image/jpeg")
    ('PDF', 'JPG')
    """
    return _FORMAT_OF.get(media_type, "")


def walk(wanted: Wanted, *, key: str, descending: bool, start: int, rows: int, facets: Collection[str] = ()) -> Walked:
    """Return a page of what fits, and the counts of `facets`. Two queries, and one a facet.

    Facets are organization, groups, tags and res_format.
    """
    ranked = _ranked(wanted) if wanted.words else None
    found = _fitting(wanted, ranked)
    if wanted.is_plain:
        total = sum(counts(wanted.agencies, wanted.but_not).values())
    else:
        total = found.count() if ranked is not None or not wanted.words else found[:WORD_HITS].count()
    counted = {facet: _facet(wanted, found, facet) for facet in facets}
    if not rows or start >= total:
        return Walked(total, [], counted)
    if ranked is not None and key == "relevance":
        place = {entry: number for number, entry in enumerate(ranked)}
        keys = sorted(found.values_list("entry", flat=True), key=lambda entry: place[entry])[start : start + rows]
        by_key = {each.entry_id: each for each in _whole(found.filter(entry__in=keys))}
        return Walked(total, [by_key[entry] for entry in keys if entry in by_key], counted)
    sign = "-" if descending else ""
    ordered = _whole(found).order_by(*(f"{sign}{name}" for name in _ORDERS[key]))
    return Walked(total, list(ordered[start : min(start + rows, total)]), counted)


def one(agencies: frozenset[UUID] | None, entry: UUID) -> EntryVersion | None:
    """Return the public version of an entry of an active agency. One query."""
    return _whole(_fitting(Wanted(agencies), None).filter(entry=entry)).first()


def keys(agencies: frozenset[UUID] | None, *, start: int, rows: int | None) -> Iterator[tuple[UUID, UUID]]:
    """Yield entry and agency of what is public, in the order of entries' keys. One query."""
    found = _fitting(Wanted(agencies), None).order_by("entry").values_list("entry", "agency")
    yield from found[start : None if rows is None else start + rows].iterator(chunk_size=_BATCH)


def newest(agency: Agency, limit: int) -> list[tuple[UUID, dt.date]]:
    """Return the entries published last, with the day of their version. One query."""
    found = EntryVersion.objects.for_agency(agency).filter(is_live=True).order_by("-published_on", "-id")
    return [(key, on) for key, on in found.values_list("entry", "published_on")[:limit] if on is not None]


def whole_list(agency: Agency) -> Iterator[list[EntryVersion]]:
    """Yield what one agency has public, a thousand at a time, in the order of entries' keys; one query each."""
    last: UUID | None = None
    while True:
        found = _fitting(Wanted(frozenset({agency.pk})), None)
        if last is not None:
            found = found.filter(entry__gt=last)
        batch = list(_whole(found).order_by("entry")[:_BATCH])
        if batch:
            yield batch
        if len(batch) < _BATCH:
            return
        last = batch[-1].entry_id


def counts(agencies: frozenset[UUID] | None, but_not: Collection[UUID] = ()) -> dict[UUID, int]:
    """Return how many entries each active agency has public, from the tally. One query."""
    return dict(_cells(agencies, but_not).order_by().values_list("agency").annotate(n=Sum("count")))


def _cells(agencies: frozenset[UUID] | None, but_not: Collection[UUID]) -> QuerySet[Tally]:
    cells = Tally.objects.filter(agency__is_active=True, count__gt=0)
    if agencies is not None:
        cells = cells.filter(agency__in=agencies)
    return cells.exclude(agency__in=but_not) if but_not else cells


def state(agency: Agency) -> tuple[int, dt.datetime | None]:
    """Return how many entries are public, and when one was published last. One query."""
    found = (
        EntryVersion.objects.for_agency(agency).filter(is_live=True).aggregate(n=Count("pk"), at=Max("published_at"))
    )
    return found["n"], found["at"]


def official(version: EntryVersion) -> dict[str, str]:
    """Return the official columns beyond title, summary and class as text, in Indonesian words; empty ones left out."""
    category = CATEGORIES.get(version.category)
    made = ", ".join(filter(None, [version.made_when, version.made_where]))
    told = {
        "number": version.entry.number,
        "category": gettext(category.label) if category else "",
        "holder": ", ".join(filter(None, [version.unit.name if version.unit else "", version.holder])),
        "responsible": version.responsible,
        "made": made,
        "form": gettext(kinds.FORMS[version.form]),
        "retention": version.retention,
        "year": str(version.info_year or ""),
        "cycle": gettext(kinds.CYCLES[version.cycle]),
    }
    return {key: text for key, text in told.items() if text}


def files_of(versions: Sequence[EntryVersion]) -> dict[UUID, list[EntryFile]]:
    """Return version → its files that may be delivered, and its links, in their order. One query."""
    found: dict[UUID, list[EntryFile]] = {each.pk: [] for each in versions}
    rows = EntryFile.objects.filter(version__in=list(found)).filter(_given()) if found else EntryFile.objects.none()
    for each in rows.select_related("document").order_by("version", "position", "id"):
        found[each.version_id].append(each)
    return found


def _given() -> Q:
    delivered = Q(document__removed_at__isnull=True, document__scan_state__in=CLEAN_STATES)
    return Q(document__isnull=True) | delivered


def _whole(found: QuerySet[EntryVersion]) -> QuerySet[EntryVersion]:
    """Return the versions with unit and entry, and when the entry was first published."""
    return found.select_related("unit", "entry").annotate(first_published=_first())


def _first() -> Subquery:
    versions = EntryVersion.objects.filter(entry=OuterRef("entry"), published_at__isnull=False)
    return Subquery(versions.order_by("number").values("published_at")[:1])


def _ranked(wanted: Wanted) -> list[UUID] | None:
    """Return the entries that hold the words, the best first, WORD_HITS at most; None when there is no index here."""
    ranked: list[UUID] = []
    for page in range(1, WORD_HITS // _INDEX_PAGE + 1):
        got = index.search(
            " ".join(wanted.words), agency_ids=wanted.agencies, kinds=[kinds.SEARCH_KIND], page=page, size=_INDEX_PAGE
        )
        if not got.ready:
            return None
        # A machine that asked for words is not told of others.
        if got.loosely or got.instead:
            return []
        ranked += [hit.id for hit in got.hits]
        if len(ranked) >= got.total or not got.hits:
            break
    return ranked


def _fitting(wanted: Wanted, ranked: Sequence[UUID] | None) -> QuerySet[EntryVersion]:
    found: QuerySet[Any] = EntryVersion.objects.filter(is_live=True, agency__is_active=True)
    if wanted.agencies is not None:
        found = found.filter(agency__in=wanted.agencies)
    if wanted.but_not:
        found = found.exclude(agency__in=wanted.but_not)
    if ranked is not None:
        found = found.filter(entry__in=ranked)
    else:
        for word in wanted.words:
            found = found.filter(search_text__contains=word)
    for name, low, high in wanted.ranges:
        found = found.annotate(first_published=_first()) if name == "created" else found
        if low is not None:
            found = found.filter(**{f"{_FIELDS[name]}__gte": low})
        if high is not None:
            found = found.filter(**{f"{_FIELDS[name]}__lte": high})
    if any(name == "tags" for name, _values, _negated in wanted.conditions):
        found = found.annotate(tag_text=Cast("tags", TextField()))
    for name, values, negated in wanted.conditions:
        condition = _condition(name, values)
        found = found.exclude(condition) if negated else found.filter(condition)
    return found


def _condition(name: str, values: Collection[str]) -> Q:
    if name == "groups":
        return Q(entry_class__in=values)
    if name == "id":
        return Q(entry__in=[key for value in values if (key := _as_key(value))])
    if name == "res_format":
        types = [FORMATS[value] for value in values if value in FORMATS]
        files = EntryFile.objects.filter(_given(), version=OuterRef("pk"), document__media_type__in=types)
        return Q(Exists(files))
    held = Q()
    for value in values:
        # As the text of the column: PostgreSQL keeps letters as they are, SQLite as Python writes them.
        for text in {json.dumps(value), json.dumps(value, ensure_ascii=False)}:
            held |= Q(tag_text__contains=text)
    return held


def _as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _facet(wanted: Wanted, found: QuerySet[EntryVersion], facet: str) -> dict[str, int]:
    if facet == "organization":
        if wanted.is_plain:
            return {str(key): n for key, n in counts(wanted.agencies, wanted.but_not).items()}
        return {str(key): n for key, n in _grouped(found, "agency")}
    if facet == "groups":
        if wanted.is_plain:
            cells = _cells(wanted.agencies, wanted.but_not)
            return dict(cells.order_by().values_list("entry_class").annotate(n=Sum("count")))
        return dict(_grouped(found, "entry_class"))
    if facet == "res_format":
        files = EntryFile.objects.filter(_given(), version__in=found.values("pk"), document__isnull=False)
        counted = files.order_by().values_list("document__media_type").annotate(n=Count("version", distinct=True))
        return {format_of(media) or media: n for media, n in counted}
    return _tag_counts.get(wanted, lambda: _tags(found))


def _grouped(found: QuerySet[EntryVersion], name: str) -> list[tuple[str, int]]:
    return list(found.order_by().values_list(name).annotate(n=Count("pk")))


def _tags(found: QuerySet[EntryVersion]) -> dict[str, int]:
    tally: Counter[str] = Counter()
    for tags in found.exclude(tags=[]).order_by().values_list("tags", flat=True).iterator(chunk_size=_BATCH):
        tally.update(tags)
    return dict(tally)
