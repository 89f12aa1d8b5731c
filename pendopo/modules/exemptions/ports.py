"""What exemptions ask of siblings: the case a test is done for, and which refusals cite an exemption."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.lib.ports import Port


@dataclass(frozen=True, slots=True)
class Origin:
    """The case that a test is done for: what was asked, never by whom."""

    number: str
    title: str
    text: str
    unit_id: UUID | None
    url: str


class Origins(Protocol):
    """Finds the case behind (subject_type, subject_id)."""

    def origin(self, agency: Agency, actor: Actor, subject_type: str, subject_id: UUID) -> Origin | None:
        """Return the case if it exists and `actor` may see it, else None."""
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A notice that withheld information by Pasal 17 and cites no exemption (penolakan tanpa DIK)."""

    number: str
    issued_on: dt.date
    grounds: Sequence[str]
    text: str
    url: str


class Refusals(Protocol):
    """Knows the refusals of an agency; periods are local dates, both included."""

    def without_exemption(self, agency: Agency, start: dt.date, end: dt.date) -> Sequence[Refusal]:
        """Return the refusals by Pasal 17 that cite no exemption, newest first; read by the page, counted by len()."""
        ...

    def citations(self, agency: Agency, start: dt.date, end: dt.date) -> Mapping[UUID, int]:
        """Return how often each exemption was cited."""
        ...


origins: Final[Port[Origins]] = Port("exemptions.origins")
refusals: Final[Port[Refusals]] = Port("exemptions.refusals")
