"""What stands in the address of a search: words, what was chosen, the page. Nothing of it can be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from pendopo.kernel.search.rules import MAX_QUERY, MAX_VALUES
from pendopo.kernel.search.schema import AGENCY, KIND
from pendopo.lib.text import clean_line

WORDS_PARAM: Final = "q"
PAGE_PARAM: Final = "halaman"
# Facet → its name in the address, in the order in which the page shows them.
PARAMS: Final[Mapping[str, str]] = {
    KIND: "jenis",
    "class": "klasifikasi",
    "year": "tahun",
    "unit": "unit",
    "format": "format",
    AGENCY: "instansi",
}
_MAX_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; `chosen` by facet, agencies by slug."""

    words: str
    chosen: Mapping[str, Sequence[str]]
    page: int = 1

    @classmethod
    def read(cls, given: QueryDict) -> Wish:
        """Read an address; what is too long or too much is left out."""
        chosen = {}
        for facet, param in PARAMS.items():
            values = dict.fromkeys(clean_line(value) for value in given.getlist(param)[:MAX_VALUES])
            if kept := [value for value in values if 0 < len(value) <= _MAX_VALUE]:
                chosen[facet] = kept
        page = given.get(PAGE_PARAM, "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return cls(clean_line(given.get(WORDS_PARAM, ""))[:MAX_QUERY], chosen, max(number, 1))

    def turned(self, facet: str, value: str) -> str:
        """Return the query of the address in which a value is chosen, or not chosen any more; from the first page."""
        before = self.chosen.get(facet, ())
        after = [each for each in before if each != value] if value in before else [*before, value]
        return self._query({**self.chosen, facet: after})

    def plain(self) -> str:
        """Return the query of the address with the words alone."""
        return self._query({})

    def _query(self, chosen: Mapping[str, Sequence[str]]) -> str:
        pairs = [(WORDS_PARAM, self.words)]
        pairs += [(param, value) for facet, param in PARAMS.items() for value in chosen.get(facet, ())]
        return f"?{urlencode(pairs)}"
