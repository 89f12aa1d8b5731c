"""What requests ask of exemptions and objections; pendopo/wiring.py connects the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.lib.ports import Port


@dataclass(frozen=True, slots=True)
class Exempt:
    """Information that is exempt by a decree (informasi yang dikecualikan), as a refusal cites it."""

    id: UUID
    number: str
    decided_on: dt.date
    title: str
    letters: Sequence[str]
    unit_id: UUID
    until: dt.date | None


class Exemptions(Protocol):
    """Who keeps the list of exempt information (DIK)."""

    def in_force(self, agency: Agency, on: dt.date) -> Sequence[Exempt]:
        """Return what is exempt on the agency's local date `on`, by title; at most some hundreds."""
        ...

    def decree(self, agency: Agency, exemption_id: UUID) -> tuple[str, bytes] | None:
        """Return name and PDF of the decree, None where none is kept."""
        ...

    def propose_url(self, agency: Agency, inquiry_id: UUID) -> str:
        """Return the address at which a consequence test is proposed for a request."""
        ...


exemptions: Final = Port[Exemptions]("information.exemptions")


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection to a request (keberatan), as the request's pages name it; `state` is a msgid, `url` the officers' page."""

    number: str
    state: str
    tone: str
    url: str


class Objections(Protocol):
    """Who keeps the objections."""

    def to(self, agency: Agency, inquiry_id: UUID) -> Sequence[Objected]:
        """Return the objections to a request, the newest first. One query."""
        ...

    def begin_url(self, agency: Agency) -> str:
        """Return the address at which the requester objects, once the own request is open."""
        ...

    def register_url(self, agency: Agency, number: str) -> str:
        """Return the address at which the desk writes an objection down, filled in with the request's number."""
        ...


objections: Final = Port[Objections]("information.objections")
