"""What disputes ask of siblings: the objection behind a dispute, and the papers of its dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.papers import CasePaper
from pendopo.lib.ports import Port


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection as a dispute needs it. `window_until` is the last day for a petition, None before it opened."""

    objection_id: UUID
    number: str
    inquiry_number: str
    subject: str
    grounds: str
    state: str
    url: str
    window_until: dt.date | None = None


class Objections(Protocol):
    """Who knows the objections and the requests behind them."""

    def card(self, agency: Agency, objection_id: UUID) -> ObjectionCard | None:
        """Return the objection, None when the agency has none with this key."""
        ...

    def numbered(self, agency: Agency, number: str) -> UUID | None:
        """Return the key of the objection with this register number."""
        ...

    def papers(self, agency: Agency, objection_id: UUID) -> Sequence[CasePaper]:
        """Return what a dossier holds: request, answer, objection, answer, proofs, with identities, by day."""
        ...


objections: Final[Port[Objections]] = Port("disputes.objections")
