"""Taking out of a text what tells who somebody is (menghapus pengenal): known words, and what looks like an identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# What stands where something was erased; in every language the same, because it is stored.
ERASED: Final = "[dihapus]"
# A part of a name shorter than this is a word like any other.
_SHORTEST: Final = 4

_PATTERNS: Final = (
    # E-mail addresses; NIK and other long numbers, also grouped; telephone numbers.
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\w/-])\d(?:[ .-]?\d){15}(?![\w/-])"),
    re.compile(r"(?<![\w/-])(?:\+?62[ .-]?|0)8[1-9](?:[ .-]?\d){6,10}(?![\w/-])"),
)
_DIGITS: Final = re.compile(r"\d")


def parts_of(name: str) -> list[str]:
    """Return a name and those of its parts that are long enough to tell somebody.

    >>> parts_of("Siti binti Ali")
    ['Siti binti Ali', 'Siti']
    """
    parts = [part for part in name.split() if len(part) >= _SHORTEST and part[:1].isupper()]
    return [name, *parts] if name.strip() else []


def _pattern(word: str) -> str:
    """Return what finds `word` whatever blanks, capitals, or separators between its digits."""
    if len(_DIGITS.findall(word)) >= 7 and not re.search(r"[^\W\d_]", word):
        between = r"[ .()/-]*"
        return r"(?<!\d)" + between.join(map(re.escape, _DIGITS.findall(word))) + r"(?!\d)"
    return r"(?<!\w)" + r"\s+".join(map(re.escape, word.split())) + r"(?!\w)"


def scrubbed(text: str, words: Iterable[str]) -> str:
    """Return `text` with every one of `words`, and what looks like an identifier, replaced by ERASED.

    >>> scrubbed("Saya Siti, NIK 3304 0112 0190 0001, minta laporan", ["Siti"])
    'Saya [dihapus], NIK [dihapus], minta laporan'
    """
    if not text:
        return text
    known = sorted({word.strip() for word in words if len(word.strip()) > 2}, key=lambda word: (-len(word), word))
    if known:
        text = re.sub("|".join(map(_pattern, known)), ERASED, text, flags=re.IGNORECASE)
    for pattern in _PATTERNS:
        text = pattern.sub(ERASED, text)
    return text


def scrubbed_value(value: object, words: Iterable[str]) -> object:
    """Return a text, or JSON with all its texts, scrubbed; keys stay."""
    listed = list(words)
    if isinstance(value, str):
        return scrubbed(value, listed)
    if isinstance(value, dict):
        return {key: scrubbed_value(each, listed) for key, each in value.items()}
    if isinstance(value, list):
        return [scrubbed_value(each, listed) for each in value]
    return value
