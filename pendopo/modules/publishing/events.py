"""What happened to urgent notices."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NoticeAnnounced:
    """An urgent notice came into force."""

    agency_id: UUID
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class NoticeEnded:
    """An urgent notice is no longer in force."""

    agency_id: UUID
    notice_id: UUID
