"""What the disclosure log asks of the module that keeps requests; pendopo/wiring.py connects the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.lib.ports import Port
from pendopo.modules.disclosure.rules.privacy import Known


@dataclass(frozen=True, slots=True)
class AnsweredCard:
    """A request that was granted wholly or partly, for officers (permohonan yang dikabulkan).

    `subject` and `details` are what was asked, in the requester's words; `material` what the notice says is given.
    `url` is the officers' page, `way` how the information was opened (rules.procedure.WAYS).
    """

    inquiry_id: UUID
    number: str
    subject: str
    details: str
    material: str
    answered_on: dt.date
    unit_id: UUID | None
    url: str
    way: str


class Answered(Protocol):
    """Who knows the answered requests."""

    def listed(self, agency: Agency, *, but: Sequence[UUID], limit: int) -> Sequence[AnsweredCard]:
        """Return the requests granted last, without those in `but`. One query."""
        ...

    def card(self, agency: Agency, inquiry_id: UUID) -> AnsweredCard | None:
        """Return one granted request, None for any other."""
        ...

    def files(self, agency: Agency, inquiry_id: UUID) -> Sequence[Document]:
        """Return the files given to the requester that everybody may see: no original that has a redacted copy."""
        ...

    def known(self, agency: Agency, inquiry_id: UUID) -> Known:
        """Return what is known of the requester, to be looked for in what is made public."""
        ...

    def tell(self, agency: Agency, inquiry_id: UUID, path: str) -> bool:
        """Tell the requester that the answer stands at `path` for everybody, in the caller's transaction.

        Return False when there is no way to reach the requester from here.
        """
        ...


answered: Final = Port[Answered]("disclosure.answered")
