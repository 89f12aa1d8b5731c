"""An open request in a unit's hands, a running deadline, and what the audit trail says last."""

from __future__ import annotations

import datetime as dt
import uuid

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.actions import start_clock
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.people.models import Contact, User
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.rules import procedure

# A Monday; ten working days later is Tuesday, 18 August 2026, because the 17th is a holiday.
MONDAY = dt.datetime(2026, 8, 3, 3, tzinfo=dt.UTC)


def open_inquiry(agency: Agency, unit: Unit | None, *, state: str = procedure.IN_PROCESS, seq: int = 1) -> Inquiry:
    contact = Contact.objects.create(agency=agency, kind="person", name="Sri", address="Jalan A", created_at=MONDAY)
    return Inquiry.objects.create(
        agency=agency, number=f"N-{seq}", year=2026, seq=seq, procedure_version="x", state=state,
        state_since_at=MONDAY, contact=contact, unit=unit, channel="web", received_at=MONDAY, registered_at=MONDAY,
        details="Anggaran", purpose="Belajar", obtain_way="softcopy", delivery_way="online",
        tracking_digest="d", submission_digest=str(uuid.uuid4()),
    )  # fmt: skip


def ask(inquiry: Inquiry, unit: Unit, asker: User, *, answered: bool = False) -> MaterialRequest:
    return MaterialRequest.objects.create(
        agency=inquiry.agency, inquiry=inquiry, unit=unit, question="Mana?", due_on=MONDAY.date(), asked_by=asker,
        asked_at=MONDAY, answered_by=asker if answered else None, answered_at=MONDAY if answered else None,
    )  # fmt: skip


def running_clock(agency: Agency, *, start_at: dt.datetime = MONDAY) -> Clock:
    return start_clock(
        agency=agency, subject_type="inquiry", subject_id=uuid.uuid4(), rule="notice", start_at=start_at, by=SYSTEM
    )


def due(found: Clock) -> str:
    found.refresh_from_db()
    return str(found.due_on)


def trail(agency: Agency) -> list[tuple[str, str, dict[str, object]]]:
    """Return action, subject and details of every entry, oldest first."""
    entries = Entry.objects.for_agency(agency).order_by("seq")
    return [(entry.action, entry.subject_type, entry.details) for entry in entries]


__all__ = ["MONDAY", "ask", "due", "open_inquiry", "running_clock", "trail"]
