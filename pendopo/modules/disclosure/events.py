"""What happened to an answer that is made public, told to other parts through pendopo.wiring."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AnswerPublished:
    """An answer was made public, or its correction was (jawaban diumumkan)."""

    agency_id: UUID
    answer_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    """An answer is public no longer (jawaban ditarik)."""

    agency_id: UUID
    answer_id: UUID
