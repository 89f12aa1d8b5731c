"""What happened to an exemption, told to other parts through pendopo.wiring."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ExemptionEnforced:
    """An exemption came into force (pengecualian berlaku)."""

    agency_id: UUID
    exemption_id: UUID


@dataclass(frozen=True, slots=True)
class ExemptionEnded:
    """An exemption in force ended: expired, amended, cancelled or opened, as `state` says.

    What expired, was cancelled or opened is open from then on and belongs into the DIP.
    """

    agency_id: UUID
    exemption_id: UUID
    state: str
