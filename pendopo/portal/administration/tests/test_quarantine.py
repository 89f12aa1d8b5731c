"""Whoever can do something about an infected file, or about files that nobody scans, is told once."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.jobs import known_jobs
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.models import RoleGrant, User
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
        agency=agency, subject_type="nothing", subject_id=uuid4(), purpose="answer", name="a.csv", storage_name=name,
        media_type="text/csv", size=len(content), sha256="0" * 64, uploaded_at=AT, uploaded_by_label="x",
        scan_state="quarantined", **more,
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
