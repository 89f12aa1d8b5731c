"""What people wrote: the elements it seems to be about, by plain words; and how personal data in it is covered.

A suggestion is no decision: a person decides. What may be published is what was written with some of it covered, and
nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pendopo.kernel.documents.redaction.scanning.patterns import covered, personal_in
from pendopo.kernel.search.stems import stem
from pendopo.lib.text import gettext_noop as _

NEW, SORTED, PUBLIC = "n", "s", "p"
STATES: Final = ((NEW, _("Belum dibaca")), (SORTED, _("Sudah dipilah")), (PUBLIC, _("Diumumkan")))
PRAISE, COMPLAINT = "+", "-"
TONES: Final = ((PRAISE, _("Pujian")), (COMPLAINT, _("Keluhan")))
# Stands in a published text where something was covered.
COVER: Final = "[…]"

_FOLDER: Final = Path(__file__).resolve().parent.parent / "lexicons"
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A list of words (daftar kata) by element. `phrases` are roots in a row → elements, `longest` the most roots of one.

    `roles` are words after "Pak" or "Bu" that name an office and nobody.
    """

    version: str
    phrases: dict[tuple[str, ...], tuple[str, ...]]
    longest: int
    roles: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the newest word list, its words brought to their roots; read once per process."""
    content = json.loads(max(_FOLDER.glob("*.json")).read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for element, words in content["elements"].items():
        for phrase in words:
            roots = tuple(root for _word, root in _roots(phrase))
            phrases[roots] = (*phrases.get(roots, ()), element)
    return Lexicon(content["version"], phrases, max(map(len, phrases)), frozenset(content["roles"]))


def suggest(text: str, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the elements among `keys` that a text seems to be about, each with the words that led to it.

    A longer phrase hides the shorter ones in it. Elements stand in the order of their first word.

    >>> suggest("Ruang tunggunya panas, antreannya lama!", ["sarana_prasarana", "waktu_penyelesaian"])
    {'sarana_prasarana': ('Ruang tunggunya', 'panas'), 'waktu_penyelesaian': ('antreannya', 'lama')}
    """
    known, words, place = lexicon(), list(_roots(text)), 0
    found: dict[str, tuple[str, ...]] = {}
    while place < len(words):
        for length in range(min(known.longest, len(words) - place), 0, -1):
            some = words[place : place + length]
            elements = known.phrases.get(tuple(root for _word, root in some), ())
            said = " ".join(word for word, _root in some)
            for element in elements:
                if element in keys and said not in found.get(element, ()):
                    found[element] = (*found.get(element, ()), said)
            if elements:
                place += length - 1
                break
        place += 1
    return found


def _roots(text: str) -> Iterator[tuple[str, str]]:
    for match in _WORD.finditer(text):
        yield match[0], stem(match[0].casefold())


# "Pak", "Bu" and what introduces a name, then up to four words with capitals, or the one word that follows.
_CALLED: Final = re.compile(
    r"\b(?P<title>(?i:pak|bapak|bpk|bu|ibu|mas|mbak|sdri?|saudar[ai]|kak|a\.n|atas nama|nama saya|bernama))(?P<gap>\.?\s+)"
    r"(?P<name>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3}|[a-z][\w'’-]*)"
)


def cover(text: str) -> str:
    """Return a text with all that looks like personal data covered: numbers, addresses of mail, names after a title.

    >>> cover("Terima kasih Bu Siti Aminah, hubungi 0812-3456-7890. Pak Camat dan ibu yang di loket ramah.")
    'Terima kasih Bu […], hubungi […]. Pak Camat dan ibu yang di loket ramah.'
    """

    def named(match: re.Match[str]) -> str:
        is_role = match["name"].split()[0].casefold() in lexicon().roles
        return match[0] if is_role else f"{match['title']}{match['gap']}{COVER}"

    return _CALLED.sub(named, covered(text, COVER))


def traces(text: str) -> list[tuple[str, str]]:
    """Return kind and masked sample of numbers and addresses that are still in a text: these never become public."""
    return list(personal_in(text))


def is_only_covered(text: str, original: str) -> bool:
    """Say whether `text` is `original` with parts of it covered, and with nothing said that nobody said.

    >>> is_only_covered("Petugas […] ramah", "Petugas  Budi ramah"), is_only_covered("Petugas ramah", "Petugas Budi ramah")
    (True, False)
    """
    whole = " ".join(original.split())
    first, *others = (" ".join(piece.split()) for piece in text.split(COVER))
    if not others:
        return first == whole
    *middle, last = others
    if not whole.startswith(first) or not whole[len(first) :].endswith(last):
        return False
    place, end = len(first), len(whole) - len(last)
    for piece in middle:
        found = whole.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True
