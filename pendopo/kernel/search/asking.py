"""From words to what the index is asked. Nothing that is typed is read as an operator: every word becomes a term."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import tantivy

from pendopo.kernel.search.reading import Reading
from pendopo.kernel.search.rules import (
    FACETS,
    FEW_HITS,
    MAX_VALUES,
    MIN_FUZZY,
    MIN_PREFIX,
    MUCH_MORE,
    TITLE_WEIGHT,
    neighbours,
)
from pendopo.kernel.search.schema import AGENCY, BODY, KIND, NAMED, TITLE, WORDS
from pendopo.kernel.search.stems import stem

# What is counted and can be chosen: the facets of entries, their kind, their agency.
COUNTED = (KIND, *FACETS, AGENCY)
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
Clause = tuple[tantivy.Occur, tantivy.Query]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Where is looked: agencies (None for all) but `never` some, kinds (none for all), and values chosen by facet."""

    agency_ids: Collection[UUID] | None = None
    kinds: Collection[str] = ()
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    never: Collection[UUID] = ()

    def without(self, facet: str) -> Narrowing:
        """Return the same without what was chosen of one facet."""
        return replace(self, chosen={name: values for name, values in self.chosen.items() if name != facet})


@dataclass(frozen=True, slots=True)
class Asker:
    """Makes queries for one open index."""

    reading: Reading

    # --------------------------------------------------------------------------------------------------- words
    def exact(self, words: Sequence[str], *, every: bool = True) -> tantivy.Query:
        """Return what holds the roots of every word, or of any; those with a root in the title stand first."""
        roots = list(dict.fromkeys(stem(word) for word in words))
        clauses: list[Clause] = [(MUST if every else SHOULD, self._term(BODY, root)) for root in roots]
        titles: list[Clause] = [
            (SHOULD, tantivy.Query.boost_query(self._term(TITLE, root), TITLE_WEIGHT)) for root in roots
        ]
        return tantivy.Query.boolean_query(clauses + titles)

    def unfinished(self, words: Sequence[str]) -> tantivy.Query:
        """Return what holds every word but the last, and a word that begins with the last or has its root."""
        *whole, last = words
        clauses: list[Clause] = [(MUST, self.exact(whole))] if whole else []
        ends: list[Clause] = [(SHOULD, self.exact([last]))]
        if len(last) >= MIN_PREFIX:
            ends += [(SHOULD, self._prefix(NAMED, last)), (SHOULD, self._prefix(WORDS, last))]
        return tantivy.Query.boolean_query([*clauses, (MUST, tantivy.Query.boolean_query(ends))])

    def _prefix(self, name: str, beginning: str) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self.reading.index.schema, name, beginning, 0, True, True)

    def _term(self, name: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.reading.index.schema, name, value, "freq")

    # ------------------------------------------------------------------------------------------------ spelling
    def spelt(self, words: Sequence[str]) -> list[str]:
        """Return the words with each that hardly anything holds put into the nearest spelling that more things hold."""
        return [self._spelt(word) for word in words]

    def _spelt(self, word: str) -> str:
        if len(word) < MIN_FUZZY or not (word.isascii() and word.isalpha()):
            return word
        known = self._frequency(word)
        if known >= FEW_HITS:
            return word
        best, most = word, MUCH_MORE * known
        for other in neighbours(word):
            held = self._frequency(other)
            if held > most:
                best, most = other, held
        # Frequencies count what was taken back too, until its part of the index is written anew.
        return best if best == word or self._alive(best) else word

    def _alive(self, word: str) -> bool:
        return bool(self.reading.searcher.search(self._term(WORDS, word), limit=1, count=False).hits)

    def _frequency(self, word: str) -> int:
        return self.reading.searcher.doc_freq(WORDS, word)

    # ----------------------------------------------------------------------------------------------- narrowing
    def within(self, query: tantivy.Query, narrowing: Narrowing) -> tantivy.Query:
        """Return the query narrowed down; narrowing does not count in the order of hits."""
        filters: list[Clause] = []
        if narrowing.agency_ids is not None:
            filters.append(self._any_of(AGENCY, [str(pk) for pk in narrowing.agency_ids]))
        if narrowing.kinds:
            filters.append(self._any_of(KIND, list(narrowing.kinds)))
        for name, values in narrowing.chosen.items():
            if values and name in COUNTED:
                filters.append(self._any_of(name, list(values)[:MAX_VALUES]))
        if narrowing.never:
            filters.append((tantivy.Occur.MustNot, self._any_of(AGENCY, [str(pk) for pk in narrowing.never])[1]))
        return tantivy.Query.boolean_query([(MUST, query), *filters]) if filters else query

    def _any_of(self, name: str, values: Sequence[str]) -> Clause:
        schema = self.reading.index.schema
        if not values:
            return MUST, tantivy.Query.empty_query()
        found = (
            tantivy.Query.term_query(schema, name, values[0], "basic")
            if len(values) == 1
            else tantivy.Query.term_set_query(schema, name, list(values))
        )
        return MUST, tantivy.Query.const_score_query(found, 0.0)
