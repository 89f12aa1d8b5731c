"""What happened in satisfaction surveys."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SurveyPublished:
    """The result of a survey was published."""

    agency_id: UUID
    survey_id: UUID
    converted: Decimal


@dataclass(frozen=True, slots=True)
class IndexFell:
    """A closed survey's index is lower than the one before by more than its agency wants to pass over."""

    agency_id: UUID
    survey_id: UUID
    before: Decimal
    now: Decimal


@dataclass(frozen=True, slots=True)
class VoicesSorted:
    """A person decided what some comments of a survey are about; `tone` is one of rules.voices.TONES, or empty."""

    agency_id: UUID
    survey_id: UUID
    voices: tuple[int, ...]
    tone: str
