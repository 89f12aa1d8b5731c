"""Small cells: a category with few respondents is not shown, nor is anything from which it could be computed."""

from __future__ import annotations

from collections.abc import Mapping

from pendopo.modules.satisfaction.rules.limits import SMALL_CELL


def hidden(cells: Mapping[str, int], *, total: int, least: int = SMALL_CELL) -> frozenset[str]:
    """Return the categories that must not be shown beside their `total`, which is shown.

    Those with 1 to `least` - 1 respondents; and, so that none is the total minus the others, the next smallest ones until
    at least two are hidden that together stand for `least` or more. Who told nothing is a category as well: it is never
    printed, but its number follows from the others. A category of nobody says nothing about anybody and is shown.

    >>> sorted(hidden({"a": 3, "b": 40, "c": 7, "d": 0}, total=50))
    ['a', 'c']
    """
    counts = {name: count for name, count in cells.items() if count}
    untold = total - sum(counts.values())
    found = {name for name, count in counts.items() if count < least}
    # Untold respondents are never printed and so blur what is hidden beside them; when few, they need a blur themselves.
    blur = untold if untold >= least else 0
    if not found and not 0 < untold < least:
        return frozenset()
    for name in sorted(counts, key=lambda each: (counts[each], each)):
        together = sum(counts[each] for each in found) + untold
        parts = len(found) + bool(untold)
        if blur or (parts >= 2 and together >= least):
            break
        found.add(name)
    return frozenset(found)
