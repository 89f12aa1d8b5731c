"""What an erasure leaves is named before, after and on paper, with the reason; and what it leaves holds nothing of the person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, RedactedCopy
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.privacy.actions import destroying, requests
from pendopo.kernel.privacy.actions import settings as chosen
from pendopo.kernel.privacy.models import Destruction, DestructionItem
from pendopo.kernel.privacy.queries.people import PersonCase, find_numbered
from pendopo.kernel.privacy.queries.remaining import Plan, plan
from pendopo.kernel.privacy.reports.certificate import certificate
from pendopo.kernel.privacy.rules import periods
from pendopo.kernel.privacy.rules.remaining import PARTS
from pendopo.modules.information.tests.office import WIB, Office, client_of, make_office
from pendopo.modules.objections import actions as objecting

from tests.erasing.planted import FILED_AT, Planted, files, planted, rows, send_mail, sightings

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2027, 12, 1, 9, 0, tzinfo=WIB)
PAGE = b"%PDF-1.7 tabel tanpa nama"


def shelf(found: Planted) -> dict[str, Document]:
    """Put a file of every kind on the request, those that stay with telling names: answer, material, opened ones."""
    office, made = found.office, {}
    for label, purpose, visibility in (
        ("answer", "answer", "requester"), ("material", "material", "private"), ("published", "answer", "public"),
        ("opened letter", "letter", "public"), ("opened card", "identity", "public"), ("copy", "letter", "public"),
        ("secret copy", "letter", "private"),
    ):  # fmt: skip
        made[label] = documents.store_bytes(
            agency=office.agency, subject_type="inquiry", subject_id=found.inquiry.pk, purpose=purpose, content=PAGE,
            name=f"{label}-kenarinama Rahasia.pdf", by=office.ppid,
        )  # fmt: skip
        Document.objects.filter(pk=made[label].pk).update(visibility=visibility)
    for label in ("copy", "secret copy"):
        RedactedCopy.objects.create(
            agency=office.agency, source=made["opened letter"], copy=made[label], boxes=[], made_at=LATER, made_by=office.ppid.user
        )  # fmt: skip
    return made


def told(plans: list[Plan]) -> list[tuple[str, int, dict[str, int | None], dict[str, int | None]]]:
    def parts(lines: object) -> dict[str, int | None]:
        return {line.part.code: line.count for line in lines}  # type: ignore[attr-defined]

    return [(each.label, each.cases, parts(each.goes), parts(each.stays)) for each in plans]


def keys(found: Planted) -> list[tuple[str, UUID]]:
    return [("inquiry", found.inquiry.pk), ("objection", found.objection.pk)]


ALWAYS = {"register": None, "steps": None, "figures": None, "audit": None, "ledger": None}


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> Path:
    """Have files and mail of the test in folders of its own."""
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    location = {"location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": location}}
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_what_stays_is_what_was_said_and_holds_nothing_of_the_person(folders: Path) -> None:
    office = make_office()
    found = planted(office)
    made = shelf(found)
    send_mail()
    goes, always = {"name": None, "code": None, "identity": None}, ALWAYS
    agency = office.agency
    assert told(plan(agency, keys(found), periods.REGISTER, named=25)) == [
        # Card twice (one opened by mistake); letter, opened letter and closed copy; mails to the person.
        (
            "Permohonan informasi", 1, {**goes, "cards": 2, "papers": 3, "messages": OutboxMessage.objects.filter(subject_type="inquiry").count()},
            {**always, "answers": 1, "materials": 1, "public": 2},
        ),
        ("Keberatan", 1, {**goes, "cards": 1, "messages": OutboxMessage.objects.filter(subject_type="objection").count()}, always),
    ]  # fmt: skip
    first = plan(agency, keys(found), periods.IDENTITY)[0]
    assert {line.part.code for line in first.goes} == {"cards", "identity", "messages"}
    assert {"name", "papers", "code"} <= {line.part.code for line in first.stays}
    with clock.frozen(FILED_AT + dt.timedelta(days=5)):
        objecting.withdraw(objection=found.objection, reason="Batal.", by=office.front)
    with clock.frozen(LATER):
        asked = requests.receive(
            about=_about(office, found), right="erase", wish="", channel="desk", verified="KTP", by=office.front
        )
        page = shown(office, office.ppid, "answer", asked.pk)
        for words in (
            "Yang dihapus",
            "Yang tetap, dan alasannya",
            "Berkas jawaban · 1",
            "answer-kenarinama Rahasia.pdf",
        ):
            assert words in page
        requests.answer(request=asked, result="granted", text="Dihapus.", level=periods.REGISTER, by=office.ppid)
        letter = OutboxMessage.objects.get(subject_type="subject_request")
        assert "Yang tetap disimpan, dan alasannya:\n- Baris register" in letter.body
        assert "(UU 27/2022 Pasal 15; PerKI 1/2021)" in letter.body
        letter.delete()
        page = shown(office, office.ppid, "subject_request", asked.pk)
    assert "Berkas yang sudah diumumkan · 2" in page
    assert "Yang dihapus" not in page
    left = Document.objects.filter(removed_at__isnull=True, subject_id=found.inquiry.pk).order_by("pk")
    assert list(left) == [made[label] for label in ("answer", "material", "published", "copy")]
    assert [each.name for each in left] == [
        f"{label}-[dihapus].pdf" for label in ("answer", "material", "published", "copy")
    ]
    assert sightings(rows()) == []
    assert sightings(files(folders)) == []
    assert len(list(files(folders / "files"))) == 4
    assert told(plan(agency, keys(found), periods.REGISTER))[0][3] == {
        **always,
        "answers": 1,
        "materials": 1,
        "public": 2,
    }


def shown(office: Office, who: Actor, name: str, pk: UUID) -> str:
    """Return a page of privacy as an officer sees it."""
    return client_of(who).get(reverse(f"privacy:{name}", args=[office.agency.slug, pk])).content.decode()


def _about(office: Office, found: Planted) -> PersonCase:
    about = find_numbered(office.agency, found.inquiry.number)
    assert about is not None
    return about


def test_list_and_certificate_name_what_stays() -> None:
    office = make_office()
    found = planted(office)
    shelf(found)
    with clock.frozen(FILED_AT + dt.timedelta(days=5)):
        objecting.withdraw(objection=found.objection, reason="Batal.", by=office.front)
    admin: Actor = office.actor("agency_admin")
    with clock.frozen(LATER):
        chosen.choose_period(
            agency=office.agency, period="register", days=30, needs_approval=True, decree_number="JRA 1/2027",
            decree_on=LATER.date(), by=admin,
        )  # fmt: skip
        destroying.propose_due()
        case = Destruction.objects.get(period="register", kind="inquiry")
        page = shown(office, office.superior, "approve", case.pk)
        for part in ("answers", "materials", "public", "register", "audit"):
            assert PARTS[part].title in page
            assert PARTS[part].why in page
        items = list(DestructionItem.objects.filter(destruction=case))
        for item in items:
            item.state = "destroyed"
        paper = certificate(case, items)
    lines = {line[0]: line[1:] for line in paper.content["remaining"]}
    assert lines["Berkas jawaban"] == [
        "1", "arsip tentang informasi yang diberikan, bukan tentang pemohon; isinya tidak diubah (UU 27/2022 Pasal 42–44)",
    ]  # fmt: skip
    assert set(lines) == {PARTS[code].title for code in (*ALWAYS, "answers", "materials", "public")}
    assert PARTS["papers"].title not in lines
