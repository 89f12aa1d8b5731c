"""Instruments as data: elements with stable keys, weights, scale, bands; read from files, checked, never hard-wired.

An instrument that was once used for a survey is never changed; another wording or weight is another version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

# How the U-number of an element is shown: the questionnaire and the regulation's list order the last two the other way round.
NUMBERINGS: Final = ("questionnaire", "regulation")
# What becomes of a questionnaire in which something is not answered: left out of the index, or counted for what it answers.
MISSING: Final = ("complete", "answered")

_FOLDER: Final = Path(__file__).resolve().parent.parent / "instruments"


class BadInstrument(ValueError):
    """The instrument contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of service (unsur pelayanan). `labels` are the answers from 1 upwards; empty when nobody read them.

    `numbers` gives the U-number by numbering. `weight` is exact.
    """

    key: str
    name: str
    question: str
    labels: tuple[str, ...]
    numbers: Mapping[str, int]
    weight: Fraction
    is_added: bool = False

    def label(self, value: int) -> str:
        """Return what `value` says, for example "Sangat sesuai"; the number itself where no wording is known."""
        return self.labels[value - 1] if self.labels else str(value)


@dataclass(frozen=True, slots=True)
class Band:
    """A grade of service (mutu pelayanan): from `at_least` on the converted, rounded scale upwards."""

    grade: str
    at_least: Decimal
    name: str


@dataclass(frozen=True)
class Instrument:
    """An instrument (instrumen survei): what is asked, how answers are weighed, and what the result is called.

    Answers run from 1 to `scale`; the index times `conversion` is the converted value. `bands` stand best first and may
    be missing. `elements` stand in the order in which answers are kept.
    """

    key: str
    version: str
    title: str
    index_name: str
    basis: str
    source: str
    confidence: str
    scale: int
    conversion: Fraction
    missing: str
    notes: tuple[str, ...]
    elements: tuple[Element, ...]
    bands: tuple[Band, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the elements in the order in which answers are kept."""
        return tuple(element.key for element in self.elements)

    @cached_property
    def width(self) -> int:
        """Return how many counts describe all answers: for each element unanswered, 1, 2, … up to the scale."""
        return len(self.elements) * (self.scale + 1)

    def element(self, key: str) -> Element:
        """Return the element with this key; raise KeyError for an unknown one."""
        return self.elements[self.keys.index(key)] if key in self.keys else _unknown(key)

    def shown(self, numbering: str) -> list[Element]:
        """Return the elements in the order of their U-numbers; raise KeyError for an unknown numbering."""
        return sorted(self.elements, key=lambda element: element.numbers[numbering])

    @cached_property
    def is_equal_weighted(self) -> bool:
        """Return whether every element weighs the same, as the regulations have it."""
        return len({element.weight for element in self.elements}) == 1

    @property
    def can_be_asked(self) -> bool:
        """Return whether the wording of every question is known."""
        return all(element.question for element in self.elements)


def _unknown(key: str) -> Element:
    raise KeyError(key)


def read(content: Mapping[str, Any]) -> Instrument:
    """Return the instrument that `content` (the form of the files) describes; raise BadInstrument when it is none."""
    try:
        given = content["elements"]
        equal = Fraction(1, len(given))
        elements = tuple(
            Element(
                key=str(each["key"]),
                name=str(each["name"]),
                question=str(each["question"]),
                labels=tuple(each["labels"]),
                numbers={name: int(each["u"][name]) for name in NUMBERINGS},
                weight=Fraction(each["weight"]) if "weight" in each else equal,
                is_added=bool(each.get("added", False)),
            )
            for each in given
        )
        bands = tuple(Band(each["grade"], Decimal(each["at_least"]), each["name"]) for each in content["bands"])
        instrument = Instrument(
            **{name: str(content[name]) for name in ("key", "version", "title", "index_name", "basis", "source")},
            confidence=str(content["confidence"]),
            scale=int(content["scale"]),
            conversion=Fraction(content["conversion"]),
            missing=str(content["missing"]),
            notes=tuple(content["notes"]),
            elements=elements,
            bands=bands,
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise BadInstrument(f"The instrument cannot be read: {problem!r}") from problem
    _check(instrument)
    return instrument


def _check(instrument: Instrument) -> None:
    elements, scale = instrument.elements, instrument.scale
    total = sum((element.weight for element in elements), Fraction())
    numbers = [sorted(element.numbers[name] for element in elements) for name in NUMBERINGS]
    counted = list(range(1, len(elements) + 1))
    bounds = [band.at_least for band in instrument.bands]
    wrong = {
        f"weights sum to {total}, not to 1": total != 1,
        "a weight is not above 0": any(element.weight <= 0 for element in elements),
        "an element stands twice": len(set(instrument.keys)) != len(elements),
        "a scale has from 2 to 9 steps": not 2 <= scale <= 9,
        f"every element has {scale} labels or none": any(len(element.labels) not in {0, scale} for element in elements),
        "U-numbers count from 1 without a gap": any(found != counted for found in numbers),
        "bands stand best first": bounds != sorted(bounds, reverse=True) or len(set(bounds)) != len(bounds),
        f"missing answers are treated as one of {MISSING}": instrument.missing not in MISSING,
    }
    if found := [text for text, is_so in wrong.items() if is_so]:
        raise BadInstrument(f"{instrument.key}: {'; '.join(found)}.")


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Mapping[str, Any]]:
    """Return the contents of the instruments that come with the program, by key."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.json"))]
    return {content["key"]: content for content in found}


@lru_cache(maxsize=8)
def instrument(key: str) -> Instrument:
    """Return a shipped instrument; raise KeyError for an unknown key."""
    return read(shipped()[key])


def with_added(
    base: Mapping[str, Any],
    *,
    key: str,
    version: str,
    title: str,
    added: Sequence[Mapping[str, Any]],
    weights: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the content of an agency's own instrument: `base` with further elements and, if wished, other weights.

    A unit may add relevant elements and give them other weights as long as these sum to 1 (PermenPANRB 14/2017, V).
    `added` have key, name, question and labels; `weights` name every element ("0.10" or "1/11"), none means equal ones.
    Raises BadInstrument when the weights do not sum to exactly 1 or leave an element out.
    """
    elements = [dict(each) for each in base["elements"]]
    for number, each in enumerate(added, start=len(elements) + 1):
        elements.append({**each, "u": dict.fromkeys(NUMBERINGS, number), "added": True})
    if weights is not None:
        if set(weights) != {each["key"] for each in elements}:
            raise BadInstrument("Every element needs a weight, and no other.")
        elements = [{**each, "weight": weights[each["key"]]} for each in elements]
    content = {**base, "key": key, "version": version, "title": title, "elements": elements}
    read(content)
    return content
