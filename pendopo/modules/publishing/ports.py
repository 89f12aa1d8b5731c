"""What publishing asks of siblings: which published entries carry an item of the catalogue, and what they link to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.lib.ports import Port


@dataclass(frozen=True, slots=True)
class Carried:
    """The newest published information that carries an item of the catalogue; `on` is its local date of publication.

    `entry_id` is empty for what is no entry of the list, such as a yearly report.
    """

    title: str
    on: dt.date
    url: str
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """A link or a stored file of a published entry, the unit that keeps the entry, and the path of its officers' page."""

    agency_id: UUID
    entry_id: UUID
    title: str
    unit_id: UUID | None = None
    url: str = ""
    document_id: UUID | None = None
    page: str = ""


class Entries(Protocol):
    """Knows what is published: the list of public information, yearly reports."""

    subject_type: str

    def newest(self, agency: Agency) -> Mapping[str, Carried]:
        """Return item of the catalogue → the newest published information that carries it."""
        ...

    def links(self, after: UUID | None, limit: int) -> tuple[Sequence[Linked], UUID | None]:
        """Return what the next `limit` published entries link to, in any agency, and where to go on; None at the end."""
        ...


entries: Final[Port[Entries]] = Port("publishing.entries")
