"""The dictionary root of Indonesian words (PySastrawi), remembered: asking again costs a look into a table."""

from __future__ import annotations

from functools import cache
from typing import Any

# A word's root takes some 70 µs to find; this many words are remembered, some tens of MB at most.
MOST_WORDS = 200_000
_SHORTEST = 4

_known: dict[str, str] = {}


@cache
def _stemmer() -> Any:
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))


def stem(word: str) -> str:
    """Return the root of a folded word; numbers, short words and foreign letters stay as they are.

    >>> stem("pengecualian"), stem("dikecualikan"), stem("pemohon"), stem("2024")
    ('kecuali', 'kecuali', 'mohon', '2024')
    """
    root = _known.get(word)
    if root is None:
        if len(_known) >= MOST_WORDS:
            _known.clear()
        root = _root(word)
        _known[word] = root
    return root


def _root(word: str) -> str:
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    return str(_stemmer().stem_singular_word(word)) or word
