"""The index of satisfaction: exact fractions, rounded half up once, at the end (PermenPANRB 14/2017).

For each element the mean of its answers (NRR); the index is the sum of means times weights (1/x for x elements); the
converted value (IKM) is the index times 25. The grade follows from the rounded converted value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.rules.counting import respondents
from pendopo.modules.satisfaction.rules.instruments import Band, Instrument

# How many decimals are shown: of the converted value, on which the grade rests; of means; of the index.
PLACES: Final = 2
NRR_PLACES: Final = 3
INDEX_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Method:
    """A way to compute. All but EXACT only repeat what older reports did, and are named beside every figure.

    `weight` stands in place of 1/9; `nrr_places` is how many decimals were kept of each mean before it was used.
    """

    key: str
    title: str
    weight: Fraction | None = None
    nrr_places: int | None = None

    @property
    def is_exact(self) -> bool:
        """Return whether this is the regulation's own arithmetic."""
        return self.weight is None and self.nrr_places is None


EXACT: Final = Method("exact", _("Hitungan eksak"))
METHODS: Final[Mapping[str, Method]] = {
    method.key: method
    for method in (
        EXACT,
        Method("weight_0_111", _("Mode kompatibilitas: bobot dibulatkan 0,111"), weight=Fraction(111, 1000)),
        Method("weight_0_11", _("Mode kompatibilitas: bobot dibulatkan 0,11"), weight=Fraction(11, 100)),
        Method("nrr_3", _("Mode kompatibilitas: NRR dibulatkan tiga desimal dahulu"), nrr_places=3),
        Method("nrr_2", _("Mode kompatibilitas: NRR dibulatkan dua desimal dahulu"), nrr_places=2),
    )
}
# 0.11 and 0.111 are what was written for 1/9.
_NINTHS: Final = Fraction(1, 9)


def half_up(value: Fraction, places: int) -> Decimal:
    """Return `value` (not negative) with `places` decimals, a half rounded up; exact, no float and no context involved.

    >>> half_up(Fraction(1765, 20), 1), half_up(Fraction(88305, 1000), 2)
    (Decimal('88.3'), Decimal('88.31'))
    """
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)


@dataclass(frozen=True, slots=True)
class ElementFigure:
    """What one element came to: its answers, mean, converted value and grade, and its rank, 1 the best.

    `counts` are the answers 1, 2, … Equal means share a rank.
    """

    key: str
    counts: tuple[int, ...]
    n: int
    total: int
    mean: Fraction
    nrr: Decimal
    weighted: Decimal
    converted: Decimal
    band: Band | None
    rank: int


@dataclass(frozen=True, slots=True)
class Figure:
    """The index of some questionnaires. `n` are the respondents counted, `incomplete` those who left something out.

    `index` has INDEX_PLACES decimals and is for reading; `converted` (IKM) was rounded once, from the exact value.
    """

    instrument: Instrument
    method: Method
    n: int
    incomplete: int
    index: Decimal
    converted: Decimal
    band: Band | None
    elements: tuple[ElementFigure, ...]

    @property
    def weakest_first(self) -> list[ElementFigure]:
        """Return the elements from the lowest mean upwards: the order in which improvement is planned."""
        return sorted(self.elements, key=lambda element: element.mean)

    def element(self, key: str) -> ElementFigure:
        """Return one element's figure; raise KeyError for an unknown key."""
        return {element.key: element for element in self.elements}[key]

    def as_json(self) -> dict[str, Any]:
        """Return the figure as the API and `pendopo skm` answer it; exact numbers are written as text."""
        return {
            "instrument": self.instrument.key,
            "version": self.instrument.version,
            "method": self.method.key,
            "exact": self.method.is_exact,
            "note": "" if self.method.is_exact else self.method.title,
            "n": self.n,
            "incomplete": self.incomplete,
            "index": str(self.index),
            "converted": str(self.converted),
            "grade": self.band.grade if self.band else None,
            "performance": self.band.name if self.band else None,
            "elements": [
                {
                    "key": each.key,
                    "name": self.instrument.element(each.key).name,
                    "n": each.n,
                    "counts": list(each.counts),
                    "mean": str(each.nrr),
                    "weighted": str(each.weighted),
                    "converted": str(each.converted),
                    "grade": each.band.grade if each.band else None,
                    "rank": each.rank,
                }
                for each in self.elements
            ],
        }


def band_of(instrument: Instrument, converted: Decimal) -> Band | None:
    """Return the grade of a rounded converted value; None for an instrument without grades, or below all of them."""
    return next((band for band in instrument.bands if converted >= band.at_least), None)


