"""Counting answers: from one, from a batch, from all of them, by the same function.

An answer is a line of characters of fixed length: the channel, one character per trait, one per element (its value, "0"
where it was left out). A tally is the list of counts that `Instrument.width` describes: for each element how many left it
out, answered 1, answered 2, … Tallies of an answer are one for everybody and one for each segment it belongs to, kept apart
by whether everything was answered, because the index is computed from complete questionnaires.

For each character at each place a number is made whose bits say which of the answers have it; a count is the number of
bits two of them share. Ten million answers are counted in seconds that way, without anything beyond Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pendopo.modules.satisfaction.rules.traits import ALL, CHANNEL, CHANNELS, NOT_SAID, TRAITS, segment

# Which answers a tally counts: the segment, and whether everything was answered.
Key = tuple[str, bool]
Tallies = dict[Key, list[int]]

_BEFORE_MARKS: Final = 1 + len(TRAITS)
# Longer texts are counted piece by piece: numbers of a million bits would no longer fit the processor's memory.
_AT_ONCE: Final = 20_000
_LEFT_OUT: Final = ord(NOT_SAID)


def line(channel: str, traits: str, marks: str) -> str:
    """Return an answer as it is counted; raise ValueError unless its parts have the right form.

    >>> line("L", "20500", "344432114")
    'L20500344432114'
    """
    if channel not in CHANNELS or len(traits) != len(TRAITS) or not marks.isdecimal():
        raise ValueError(f"{channel!r}, {traits!r}, {marks!r} is no answer.")
    return channel + traits + marks


def tallies(lines: str, *, elements: int, scale: int) -> Tallies:
    """Return the tallies of answers written one after another without a separator.

    Raises ValueError when the text is no whole number of answers.
    """
    length = _BEFORE_MARKS + elements
    if len(lines) % length:
        raise ValueError(f"{len(lines)} characters are no whole number of answers of {length}.")
    found: Tallies = {}
    for start in range(0, len(lines), _AT_ONCE * length):
        piece = lines[start : start + _AT_ONCE * length].encode("ascii")
        add(found, _counted([piece[place::length] for place in range(length)], scale))
    return found


def _counted(columns: list[bytes], scale: int) -> Tallies:
    """Return the tallies of answers given as columns; those with something left out are counted apart."""
    everybody = (1 << len(columns[0])) - 1
    left_out = 0
    for column in columns[_BEFORE_MARKS:]:
        left_out |= _having(column, _LEFT_OUT)
    if not left_out:
        return _of_one_kind(columns, everybody, scale, complete=True)
    if left_out == everybody:
        return _of_one_kind(columns, everybody, scale, complete=False)
    # Few leave something out: their own short numbers are counted faster than bits of long ones.
    chosen = [place for place, bit in enumerate(bin(left_out)[2:].zfill(len(columns[0]))) if bit == "1"]
    few = [bytes([column[place] for place in chosen]) for column in columns]
    found = _of_one_kind(few, (1 << len(chosen)) - 1, scale, complete=False)
    return found | _of_one_kind(columns, everybody & ~left_out, scale, complete=True)


def _of_one_kind(columns: list[bytes], of_these: int, scale: int, *, complete: bool) -> Tallies:
    answers = [
        0 if complete and value == NOT_SAID else _having(column, ord(value)) & of_these
        for column in columns[_BEFORE_MARKS:]
        for value in _values(scale)
    ]
    return {
        (name, complete): [(members & having).bit_count() if having else 0 for having in answers]
        for name, members in _members(columns, of_these)
        if members & of_these
    }


def _members(columns: list[bytes], everybody: int) -> Iterator[tuple[str, int]]:
    """Yield every segment that somebody belongs to, with the bits of those who do."""
    yield ALL, everybody
    names = _names()
    for column, of_column in zip(columns, names, strict=False):
        for code in sorted(set(column)):
            if code in of_column:
                yield of_column[code], _having(column, code)


def _having(column: bytes, code: int) -> int:
    return int(column.translate(_picking(code)), 2)


@lru_cache(maxsize=128)
def _picking(code: int) -> bytes:
    return bytes(ord("1") if other == code else ord("0") for other in range(256))


@lru_cache(maxsize=16)
def _values(scale: int) -> str:
    return "".join(str(value) for value in range(scale + 1))


@lru_cache(maxsize=1)
def _names() -> tuple[dict[int, str], ...]:
    """Return for the channel and each trait which character stands for which segment; NOT_SAID for none."""
    listed = [(CHANNEL, CHANNELS), *((trait.key, trait.values) for trait in TRAITS)]
    return tuple({ord(code): segment(key, name) for code, (name, _label) in values.items()} for key, values in listed)


def add(into: Tallies, more: Mapping[Key, Sequence[int]], *, times: int = 1) -> None:
    """Add tallies to others, in place; `times` = -1 takes them away."""
    for key, counts in more.items():
        before = into.get(key)
        into[key] = [times * new for new in counts] if before is None else [
            old + times * new for old, new in zip(before, counts, strict=True)
        ]  # fmt: skip


def difference(before: Mapping[Key, Sequence[int]], after: Mapping[Key, Sequence[int]]) -> Tallies:
    """Return what must be added to `before` to get `after`; what does not differ is left out."""
    found: Tallies = {}
    add(found, after)
    add(found, before, times=-1)
    return {key: counts for key, counts in found.items() if any(counts)}


def respondents(counts: Sequence[int], scale: int) -> int:
    """Return how many questionnaires a list of counts speaks of: everybody left the first element out or answered it."""
    return sum(counts[: scale + 1])
