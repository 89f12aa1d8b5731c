"""What happened to an inquiry, told to other parts through pendopo.wiring."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InquiryRegistered:
    """A request was received and numbered (permohonan terdaftar)."""

    agency_id: UUID
    inquiry_id: UUID


@dataclass(frozen=True, slots=True)
class NoticeIssued:
    """The written notice was issued (pemberitahuan tertulis terbit)."""

    agency_id: UUID
    inquiry_id: UUID
    decision: str


@dataclass(frozen=True, slots=True)
class InquiryClosed:
    """The request came to its end in `state`."""

    agency_id: UUID
    inquiry_id: UUID
    state: str
