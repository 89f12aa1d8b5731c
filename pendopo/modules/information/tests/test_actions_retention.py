"""Identities go when their time is over; the register stays."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from PIL import Image

from pendopo.kernel import clock
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.rules import ATTACHMENT_EXTENSIONS
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.rules import IDENTITY_DAYS
from pendopo.kernel.privacy.actions.erasing import erase
from pendopo.kernel.privacy.queries.due import due
from pendopo.kernel.privacy.queries.periods import kept_by
from pendopo.modules.information import actions
from pendopo.modules.information.actions.retention import PERSONS
from pendopo.modules.information.rules.request import Requester, Wish
from pendopo.modules.information.tests.office import Office, make_office

SENT = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)
CLOSED = SENT + dt.timedelta(days=2)
WISH = Wish("Laporan keuangan 2025", "penelitian", "softcopy", "online", accommodation="braille")
SITI = Requester("person", "Siti Aminah", "Jalan Mawar 1", nik="3304011201900001", phone="0811", email="siti@x.example")


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def closed(office: Office) -> Contact:
    """Return the requester of a request that was withdrawn, with a copy of an identity card."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 25)).save(picture, "PNG")
    card = inspect_bytes(picture.getvalue(), name="ktp.png", allowed=ATTACHMENT_EXTENSIONS)
    with clock.frozen(SENT):
        inquiry = actions.register(
            agency=office.agency, wish=WISH, requester=SITI, token="t", by=CITIZEN, uploads=[card]
        )
    with clock.frozen(CLOSED):
        actions.withdraw(inquiry=inquiry, reason="", by=CITIZEN)
    return inquiry.contact


def identities_due(office: Office) -> int:
    return len(due(office.agency, PERSONS, kept_by(office.agency)["identity"]))


def erase_it(office: Office, contact: Contact) -> int:
    inquiry = contact.inquiries.get()
    done = erase(
        agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, level="identity",
        cause=("test", inquiry.pk), by=office.ppid,
    )  # fmt: skip
    return done.files


def test_an_identity_is_kept_to_the_last_day(office: Office, closed: Contact) -> None:
    with clock.frozen(CLOSED + dt.timedelta(days=IDENTITY_DAYS)):
        assert identities_due(office) == 0
    closed.refresh_from_db()
    assert (closed.nik, closed.erased_at) == ("3304011201900001", None)


def test_an_identity_goes_and_the_register_stays(office: Office, closed: Contact) -> None:
    at = CLOSED + dt.timedelta(days=IDENTITY_DAYS + 1)
    document = Document.objects.get()
    with clock.frozen(at):
        assert identities_due(office) == 1
        assert erase_it(office, closed) == 1
        assert identities_due(office) == 0
    closed.refresh_from_db()
    emptied = [closed.nik, closed.nik_digest, closed.address, closed.phone, closed.email, closed.occupation]
    assert emptied == [""] * 6
    assert (closed.name, closed.erased_at) == ("Siti Aminah", at)
    inquiry = closed.inquiries.get()
    assert (inquiry.number, inquiry.details, inquiry.accommodation) == ("PPID-2026-000001", WISH.details, "none")
    document.refresh_from_db()
    assert document.removed_at == at
    assert Entry.objects.filter(action="privacy.erase").get().details["level"] == "identity"
    assert verify(office.agency).intact


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_an_identity_are_gone(office: Office, closed: Contact) -> None:
    document = Document.objects.get()
    assert private_files().exists(document.storage_name)
    erase_it(office, closed)
    assert not private_files().exists(document.storage_name)


def test_an_open_request_keeps_its_identity(office: Office) -> None:
    with clock.frozen(SENT):
        actions.register(agency=office.agency, wish=WISH, requester=SITI, token="t", by=CITIZEN)
    with clock.frozen(SENT + dt.timedelta(days=3 * IDENTITY_DAYS)):
        assert identities_due(office) == 0