def _weights(instrument: Instrument, method: Method) -> list[Fraction]:
    weights = [element.weight for element in instrument.elements]
    if method.weight is None:
        return weights
    if set(weights) != {_NINTHS}:
        raise ValueError("The weights 0.11 and 0.111 stand for nine equal elements and for nothing else.")
    return [method.weight] * len(weights)


def from_means(instrument: Instrument, means: Sequence[Fraction], *, method: Method = EXACT) -> Fraction:
    """Return the exact converted value of given means, in the instrument's order, as an older report lists them.

    Raises ValueError when their number is wrong, or the method does not fit the instrument.
    """
    kept = [Fraction(half_up(mean, method.nrr_places)) if method.nrr_places else mean for mean in means]
    pairs = zip(_weights(instrument, method), kept, strict=True)
    return sum((weight * mean for weight, mean in pairs), Fraction()) * instrument.conversion


def compute(
    instrument: Instrument, complete: Sequence[int], incomplete: Sequence[int] = (), *, method: Method = EXACT
) -> Figure | None:
    """Return the index of tallied questionnaires; None when there is none, or nobody answered one of the elements.

    `complete` and `incomplete` are counts as in `counting`. By the instrument's policy incomplete questionnaires are
    left out, or count for what they answer. Raises ValueError when the method does not fit the instrument.
    """
    partial = respondents(incomplete, instrument.scale) if incomplete else 0
    counted = list(complete)
    if instrument.missing == "answered" and incomplete:
        counted = [a + b for a, b in zip(complete, incomplete, strict=True)]
    found = _elements(instrument, counted, method)
    if found is None:
        return None
    exact = from_means(instrument, [element.mean for element in found], method=method)
    converted = half_up(exact, PLACES)
    return Figure(
        instrument=instrument,
        method=method,
        n=respondents(counted, instrument.scale),
        incomplete=partial,
        index=half_up(exact / instrument.conversion, INDEX_PLACES),
        converted=converted,
        band=band_of(instrument, converted),
        elements=found,
    )


def _elements(instrument: Instrument, counts: Sequence[int], method: Method) -> tuple[ElementFigure, ...] | None:
    step = instrument.scale + 1
    by_element = [tuple(counts[start + 1 : start + step]) for start in range(0, instrument.width, step)]
    if not all(any(found) for found in by_element):
        return None
    means = [Fraction(_points(found), sum(found)) for found in by_element]
    figures = []
    for element, found, mean, weight in zip(
        instrument.elements, by_element, means, _weights(instrument, method), strict=True
    ):
        converted = half_up(mean * instrument.conversion, PLACES)
        figures.append(
            ElementFigure(
                key=element.key,
                counts=found,
                n=sum(found),
                total=_points(found),
                mean=mean,
                nrr=half_up(mean, NRR_PLACES),
                weighted=half_up(mean * weight, NRR_PLACES),
                converted=converted,
                band=band_of(instrument, converted),
                rank=1 + sum(other > mean for other in means),
            )
        )
    return tuple(figures)


def _points(counts: Sequence[int]) -> int:
    return sum(value * count for value, count in enumerate(counts, start=1))


def means_of_sums(instrument: Instrument, n: int, sums: Sequence[int]) -> list[Fraction]:
    """Return the means of `n` questionnaires of which only the sums per element are known.

    Raises ValueError for a sum that `n` answers from 1 to the scale cannot have.
    """
    if len(sums) != len(instrument.elements) or any(not n <= each <= n * instrument.scale for each in sums):
        raise ValueError("These are no sums of that many answers.")
    return [Fraction(each, n) for each in sums]


def converted_of(instrument: Instrument, complete: Sequence[int], incomplete: Sequence[int] = ()) -> Decimal | None:
    """Return the rounded converted value alone, exactly as `compute` does, for pages with thousands of units.

    None when there is no complete questionnaire, or nobody answered one of the elements.
    """
    counts: Sequence[int] = complete
    if instrument.missing == "answered" and incomplete:
        counts = [a + b for a, b in zip(complete, incomplete, strict=True)]
    step = instrument.scale + 1
    by_element = [counts[start + 1 : start + step] for start in range(0, instrument.width, step)]
    numbers = [sum(found) for found in by_element]
    if not all(numbers):
        return None
    points = [_points(found) for found in by_element]
    if instrument.is_equal_weighted and len(set(numbers)) == 1:
        # The usual case: one fraction in place of nine.
        exact = Fraction(sum(points), numbers[0] * len(points)) * instrument.conversion
    else:
        means = [Fraction(each, n) for each, n in zip(points, numbers, strict=True)]
        exact = from_means(instrument, means)
    return half_up(exact, PLACES)
