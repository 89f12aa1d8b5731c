"""Whether tallies are what the answers say: pure, so that other processes can do it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from pendopo.modules.satisfaction.rules import counting
from pendopo.modules.satisfaction.rules.counting import Key, Tallies


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the database holds about one survey and service: all answers as lines, one after another, and its tallies.

    A tally is written segment|0 or 1 for complete|n|[counts], several with a semicolon between them; the form is cheap to
    make for the database and to compare here.
    """

    lines: str
    kept: str
    elements: int
    scale: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison found. `kept` and `counted` hold only tallies that differ; `short` by how much n is too low."""

    answers: int
    tallies: int
    kept: Tallies = field(default_factory=dict)
    counted: Tallies = field(default_factory=dict)
    short: dict[Key, int] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Return whether nothing differs."""
        return not self.kept and not self.counted and not self.short


def compare(evidence: Evidence) -> Verdict:
    """Return how far the tallies are what the answers say. A tally of nobody is as good as none."""
    scale = evidence.scale
    counted = counting.tallies(evidence.lines, elements=evidence.elements, scale=scale)
    numbers = {key: counting.respondents(counts, scale) for key, counts in counted.items()}
    everybody = sum(n for (segment, _complete), n in numbers.items() if not segment)
    expected = {_text(key, numbers[key], counts) for key, counts in counted.items()}
    kept_texts = set(evidence.kept.split(";")) if evidence.kept else set()
    if expected == kept_texts:
        return Verdict(everybody, len(expected))
    kept, kept_n = _read(kept_texts)
    different = {key for key in kept.keys() | counted.keys() if not _same(kept.get(key, ()), counted.get(key, ()))}
    return Verdict(
        everybody,
        len(kept.keys() | counted.keys()),
        {key: kept[key] for key in different if key in kept},
        {key: counted[key] for key in different if key in counted},
        {key: short for key, n in kept_n.items() if (short := counting.respondents(kept[key], scale) - n)},
    )


def compare_all(evidence: list[Evidence]) -> list[Verdict]:
    """Return the verdicts on several places in their order; what another process is asked to do."""
    return [compare(each) for each in evidence]


def _text(key: Key, n: int, counts: list[int]) -> str:
    return f"{key[0]}|{key[1]:d}|{n}|{str(counts).replace(' ', '')}"


def _same(one: Sequence[int], other: Sequence[int]) -> bool:
    return list(one) == list(other) or not (any(one) or any(other))


def _read(texts: set[str]) -> tuple[Tallies, dict[Key, int]]:
    kept: Tallies = {}
    numbers: dict[Key, int] = {}
    for text in texts:
        segment, complete, n, counts = text.split("|")
        kept[segment, complete == "1"] = json.loads(counts)
        numbers[segment, complete == "1"] = int(n)
    return kept, numbers
