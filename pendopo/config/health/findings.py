"""What the doctor says: one finding a line, with the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from pendopo.lib.faults import describe


class Level(IntEnum):
    """How bad it is; also the exit code of `pendopo doctor`."""

    OK = 0
    WARNING = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its topic, how it stands, and what to do where it does not stand well."""

    topic: str
    level: Level
    said: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the finding for `--json`."""
        return {"topic": self.topic, "level": self.level.name.lower(), "said": self.said, "remedy": self.remedy}


Examination = Callable[[], Iterator[Finding]]
MARKS: Final = {Level.OK: "ok", Level.WARNING: "warning", Level.WRONG: "WRONG"}


def ok(topic: str, said: str) -> Finding:
    """Return a finding without remedy."""
    return Finding(topic, Level.OK, said)


def warning(topic: str, said: str, remedy: str) -> Finding:
    """Return what should be mended some day."""
    return Finding(topic, Level.WARNING, said, remedy)


def wrong(topic: str, said: str, remedy: str) -> Finding:
    """Return what must be mended."""
    return Finding(topic, Level.WRONG, said, remedy)


def examine(topic: str, examination: Examination) -> list[Finding]:
    """Run one examination; one that fails is itself a finding, and keeps none of the others from running."""
    try:
        return list(examination())
    except Exception as failure:  # noqa: BLE001 - the doctor comes when something is broken
        return [wrong(topic, f"Could not be examined: {describe(failure)}.", "See the lines above; mend them first.")]


def ago(seconds: float) -> str:
    """Write a time span in the largest unit that says enough."""
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}"
    return f"{int(seconds)} seconds"
