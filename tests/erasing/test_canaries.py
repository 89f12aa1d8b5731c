"""After erasing nothing of a person is anywhere, and what the register, the figures and the audit trail need is still there."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from pendopo.kernel import clock
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.models import Contact
from pendopo.kernel.privacy.actions.erasing import erase, wipe_freed_pages
from pendopo.kernel.privacy.queries.people import cases_of_person, last_ends
from pendopo.kernel.privacy.rules import periods
from pendopo.lib.ids import uuid7
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import WIB, make_office
from pendopo.modules.objections import actions as objecting
from pendopo.modules.objections.models import Objection

from tests.erasing.planted import FILED_AT, Planted, files, mail_folder, planted, rows, send_mail, sightings

LATER = dt.datetime(2027, 12, 1, 9, 0, tzinfo=WIB)


@pytest.fixture
def folders(tmp_path: Path, settings: object) -> Path:
    """Have files and mail of the test in folders of its own."""
    settings.EMAIL_FILE_PATH = tmp_path / "mail"  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "private": {
            "BACKEND": "pendopo.kernel.documents.storage.DurableFileStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    return tmp_path


def erase_person(found: Planted, level: str = periods.REGISTER) -> None:
    with clock.frozen(LATER):
        for each in cases_of_person(found.office.agency, "inquiry", found.inquiry.pk):
            erase(
                agency=found.office.agency, subject_type=each.key[0], subject_id=each.key[1], level=level,
                cause=("test", uuid7()), by=found.office.ppid,
            )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_no_canary_is_left_anywhere(folders: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office = make_office()
    found = planted(office)
    send_mail()
    before = {where.partition(":")[0] for where in sightings(rows())}
    assert before >= {
        "people_contact", "information_inquiry", "objections_objection", "workflow_move", "documents_document",
        "notifications_outboxmessage",
    }  # fmt: skip
    assert sightings(files(mail_folder()))
    assert len(list(files(folders / "files"))) >= 3
    erase_person(found)
    assert sightings(rows()) == []
    assert sightings(files(folders)) == []
    # Card, power of attorney and the letter with name and address are gone as bytes.
    assert list(files(folders / "files")) == []
    assert sightings(iter([("log", caplog.text)])) == []
    if connection.vendor == "sqlite":
        # Not in freed pages of the file either, nor in what waits beside it.
        wipe_freed_pages()
        here = Path(str(connection.settings_dict["NAME"]))
        beside = [
            (path.name, path.read_bytes().decode("latin-1")) for path in sorted(here.parent.glob(f"{here.name}*"))
        ]
        assert sightings(iter(beside)) == []
    # What the law wants kept, and what proves that nothing else was touched.
    inquiry = Inquiry.objects.get(pk=found.inquiry.pk)
    assert (inquiry.number, inquiry.received_at, inquiry.state, inquiry.closed_at) == (
        found.inquiry.number, found.inquiry.received_at, found.inquiry.state, found.inquiry.closed_at,
    )  # fmt: skip
    assert "meminta laporan keuangan 2025" in inquiry.details
    assert inquiry.contact.name == "[dihapus]"
    assert Objection.objects.get().grounds == "a"
    assert verify(office.agency).intact


@pytest.mark.django_db
def test_the_identity_goes_first_and_the_name_stays() -> None:
    office = make_office()
    found = planted(office)
    erase_person(found, periods.IDENTITY)
    contact = Contact.objects.get(pk=found.inquiry.contact_id)
    assert (contact.name, contact.nik, contact.address, contact.phone, contact.email, contact.occupation) == (
        "Kenarinama Rahasia", "", "", "", "", "",
    )  # fmt: skip
    assert contact.erased_at == LATER
    assert Inquiry.objects.get().details == (
        "Saya Kenarinama Rahasia (NIK [dihapus], [dihapus]) meminta laporan keuangan 2025; hubungi [dihapus] atau [dihapus]."
    )
    assert Objection.objects.get().proxy_name == "Kenarikuasa Tono"
    assert Objection.objects.get().proxy_address == ""
    identity = Document.objects.filter(purpose="identity")
    assert identity.filter(removed_at__isnull=True).count() == 0
    assert set(identity.values_list("name", flat=True)) <= {"[dihapus].png", "[dihapus].pdf"}
    assert Document.objects.filter(purpose="letter", removed_at__isnull=True).exists()
    assert verify(office.agency).intact


@pytest.mark.django_db
def test_twice_is_once_and_no_other_person_loses_anything() -> None:
    office = make_office()
    found = planted(office)
    with clock.frozen(FILED_AT):
        from pendopo.modules.information.tests.office import PERSON, issued

        other = issued(office, name=PERSON.name, nik="3304011201900099")
    erase_person(found)
    erase_person(found)
    assert Inquiry.objects.get(pk=other.pk).contact.nik == "3304011201900099"
    from pendopo.kernel.audit.models import Entry

    assert Entry.objects.filter(action="privacy.erase").count() == 2


@pytest.mark.django_db
def test_an_open_objection_stops_the_clock() -> None:
    office = make_office()
    found = planted(office)
    assert last_ends(office.agency, "inquiry", [found.inquiry.pk]) == {found.inquiry.pk: None}
    ended = FILED_AT + dt.timedelta(days=5)
    with clock.frozen(ended):
        objecting.withdraw(objection=found.objection, reason="Batal.", by=found.office.front)
    assert last_ends(office.agency, "inquiry", [found.inquiry.pk]) == {found.inquiry.pk: ended.date()}
    assert last_ends(office.agency, "objection", [found.objection.pk]) == {found.objection.pk: ended.date()}


def test_the_settings_overwrite_what_is_erased() -> None:
    options = settings.DATABASES["default"].get("OPTIONS", {})
    assert "secure_delete=ON" in options.get("init_command", "secure_delete=ON")
