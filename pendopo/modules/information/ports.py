"""What requests ask of their siblings; pendopo/wiring.py connects the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
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


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: its template by full name, and `panel`, what that template needs. `found` counts suggestions."""

    template: str
    panel: Mapping[str, Any]
    found: int


class Suggestions(Protocol):
    """Who knows what is public already and may answer a request before it is written."""

    def search(self, agency: Agency, words: str, *, address: str) -> Panel:
        """Return the search for what is public, with what is near to `words`; `address` is the visitor's."""
        ...

    def alike(self, agency: Agency, details: str, *, address: str) -> Panel:
        """Return what is near to a request that is being written."""
        ...

    def has_alike(self, agency: Agency, details: str) -> bool:
        """Return whether anything is."""
        ...

    def title(self, agency: Agency, entry_id: UUID) -> str:
        """Return what a public thing is called that a request may be about, empty for an unknown one."""
        ...


suggestions: Final = Port[Suggestions]("information.suggestions")
