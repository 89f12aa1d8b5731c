"""An agency with its people, an objection known through the port, and disputes brought to any state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.calendar.tests.quick import quick_calendar
from pendopo.kernel.documents.papers import CasePaper
from pendopo.modules.disputes import actions, ports
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.disputes.ports import ObjectionCard

from tests.staffed import Staffed

WIB = dt.timezone(dt.timedelta(hours=7))
# Monday 2 November 2026; today is Friday the 20th.
PETITIONED = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=WIB)
OBJECTION = UUID(int=77)
CARD = ObjectionCard(
    objection_id=OBJECTION,
    number="KEB-001",
    inquiry_number="REG-001",
    subject="Laporan keuangan 2025",
    grounds="cd",
    state="Tidak dijawab",
    url="/contoh/meja/keberatan/77/",
    window_until=dt.date(2026, 11, 10),
)


@dataclass
class Shelf:
    """Answers at the port: the objections of one agency and their papers."""

    agency: Agency
    cards: dict[UUID, ObjectionCard] = field(default_factory=lambda: {OBJECTION: CARD})
    kept: list[CasePaper] = field(default_factory=list)

    def card(self, agency: Agency, objection_id: UUID) -> ObjectionCard | None:
        """Return the objection of this agency."""
        return self.cards.get(objection_id) if agency == self.agency else None

    def numbered(self, agency: Agency, number: str) -> UUID | None:
        """Return the key of the objection with this number."""
        return next((key for key, card in self.cards.items() if agency == self.agency and card.number == number), None)

    def papers(self, agency: Agency, objection_id: UUID) -> Sequence[CasePaper]:
        """Return the papers."""
        return self.kept


def make_office(slug: str = "contoh") -> Staffed:
    """Return an agency, with the calendar in place."""
    quick_calendar(range(2026, 2028))
    agency = Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title())
    return Staffed(agency, "disputes")


def connected(office: Staffed) -> Iterator[Shelf]:
    """Answer at the port for `office` while a test runs."""
    before, shelf = ports.objections._answer, Shelf(office.agency)
    ports.objections.connect(shelf)
    yield shelf
    ports.objections._answer = before


def recorded(office: Staffed, *, about: ObjectionCard = CARD, petitioned_on: dt.date = PETITIONED) -> Dispute:
    """Return a dispute that was just recorded."""
    return actions.record(
        agency=office.agency,
        about=about,
        commission="Komisi Informasi Pusat",
        petitioned_on=petitioned_on,
        by=office.ppid,
    )


def registered(office: Staffed, **words: Any) -> Dispute:
    """Return a dispute that the commission registered."""
    return actions.register(
        dispute=recorded(office, **words),
        register_number="012/XI/KIP-PS/2026",
        registered_on=PETITIONED + dt.timedelta(days=2),
        by=office.ppid,
    )


def decided(office: Staffed) -> Dispute:
    """Return a dispute that the commission decided."""
    case = actions.adjudicate(dispute=registered(office), note="", by=office.ppid)
    return actions.decide(
        dispute=case,
        decision_number="7/PTSN/2026",
        result="partly",
        decided_on=dt.date(2026, 11, 16),
        received_on=dt.date(2026, 11, 17),
        note="Serahkan ringkasan.",
        by=office.ppid,
    )


def clocks(case: Dispute) -> dict[str, tuple[str, dt.date | None]]:
    """Return label → (state, due date) of the dispute's clocks."""
    return {each.label: (each.state, each.due_on) for each in Clock.objects.filter(subject_id=case.pk)}


def frozen() -> Any:
    """Hold the clock still."""
    return clock.frozen(NOW)
