"""What registers about people open: numbers by month and outcome, and never a word that somebody wrote or is called."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.people.models import Contact
from pendopo.kernel.reporting.opened import MonthCount, month_counts
from pendopo.kernel.reporting.period import of_year
from pendopo.kernel.reporting.registers import OpenCounts
from pendopo.kernel.reporting.registry import find_register
from pendopo.lib.keeping import forget_all
from pendopo.modules.information.models import Notice
from pendopo.modules.information.tests.office import (
    MONDAY,
    PARTLY,
    WIB,
    Office,
    drafted,
    issued,
    make_office,
    registered,
)
from pendopo.modules.objections.models import Objection

pytestmark = pytest.mark.django_db
LATE = dt.datetime(2026, 8, 31, 23, 30, tzinfo=WIB)
CANARIES = (
    "Sri Rahayu",
    "Merdeka",
    "3304011201900001",
    "081234567890",
    "sri@contoh",
    "Guru",
    "Laporan keuangan",
    "Penelitian",
)


@pytest.fixture
def office() -> Office:
    return make_office()


def counted(office: Office, key: str) -> list[MonthCount]:
    register = find_register(key)
    assert register is not None
    assert isinstance(register.opened, OpenCounts)
    with CaptureQueriesContext(connection) as seen:
        found = month_counts(register, register.opened, office.agency, of_year(2026))
    assert len(seen) == 1
    return found


def test_requests_by_month_and_outcome(office: Office) -> None:
    # A draft says what is going to be decided, which is nobody's business yet.
    drafted(office, PARTLY)
    issued(office)
    issued(office, PARTLY)
    registered(office, at=LATE)
    registered(office, at=LATE + dt.timedelta(hours=1))
    other = make_office("lain")
    registered(other)
    august, september = dt.date(2026, 8, 1), dt.date(2026, 9, 1)
    assert counted(office, "permohonan") == [
        MonthCount(august, "grant", 1),
        MonthCount(august, "partial", 1),
        MonthCount(august, "running", 2),
        MonthCount(september, "running", 1),
    ]
    Notice.objects.filter(inquiry__agency=office.agency, decision="grant").update(decision="")
    assert [each.status for each in counted(office, "permohonan")] == ["partial", "running", "running"]


def objection(office: Office, contact: Contact, seq: int, state: str, decision: str) -> Objection:
    """Return an objection without request or history, not stored, that was received in August and stands so now."""
    person = office.superior.user
    answered: dict[str, Any] = {
        "decision": decision,
        "answered_by": person,
        "answered_at": LATE,
        "letter_number": f"L-{seq}",
    }
    if decision in {"granted", "partly"}:
        answered |= {"order": "Serahkan.", "execute_by": LATE.date()}
    if decision in {"partly", "refused"}:
        answered |= {"reasons": "Rahasia."}
    return Objection(
        agency=office.agency, number=f"KEB-{seq}", year=2026, seq=seq, procedure_version="2026.1", state=state,
        state_since_at=LATE, tracking_digest="", contact=contact, asked="Laporan keuangan", grounds="b", found_at=MONDAY,
        position="Sri Rahayu menunggu.", channel="letter", received_at=MONDAY, registered_at=MONDAY,
        submission_digest=str(seq), **(answered if decision else {}),
    )  # fmt: skip


def test_objections_by_month_and_outcome(office: Office) -> None:
    contact = issued(office, PARTLY).contact
    values = [
        ("answered", "granted"), ("settled", "partly"), ("contested", "refused"), ("withdrawn", ""), ("registered", ""),
        ("unanswered", ""), ("contested", ""), ("closed", ""),
    ]  # fmt: skip
    Objection.objects.bulk_create(
        [objection(office, contact, seq, *value) for seq, value in enumerate(values, start=1)]
    )
    month = dt.date(2026, 8, 1)
    assert counted(office, "keberatan") == [
        MonthCount(month, "granted", 1), MonthCount(month, "partly", 1), MonthCount(month, "refused", 1),
        MonthCount(month, "withdrawn", 1), MonthCount(month, "unanswered", 3), MonthCount(month, "running", 1),
    ]  # fmt: skip


def test_nothing_that_somebody_wrote_or_is_called_leaves(office: Office) -> None:
    issued(office, PARTLY)
    with clock.frozen(LATE):
        for key in ("permohonan", "keberatan", "pengecualian", "informasi-publik"):
            for suffix in ("csv", "json"):
                answer = Client().get(f"/contoh/data-terbuka/{key}.{suffix}")
                text = b"".join(answer.streaming_content).decode()
                assert [word for word in CANARIES if word in text] == [], (key, suffix)
        answer = Client().get("/contoh/data-terbuka/permohonan.csv?tahun=2026")
        [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode(), newline=""))
    assert row == {"month": "2026-08", "status": "partial", "label": "Dikabulkan sebagian", "count": "1"}
    forget_all()
    search = Client().get("/contoh/api/3/action/package_search?rows=100").content.decode()
    catalogue = Client().get("/contoh/katalog.ttl").content.decode()
    assert [word for word in CANARIES if word in search + catalogue] == []
