"""What happened to an entry of the DIP, told to other parts through pendopo.wiring."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EntryPublished:
    """A version of an entry became public (entri terbit)."""

    agency_id: UUID
    entry_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class EntryWithdrawn:
    """An entry is no longer public (entri ditarik)."""

    agency_id: UUID
    entry_id: UUID
