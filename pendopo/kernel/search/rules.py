"""Limits of searching, and how words are read: folded, split, without the ones that say nothing (pure)."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Final

# What the index holds and how; another number makes every node build anew.
FORMAT: Final = 1
FACETS: Final = ("class", "unit", "year", "format")

# Characters of an entry that are looked at, and those kept to cut snippets from.
MAX_TEXT: Final = 200_000
KEPT_TEXT: Final = 20_000
MAX_TITLE: Final = 500
# Characters and words of what somebody asks; the rest is not looked at.
MAX_QUERY: Final = 200
MAX_WORDS: Final = 10
MAX_TOKEN: Final = 40
# Hits that can be paged through, and values of a facet that are counted.
MAX_HITS: Final = 1_000
MAX_SIZE: Final = 100
MAX_VALUES: Final = 30
# Values of a facet that a page offers, and agencies among which is looked together.
SHOWN_VALUES: Final = 8
MOST_AGENCIES: Final = 2_000
PAGE_HITS: Final = 20

# With fewer hits than this, unfinished and misspelt words are looked for as well.
FEW_HITS: Final = 5
MIN_PREFIX: Final = 3
MIN_FUZZY: Final = 4
# A word is taken for a slip of the pen when so many times more things hold its neighbour.
MUCH_MORE: Final = 10

SNIPPET: Final = 240
TITLE_WEIGHT: Final = 2.0
# A year of age costs half a percent of the score: what is as good otherwise stands newest first.
YEARLY: Final = 0.005
_EPOCH: Final = dt.date(2000, 1, 1)

# Changes placed together, and ids loaded together.
PLACE_ROWS: Final = 1_000
LOAD_IDS: Final = 500
# Days after which changes are forgotten; a node that was away longer builds its index anew.
KEEP_DAYS: Final = 7
# Seconds that the worker gives to building before mail and other jobs have their turn.
SLICE_SECONDS: Final = 3.0
# Seconds after which an index that was replaced is removed: until then somebody may still be reading it.
GRACE_SECONDS: Final = 60.0
# Days after which an index is built anew while the old one answers, should anything have been missed.
REBUILD_DAYS: Final = 7

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_WORD: Final = re.compile(r"[^\W_]+")

STOP_WORDS: Final = frozenset(
    """
    ada adalah agar akan antara apa apakah atas atau bagaimana bagi bahwa berapa bila dalam dan dapat dari daripada
    dengan di dimana hingga ia ialah ingin ini itu jika juga kami kapan karena ke kepada kita lain mana mengapa mengenai
    oleh pada para per pun saat saja sampai saya secara sebagai sejak serta siapa suatu sudah telah tentang terhadap
    tersebut untuk yaitu yakni yang
    a an and are for in is of on or the to with
    """.split()
)


def folded(text: str) -> str:
    """Return text in small letters without accents, as long as it was wherever a letter has no other small form.

    >>> folded("Résumé ANGGARAN")
    'resume anggaran'
    """
    if text.isascii():
        return text.lower()
    return "".join(_folded_letter(letter) for letter in text)


def _folded_letter(letter: str) -> str:
    if letter < "\x80":
        return letter.lower()
    plain = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in plain if not unicodedata.combining(part)).lower()
    # Places in the folded text are places in the text itself: highlights depend on it.
    return kept if len(kept) == 1 else letter


def tokens(text: str) -> list[str]:
    """Return the words of a text, folded, each of at most MAX_TOKEN characters.

    >>> tokens("Laporan Keuangan (LKPD) 2024, serta-merta")
    ['laporan', 'keuangan', 'lkpd', '2024', 'serta', 'merta']
    """
    return [word[:MAX_TOKEN] for word in _WORD.findall(folded(text))]


def asked(text: str) -> list[str]:
    """Return the words that somebody looks for: the first MAX_WORDS different ones that say something.

    Words that say nothing are kept when there are no others. Nothing in the text is an operator.

    >>> asked("Berapa anggaran DAN realisasi untuk pendidikan?")
    ['anggaran', 'realisasi', 'pendidikan']
    >>> asked("siapa saya")
    ['siapa', 'saya']
    """
    words = list(dict.fromkeys(tokens(text[:MAX_QUERY])))
    telling = [word for word in words if word not in STOP_WORDS]
    return (telling or words)[:MAX_WORDS]


def freshness(day: dt.date) -> float:
    """Return the index's weight of a day: the score is multiplied by log2(2 + weight), 1 for the year 2000."""
    years = max((day - _EPOCH).days / 365.25, 0.0)
    return math.exp2(1 + YEARLY * years) - 2


def neighbours(word: str) -> set[str]:
    """Return what one letter more, less or other, or two neighbours swapped, make of a word; some fifty for each letter.

    >>> "anggaran" in neighbours("angaran"), "anggaran" in neighbours("anggarna"), "angin" in neighbours("anggaran")
    (True, True, False)
    """
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    less = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    other = {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    more = {left + letter + right for left, right in halves for letter in _LETTERS}
    return (less | swapped | other | more) - {word}
