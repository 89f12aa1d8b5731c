"""What is public already and near to what a citizen is about to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.search.queries import Hit, search, suggest
from pendopo.kernel.search.registry import Entry, find_searchable
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.rules import limits, procedure
from pendopo.modules.disclosure.rules.suggesting import ANSWER, KINDS, telling

_MARKED: Final = re.compile(r"<mark>(.*?)</mark>")


def near(agency: Agency, words: str) -> list[Hit]:
    """Return the few public things nearest to `words`, the best first; nothing for words that stand everywhere.

    The index answers; one query makes sure that no answer is named that was withdrawn a moment ago.
    """
    sought = telling(words)
    if not sought:
        return []
    asked, here = " ".join(sought), [agency.pk]
    found = suggest(asked, agency_ids=here, kinds=KINDS, limit=limits.SHOWN)
    if not found:
        some = search(asked, agency_ids=here, kinds=KINDS, size=limits.SHOWN).hits
        found = [hit for hit in some if len(_marked(hit)) >= min(limits.ALIKE, len(sought))]
    return _still_public(agency, found)


def _marked(hit: Hit) -> set[str]:
    """Return the words by which a thing was found, as far as its title and snippet show them."""
    return {word.lower() for word in _MARKED.findall(f"{hit.heading} {hit.snippet}")}


def _still_public(agency: Agency, hits: list[Hit]) -> list[Hit]:
    answers = [hit.id for hit in hits if hit.kind == ANSWER]
    if not answers:
        return hits
    public = Answer.objects.for_agency(agency).filter(pk__in=answers, state__in=procedure.PUBLIC)
    kept = set(public.values_list("pk", flat=True))
    return [hit for hit in hits if hit.kind != ANSWER or hit.id in kept]


def public_item(agency: Agency, kind: str, pk: UUID) -> Entry | None:
    """Return something public of the agency that a suggestion may name, None for anything else. As `load` asks."""
    return titles(agency, [(kind, pk)]).get(pk) if kind in KINDS else None


def public_title(agency: Agency, pk: UUID) -> str:
    """Return what a public thing of the agency is called, empty when there is none with this key."""
    found = titles(agency, [(kind, pk) for kind in KINDS])
    return found[pk].title if pk in found else ""


def titles(agency: Agency, items: Iterable[tuple[str, UUID]]) -> dict[UUID, Entry]:
    """Return those of many things (kind and key) that are public now, by key; as `load` asks, once per kind."""
    wanted: dict[str, list[UUID]] = {}
    for kind, pk in items:
        wanted.setdefault(kind, []).append(pk)
    found = {}
    for kind, keys in wanted.items():
        searchable = find_searchable(kind)
        for entry in searchable.load(keys) if searchable else ():
            if entry.agency_id == agency.pk:
                found[entry.id] = entry
    return found
