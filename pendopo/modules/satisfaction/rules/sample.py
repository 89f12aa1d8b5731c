"""How many respondents are enough: Krejcie and Morgan (1970), as the regulation's appendix uses it.

S = X2 N P (1-P) / (d2 (N-1) + X2 P (1-P)), rounded half up: every row of the published table is that, and none is the next
whole number above. The population is the number of users of that service in the same or the previous period (M).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pendopo.modules.satisfaction.rules.index import half_up

CHI_SQUARE: Final = Decimal("3.841")
PROPORTION: Final = Decimal("0.5")
ERROR: Final = Decimal("0.05")


def sample_size(population: int) -> int:
    """Return how many respondents a population of that many users asks for; 0 for nobody. Raises ValueError below 0.

    >>> [sample_size(population) for population in (10, 320, 1_000_000)]
    [10, 175, 384]
    """
    if population < 0:
        raise ValueError("A population is not negative.")
    if not population:
        return 0
    spread = Fraction(CHI_SQUARE) * Fraction(PROPORTION) * (1 - Fraction(PROPORTION))
    return int(half_up(spread * population / (Fraction(ERROR) ** 2 * (population - 1) + spread), 0))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sample has come: respondents so far, the target, and the users it stands for (None: not known).

    `quotas` and `reached` are by segment.
    """

    n: int
    target: int
    population: int | None
    quotas: Mapping[str, int]
    reached: Mapping[str, int]

    @property
    def missing(self) -> int:
        """Return how many respondents are still wanted."""
        return max(self.target - self.n, 0)

    @property
    def percent(self) -> int:
        """Return how much of the target is reached, at most 100; 100 without a target."""
        return 100 if not self.target else min(100, 100 * self.n // self.target)

    @property
    def is_thin(self) -> bool:
        """Return whether the sample is too thin to publish: fewer than the formula asks for, or nobody knows of how many."""
        return not self.n or self.target == 0 or self.n < self.target

    @property
    def wanted(self) -> dict[str, int]:
        """Return the segments whose quota is not reached yet, with how many are wanted."""
        short = {name: quota - self.reached.get(name, 0) for name, quota in self.quotas.items()}
        return {name: count for name, count in short.items() if count > 0}
