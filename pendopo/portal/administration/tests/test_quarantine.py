"""Whoever can do something about an infected file, or about files that nobody scans, is told once."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.scanning.queries import to_scan_again
from pendopo.kernel.notifications.jobs import known_jobs
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.lib.ids import earliest_at
from pendopo.portal import tasks

from tests.clamd import SIGNATURE, eicar, small_clamd

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 8, 3, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def agency() -> Agency:
    agency = Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas")
    for role in ("front_office", "ppid", "agency_admin", "auditor"):
        RoleGrant.objects.create(user=User.objects.create(username=role, name=role), agency=agency, role=role)
    return agency


def waiting(agency: Agency, content: bytes, settings: Any, **more: Any) -> Document:
    """Return a document in quarantine, its bytes in the store."""
    from django.core.files.base import ContentFile

    from pendopo.kernel.documents.storage import private_files

    name = private_files().save(uuid4().hex, ContentFile(content))
    return Document.objects.create(
        agency=agency, storage_name=name, media_type="text/csv", size=len(content), sha256="0" * 64, uploaded_by_label="x",
        **{
            "subject_type": "nothing", "subject_id": uuid4(), "purpose": "answer", "name": "a.csv", "uploaded_at": AT,
            "scan_state": "quarantined", **more,
        },
    )  # fmt: skip


def told() -> list[tuple[str, str, dict[str, Any]]]:
    return list(InboxItem.objects.order_by("user__username").values_list("user__username", "text", "params"))


def test_an_infected_file_is_told_to_the_uploader_or_to_the_desk(agency: Agency, settings: Any) -> None:
    assert known_jobs()["pendopo.portal.tasks.scan_for_viruses"] == 15
    text = "Satu berkas pada %(case)s ditahan: pemindai menemukan %(signature)s. Hapus, lalu minta yang bersih."
    params = {"case": "-", "signature": SIGNATURE}
    with small_clamd() as scanner:
        settings.PENDOPO_CLAMD = scanner.address
        waiting(agency, eicar(), settings)
        waiting(agency, b"a,b\n", settings)
        assert tasks.scan_for_viruses() == 2
        assert told() == [("front_office", text, params), ("ppid", text, params)]
        InboxItem.objects.all().delete()
        waiting(agency, eicar(), settings, uploaded_by=User.objects.get(username="auditor"))
        assert tasks.scan_for_viruses() == 1
    assert told() == [("auditor", text, params)]


def test_a_citizen_is_written_to_and_the_case_says_so(settings: Any) -> None:
    from pendopo.modules.information.tests.citizen_cases import make_agency, make_inquiry

    office = make_agency()
    known, _code = make_inquiry(office, email="siti@contoh.id")
    unreachable, _code = make_inquiry(office, email="")
    OutboxMessage.objects.all().delete()
    InboxItem.objects.all().delete()
    sent = {"subject_type": "inquiry", "purpose": "identity", "name": "KTP Siti.pdf"}
    with small_clamd() as scanner:
        settings.PENDOPO_CLAMD = scanner.address
        first = waiting(office, eicar(), settings, subject_id=known.pk, **sent)
        waiting(office, eicar(), settings, subject_id=unreachable.pk, **sent)
        # An officer's file of the same case is the officer's matter.
        officer = User.objects.get(username="ppid-contoh")
        waiting(office, eicar(), settings, subject_id=known.pk, subject_type="inquiry", uploaded_by=officer)
        # Of a case that nobody keeps, or keeps no longer, nobody is written to.
        waiting(office, eicar(), settings, purpose="identity")
        waiting(office, eicar(), settings, purpose="identity", subject_type="inquiry")
        assert tasks.scan_for_viruses() == 5
    letter = OutboxMessage.objects.get()
    assert (letter.recipient, letter.subject_type, letter.subject_id) == ("siti@contoh.id", "inquiry", known.pk)
    assert letter.subject == f"Berkas Anda ditahan karena mengandung virus: {known.number}"
    for words in ("Yth. Sri Rahayu,", f"({SIGNATURE}) pada berkas “KTP Siti.pdf”", "antivirus", "/contoh/lacak/"):
        assert words in letter.body
    desk = {each.subject_id: each.text for each in InboxItem.objects.filter(user=officer).order_by("pk")[:2]}
    assert ["sudah diberi tahu lewat surel" in desk[pk] for pk in (known.pk, unreachable.pk)] == [True, False]
    client = Client()
    client.force_login(officer)
    page = client.get(f"/contoh/meja/permohonan/{known.pk}/").content.decode()
    assert "Ditahan dan tidak dapat dibuka: KTP Siti.pdf" in page
    assert "Pengirimnya diberi tahu lewat surel bila alamatnya ada." in page
    assert f'/berkas/{first.pk}/"' not in page


def test_files_of_the_last_month_are_scanned_again(agency: Agency, settings: Any) -> None:
    assert known_jobs()["pendopo.portal.tasks.scan_for_new_viruses"] == 900
    day = dt.timedelta(days=1)
    made = {"scan_state": "clean_by_scan", "uploaded_at": clock.now()}
    bad = waiting(agency, eicar(), settings, **made)
    waiting(agency, b"a,b\n", settings, **made)
    waiting(agency, eicar(), settings, **made, id=earliest_at(int((clock.now() - 40 * day).timestamp() * 1000)))
    waiting(agency, eicar(), settings, **made, removed_at=AT, removed_by_label="x", removed_reason="x")
    waiting(agency, eicar(), settings, **{**made, "purpose": "letter"})
    assert tasks.scan_for_new_viruses() == 0
    now = clock.now() + 4 * day
    with small_clamd() as scanner, clock.frozen(now):
        settings.PENDOPO_CLAMD = scanner.address
        assert tasks.scan_for_new_viruses() == 1
        # Until the scanner has been asked again nothing is due.
        assert tasks.scan_for_new_viruses() == 0
        assert not to_scan_again().exists()
    bad.refresh_from_db()
    assert (bad.scan_state, bad.scan_signature, bad.is_clean) == ("infected", SIGNATURE, False)
    assert sorted(Document.objects.values_list("scan_state", flat=True)) == ["clean_by_scan"] * 4 + ["infected"]
    assert [each[0] for each in told()] == ["front_office", "ppid"]


def test_admins_are_told_once_that_files_wait(agency: Agency, settings: Any) -> None:
    assert known_jobs()["pendopo.portal.tasks.raise_scan_alarm"] == 60
    waiting(agency, b"a,b\n", settings)
    with clock.frozen(AT + dt.timedelta(minutes=90)):
        assert tasks.raise_scan_alarm() == 0
    with clock.frozen(AT + dt.timedelta(minutes=91)):
        assert tasks.raise_scan_alarm() == 1
        assert tasks.raise_scan_alarm() == 0
        text = "%(count)s berkas menunggu pemindaian virus lebih dari 90 menit. Minta admin sistem memeriksa ClamAV."
        assert told() == [("agency_admin", text, {"count": 1})]
        InboxItem.objects.update(read_at=AT)
        assert tasks.raise_scan_alarm() == 1
