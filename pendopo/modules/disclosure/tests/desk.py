"""An agency with its people, granted requests known through the port, and answers brought to any state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, Purpose, Visibility
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.modules.disclosure import actions, ports
from pendopo.modules.disclosure.actions.inspecting import Draft
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.rules import procedure
from pendopo.modules.disclosure.rules.privacy import Known

from tests.staffed import Staffed

WIB = dt.timezone(dt.timedelta(hours=7))
# Friday; the request was answered on Wednesday 11 November.
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=WIB)
ANSWERED_ON = dt.date(2026, 11, 11)
INQUIRY, OTHER = UUID(int=77), UUID(int=78)
CLEAN = Draft(
    "Anggaran pemeliharaan jalan 2025",
    "Berapa anggaran pemeliharaan jalan kabupaten tahun 2025?",
    "Rp12,5 miliar untuk 48 ruas jalan.",
    procedure.BY_REQUEST,
)
HARMLESS_CSV = b"ruas,anggaran\nMelati,1000\n"


@dataclass
class Shelf:
    """Answers at the port: granted requests of one agency with their files and what is known of the requester."""

    agency: Agency
    keys: list[UUID] = field(default_factory=lambda: [INQUIRY, OTHER])
    kept: list[Document] = field(default_factory=list)
    who: Known = field(default_factory=lambda: Known(names=("Ratna Dewanti",), codes=("REG-077",)))
    told: list[tuple[UUID, str]] = field(default_factory=list)
    has_email: bool = True
    way: str = procedure.BY_REQUEST
    unit: Unit | None = None

    def listed(self, agency: Agency, *, but: Sequence[UUID], limit: int) -> list[ports.AnsweredCard]:
        left = [key for key in self.keys if key not in but] if agency == self.agency else []
        return [self._card(key) for key in left[:limit]]

    def card(self, agency: Agency, inquiry_id: UUID) -> ports.AnsweredCard | None:
        return self._card(inquiry_id) if agency == self.agency and inquiry_id in self.keys else None

    def _card(self, key: UUID) -> ports.AnsweredCard:
        return ports.AnsweredCard(
            inquiry_id=key,
            number=f"REG-0{key.int}",
            subject="Saya Ratna, mohon anggaran jalan",
            details="Saya Ratna, mohon anggaran jalan di depan rumah.",
            material="Rincian anggaran 2025.",
            answered_on=ANSWERED_ON,
            unit_id=self.unit.pk if self.unit else None,
            url=f"/{self.agency.slug}/meja/permohonan/{key}/",
            way=self.way,
        )

    def files(self, agency: Agency, inquiry_id: UUID) -> list[Document]:
        return list(self.kept) if agency == self.agency and inquiry_id == INQUIRY else []

    def known(self, agency: Agency, inquiry_id: UUID) -> Known:
        return self.who

    def tell(self, agency: Agency, inquiry_id: UUID, path: str) -> bool:
        self.told.append((inquiry_id, path))
        return self.has_email


class Desk(Staffed):
    """The people of an agency, and what they bring about."""

    shelf: Shelf

    def file(self, name: str = "ruas.csv", content: bytes = HARMLESS_CSV) -> Document:
        """Keep a file that was given to the requester."""
        kept = documents.store_bytes(
            agency=self.agency, subject_type="inquiry", subject_id=INQUIRY, purpose=Purpose.ANSWER, name=name,
            content=content, visibility=Visibility.REQUESTER, by=SYSTEM,
        )  # fmt: skip
        self.shelf.kept.append(kept)
        return kept

    def begun(self, draft: Draft = CLEAN, *, inquiry: UUID = INQUIRY, harmless: Sequence[str] = ()) -> Answer:
        """Return an answer that is written."""
        card = self.shelf.card(self.agency, inquiry)
        assert card is not None
        return actions.begin(agency=self.agency, card=card, draft=draft, harmless=harmless, by=self.ppid)

    def published(self, draft: Draft = CLEAN, *, inquiry: UUID = INQUIRY) -> Answer:
        """Return an answer that is public."""
        return actions.publish(answer=self.begun(draft, inquiry=inquiry), by=self.ppid).answer

    def proposed(self) -> Answer:
        """Return an answer that waits for a second person."""
        return actions.propose(answer=self.begun(), by=self.ppid)

    def withdrawn(self) -> Answer:
        """Return an answer that was taken back."""
        return actions.withdraw(answer=self.published(), reason="Memuat nama orang lain.", by=self.superior)

    def two_people(self) -> None:
        """Have the agency ask for two."""
        actions.arrange(agency=self.agency, four_eyes=True, by_month=False, by=self.actor("agency_admin"))

    def second_ppid(self) -> Actor:
        """Return another PPID than the first."""
        from pendopo.kernel.people.actors import staff
        from pendopo.kernel.people.models import RoleGrant, User

        user = User.objects.create(username=f"{self.agency.slug}-ppid2", name="PPID Dua")
        RoleGrant.objects.create(user=user, agency=self.agency, role="ppid")
        return staff(user, self.agency)


def make_desk(slug: str = "contoh", **facts: Any) -> Desk:
    """Return an agency, its people, and its granted requests."""
    agency = Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), **facts)
    desk = Desk(agency, "disclosure")
    desk.shelf = Shelf(agency)
    return desk


def frozen() -> Any:
    """Hold the clock still."""
    return clock.frozen(NOW)
