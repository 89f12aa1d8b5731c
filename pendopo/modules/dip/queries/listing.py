"""The public list: what is published, by facet and words. Nothing here reads a version that is not live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.documents.models import Document
from pendopo.kernel.search import queries as index
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion, Tally
from pendopo.modules.dip.rules import kinds, limits, procedure

FACETS: Final = ("entry_class", "unit", "info_year", "form")
# The same facets as the index calls them.
INDEXED: Final[Mapping[str, str]] = {"class": "entry_class", "unit": "unit", "year": "info_year", "format": "form"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """By what the list is narrowed down; empty where it is not. `unit` and `info_year` are text, as addresses hold them."""

    entry_class: str = ""
    unit: str = ""
    info_year: str = ""
    form: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in FACETS)

    def fits(self, cell: Tally, *, but: str = "") -> bool:
        """Return whether the counted cell is among what is chosen, whatever is chosen in the facet `but`."""
        return all(
            name == but or not getattr(self, name) or str(getattr(cell, name)) == getattr(self, name) for name in FACETS
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries fit, and for each facet how many would with another choice in it: value → count."""

    total: int
    facets: Mapping[str, Mapping[str, int]]


def counts(agency: Agency, chosen: Chosen) -> Counts:
    """Return the counts from the tally, however many entries there are. One query."""
    cells = list(Tally.objects.for_agency(agency).filter(count__gt=0))
    facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for cell in cells:
        for name in FACETS:
            value = str(getattr(cell, name))
            if value not in {"", "0"} and chosen.fits(cell, but=name):
                facets[name][value] += cell.count
    return Counts(sum(cell.count for cell in cells if chosen.fits(cell)), facets)


def live(agency: Agency) -> QuerySet[EntryVersion]:
    """Return what is public now, with unit and entry; the caller orders and bounds."""
    return EntryVersion.objects.for_agency(agency).filter(is_live=True).select_related("unit", "entry")


def listed(agency: Agency, chosen: Chosen, *, words: str = "") -> QuerySet[EntryVersion]:
    """Return what is public and fits, newest first; the caller bounds it."""
    found = live(agency)
    if chosen.entry_class:
        found = found.filter(entry_class=chosen.entry_class)
    if chosen.unit:
        found = found.filter(unit=UUID(chosen.unit))
    if chosen.info_year:
        found = found.filter(info_year=int(chosen.info_year))
    if chosen.form:
        found = found.filter(form=chosen.form)
    for word in words.lower().split()[: limits.WORDS_MAX]:
        found = found.filter(search_text__contains=word)
    return found.order_by("-published_on", "-id")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what words find: versions in order, how many there are, and counts by facet (empty without the index).

    `loosely`: nothing holds all the words as they were typed, and these come near.
    """

    total: int
    versions: list[EntryVersion]
    facets: Mapping[str, Mapping[str, int]]
    loosely: bool = False


def find(agency: Agency, words: str, chosen: Chosen, *, page: int, units: Mapping[str, str]) -> Found:
    """Return what words find: by the index, or without one by the words as they stand in the database.

    `units` are names by key, because the index knows units by name. One query, two without the index.
    """
    size = limits.PUBLIC_ROWS
    wanted = {name: [value] for name, own in INDEXED.items() if (value := getattr(chosen, own))}
    if chosen.unit:
        wanted["unit"] = [units.get(chosen.unit, chosen.unit)]
    got = index.search(
        words, agency_ids=[agency.pk], kinds=[kinds.SEARCH_KIND], chosen=wanted, page=page, size=size
    )  # fmt: skip
    if not got.ready:
        rows_found = listed(agency, chosen, words=words)
        total = rows_found[: limits.FOUND_MAX].count()
        start = (page - 1) * size
        return Found(total, list(rows_found[start : min(start + size, limits.FOUND_MAX)]), {})
    rows = {each.entry_id: each for each in live(agency).filter(entry__in=[hit.id for hit in got.hits])}
    keys = {name: key for key, name in units.items()}
    facets = {
        own: {
            keys.get(each.value, each.value) if own == "unit" else each.value: each.count for each in got.facets[name]
        }
        for name, own in INDEXED.items()
        if name in got.facets
    }
    found = [rows[hit.id] for hit in got.hits if hit.id in rows]
    return Found(got.total, found, facets, loosely=got.loosely or bool(got.instead))


def latest(agency: Agency, limit: int = limits.LATEST) -> list[EntryVersion]:
    """Return what was published last. One query."""
    return list(listed(agency, Chosen())[:limit])


def entry_page(agency: Agency, pk: UUID) -> EntryVersion | None:
    """Return the public version of an entry, or None. One query."""
    return live(agency).filter(entry=pk).first()


def tombstone(agency: Agency, pk: UUID) -> Entry | None:
    """Return the entry if it was withdrawn: only its number, day and reason are for the public. One query."""
    found: Entry | None = Entry.objects.for_agency(agency).filter(pk=pk, state=procedure.WITHDRAWN).first()
    return found


def history(version: EntryVersion) -> list[EntryVersion]:
    """Return the versions that were published so far, newest first: number, day and what changed. One query."""
    found = EntryVersion.objects.for_agency(version.agency).filter(entry=version.entry_id, published_on__isnull=False)
    return list(found.only("number", "published_on", "change").order_by("-number")[: limits.VERSIONS_SHOWN])


def public_file(agency: Agency, entry_pk: UUID, document_pk: UUID) -> Document | None:
    """Return a file of the public version, or None. One query."""
    found = (
        EntryFile.objects.for_agency(agency)
        .filter(version__entry=entry_pk, version__is_live=True, document=document_pk)
        .select_related("document")
        .first()
    )
    return found.document if found else None


def unit_names(agency: Agency, keys: Collection[str]) -> dict[str, str]:
    """Return the names of units by key. One query."""
    found = Unit.objects.for_agency(agency).filter(pk__in=list(keys)[: limits.UNITS_SHOWN * 10])
    return {str(key): name for key, name in found.values_list("pk", "name")}


def newest_after(after: UUID | None, limit: int) -> list[UUID]:
    """Return the next keys of entries that have a public version, in any agency, in the order of the key. One query."""
    found = EntryVersion.objects.filter(is_live=True)
    if after is not None:
        found = found.filter(entry__gt=after)
    return list(found.order_by("entry").values_list("entry", flat=True)[:limit])


def indexable(ids: Sequence[UUID]) -> list[EntryVersion]:
    """Return the public versions of these entries, in any agency, with all that the index needs. One query."""
    found: Any = EntryVersion.objects.filter(entry__in=ids, is_live=True, agency__is_active=True)
    return list(found.select_related("agency", "unit"))


def indexable_count() -> int:
    """Return how many entries are public, roughly: the tallies know. One query."""
    return sum(Tally.objects.values_list("count", flat=True))
