"""The part of a text in which the words stand, as safe HTML with the words marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from pendopo.kernel.search.rules import SNIPPET, folded
from pendopo.kernel.search.stems import stem

_LEAD: Final = 60
_MOST_PLACES: Final = 200
_WORD: Final = re.compile(r"[^\W_]+")
_LETTER: Final = re.compile(r"[^\W_]")

Place = tuple[int, int]


@dataclass(frozen=True)
class Marker:
    """Marks the words that were asked for: those with one of the roots, and those with one of the beginnings."""

    roots: frozenset[str]
    beginnings: tuple[str, ...] = ()

    @cached_property
    def _candidates(self) -> re.Pattern[str] | None:
        """Find quickly what may be meant: a root without its first letter stands in each of its forms (tulis, menulis)."""
        parts = {root[1:] if len(root) > 3 else root for root in self.roots} | set(self.beginnings)
        return re.compile("|".join(sorted(map(re.escape, parts), key=len, reverse=True))) if parts else None

    def places(self, text: str) -> Iterator[Place]:
        """Yield where the words stand in a text, from the left."""
        if self._candidates is None:
            return
        plain, after = folded(text), 0
        for found in self._candidates.finditer(plain):
            if found.start() < after:
                continue
            start, end = _word_around(plain, found.start())
            after = end
            if self._meant(plain[start:end]):
                yield start, end

    def _meant(self, word: str) -> bool:
        return stem(word) in self.roots or bool(self.beginnings and word.startswith(self.beginnings))

    def title(self, text: str) -> SafeString:
        """Return a whole title with its words marked."""
        return _marked(text, list(self.places(text)))

    def snippet(self, text: str, *, length: int = SNIPPET) -> SafeString:
        """Return some `length` characters of a text in which most of the words stand, or its beginning."""
        flat = " ".join(text.split())
        places = [place for _number, place in zip(range(_MOST_PLACES), self.places(flat), strict=False)]
        start, end = _window(flat, self._best(flat, places, length), length)
        inside = [(left - start, right - start) for left, right in places if start <= left and right <= end]
        lead, tail = "… " if start else "", " …" if end < len(flat) else ""
        return mark_safe(f"{lead}{_marked(flat[start:end], inside)}{tail}")  # noqa: S308 - every part is escaped

    def _best(self, flat: str, places: Collection[Place], length: int) -> int:
        """Return the place from which on most different words stand within `length` characters; the first of them."""
        best, most = 0, 0
        for start, _end in places:
            near = [flat[left:right] for left, right in places if start <= left and right <= start + length - _LEAD]
            different = len({stem(folded(word)) for word in near})
            if different > most:
                best, most = start, different
        return best


def _word_around(plain: str, place: int) -> Place:
    start = place
    while start and _LETTER.match(plain, start - 1):
        start -= 1
    found = _WORD.match(plain, start)
    return (start, found.end()) if found else (place, place + 1)


def _window(flat: str, focus: int, length: int) -> Place:
    """Return start and end of about `length` characters around `focus`, cut between words."""
    if len(flat) <= length:
        return 0, len(flat)
    start = min(max(0, focus - _LEAD), len(flat) - length)
    if start:
        blank = flat.find(" ", start, focus)
        start = blank + 1 if blank >= 0 else start
    end = min(len(flat), start + length)
    if end < len(flat):
        blank = flat.rfind(" ", start + length // 2, end)
        end = blank if blank >= 0 else end
    return start, end


def _marked(text: str, places: Collection[Place]) -> SafeString:
    parts, after = [], 0
    for left, right in places:
        parts += [escape(text[after:left]), "<mark>", escape(text[left:right]), "</mark>"]
        after = right
    return mark_safe("".join([*parts, escape(text[after:])]))  # noqa: S308 - every part is escaped
