"""One thing that was seen to hold or not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """What must hold, whether it did, and a figure or word to it."""

    what: str
    good: bool
    figure: str = ""

    def row(self) -> list[str]:
        """Return the cells of a table."""
        return [self.what, "yes" if self.good else "NO", self.figure]
