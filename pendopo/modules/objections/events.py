"""What happened to an objection, told to other parts through pendopo.wiring."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ObjectionRegistered:
    """An objection was received and numbered (keberatan terdaftar)."""

    agency_id: UUID
    objection_id: UUID


@dataclass(frozen=True, slots=True)
class ObjectionAnswered:
    """The superior answered; `decision` is one of rules.objecting.DECISIONS."""

    agency_id: UUID
    objection_id: UUID
    decision: str


@dataclass(frozen=True, slots=True)
class ObjectionGranted:
    """An objection was granted in whole or in part: what it opens is open to everybody (UU 14/2008 Pasal 11 ayat (2)).

    `inquiry_id` is the request behind it, None for periodic information that was missing.
    """

    agency_id: UUID
    objection_id: UUID
    inquiry_id: UUID | None
    in_whole: bool


@dataclass(frozen=True, slots=True)
class ObjectionContested:
    """The requester is not satisfied: a dispute at the Komisi Informasi may follow."""

    agency_id: UUID
    objection_id: UUID
