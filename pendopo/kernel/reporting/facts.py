"""Where facts come from: each module adds a source of its own in apps.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Text
from pendopo.kernel.reporting.rules import Fact, Figure

Facts = Callable[[Agency, Period, dt.datetime], Iterable[Fact]]


@dataclass(frozen=True, slots=True)
class FactSource:
    """A kind of case that reports count: `facts(agency, period, cut_off)` streams them in a fixed order.

    `version` names the rules by which marks are given; it is kept with every snapshot. `link` leads to a case.
    """

    key: str
    title: Text
    version: str
    figures: Sequence[Figure]
    facts: Facts
    link: Callable[[UUID, Agency], str]


_sources: dict[str, FactSource] = {}


def add_source(source: FactSource) -> None:
    """Add a source; raise ValueError when another one has its key."""
    if _sources.setdefault(source.key, source) is not source:
        raise ValueError(f"Two sources of facts are called {source.key}.")


def find_source(key: str) -> FactSource | None:
    """Return the source with this key, or None when its module is not installed."""
    return _sources.get(key)


def all_sources() -> list[FactSource]:
    """Return the sources in the order of their keys."""
    return [_sources[key] for key in sorted(_sources)]
