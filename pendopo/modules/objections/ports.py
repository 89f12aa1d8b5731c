"""What objections ask of the module that keeps requests; pendopo/wiring.py connects the answer."""

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
class InquiryCard:
    """A request as an objection needs it (permohonan yang dikeberatkan).

    `state` and `decision` are msgids, `decision` empty before the notice; `reasons` says why it was withheld.
    `found` tells at which instant each ground a–g was found; `silent_from` is the first day on which an unanswered
    request is late. `decided_by` holds everybody who drafted, proposed or issued the notice, `issued_by` who issued it.
    """

    inquiry_id: UUID
    number: str
    subject: str
    details: str
    purpose: str
    contact_id: UUID
    received_at: dt.datetime
    state: str
    decision: str
    reasons: str
    decided_at: dt.datetime | None
    decided_by: frozenset[UUID]
    issued_by: UUID | None
    found: Mapping[str, dt.datetime]
    silent_from: dt.date | None


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file or letter of the request that its requester may read; `url` is where this officer may open it."""

    name: str
    url: str
    size: int | None = None


class Inquiries(Protocol):
    """Who knows the requests."""

    @property
    def subject_type(self) -> str:
        """Return how a request is called in the tracking cookie."""
        ...

    def card(self, agency: Agency, inquiry_id: UUID) -> InquiryCard | None:
        """Return the request, None when the agency has none with this key."""
        ...

    def numbered(self, agency: Agency, number: str) -> UUID | None:
        """Return the key of the request with this register number."""
        ...

    def files(self, agency: Agency, inquiry_id: UUID, actor: Actor) -> Sequence[CardFile]:
        """Return what the requester may read, as `actor` may open it."""
        ...

    def page(self, agency: Agency, inquiry_id: UUID) -> str:
        """Return the path of the officers' page of a request."""
        ...


inquiries: Final = Port[Inquiries]("objections.inquiries")
