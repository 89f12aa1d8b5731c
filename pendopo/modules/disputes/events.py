"""What happened to disputes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DisputeEnded:
    """A dispute ended for good; when it `opens` information, that is open to everybody (UU 14/2008 Pasal 11 ayat (2))."""

    agency_id: UUID
    dispute_id: UUID
    opens: bool
