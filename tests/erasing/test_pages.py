"""Every page of privacy opens for whom it is, over a case that two modules keep."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import Contact
from pendopo.kernel.privacy.actions import destroying
from pendopo.kernel.privacy.actions.views import raise_alarm
from pendopo.kernel.privacy.models import Destruction, Hold, Incident, SubjectRequest
from pendopo.kernel.privacy.tasks import forget_farewells
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import REFUSING, WEDNESDAY, WIB, Office, client_of, issued, make_office
from pendopo.modules.objections import actions as objecting

from tests.erasing.planted import CANARIES, WHO, planted, sightings

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 8, 20, 10, 0, tzinfo=WIB)
LATER = dt.datetime(2027, 8, 20, 10, 0, tzinfo=WIB)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def url(office: Office, name: str, *args: Any) -> str:
    return reverse(f"privacy:{name}", args=[office.agency.slug, *args])


def tracked(office: Office, inquiry: Inquiry) -> Client:
    """Return the browser of the citizen who opened their own request with number and code."""
    from pendopo.kernel.tracking.actions import tracking_digest

    Inquiry.objects.filter(pk=inquiry.pk).update(tracking_digest=tracking_digest("ABCDE12345"))
    client = Client()
    answer = client.post(
        reverse("tracking:track", args=[office.agency.slug]), {"number": inquiry.number, "code": "ABCDE-12345"}
    )
    assert answer.status_code == 303
    return client


def test_the_subject_takes_a_copy_with_everything_in_it(office: Office) -> None:
    found = planted(office)
    with clock.frozen(NOW):
        citizen = tracked(office, found.inquiry)
        own = url(office, "own", "inquiry")
        assert "Data pribadi Anda" in citizen.get(own).content.decode()
        assert citizen.post(own, {"right": "correct"}).status_code == 422
        assert citizen.post(own, {"right": "access"}).status_code == 303
        case = SubjectRequest.objects.get()
        assert (case.due_at - case.received_at, case.number) == (dt.timedelta(hours=72), "PPID-PDP-2026-0001")
        assert InboxItem.objects.filter(subject_id=case.pk, user=office.ppid.user).count() == 1
        copy = url(office, "own_copy", "inquiry", case.pk)
        assert citizen.get(copy).status_code == 404
        ppid = client_of(office.ppid)
        assert "sisa 72 jam" in ppid.get(url(office, "request_list")).content.decode()
        assert found.objection.number in ppid.get(url(office, "subject_request", case.pk)).content.decode()
        assert ppid.post(url(office, "answer", case.pk), {}).status_code == 422
        sent = ppid.post(url(office, "answer", case.pk), {"result": "granted", "answer": "Salinan tersedia."})
        assert sent.status_code == 303
        assert ppid.post(url(office, "answer", case.pk), {"result": "granted", "answer": "Lagi."}).status_code == 409
        for browser, page in ((citizen, own), (ppid, url(office, "subject_request", case.pk))):
            browser.cookies["django_language"] = "en"
            told = browser.get(page).content.decode()
            assert ("Granted" in told, "Dipenuhi" in told, "Halaman lacak" in told) == (True, False, False)
        made = citizen.get(copy)
        packed = zipfile.ZipFile(io.BytesIO(b"".join(made.streaming_content)))  # type: ignore[attr-defined]
    assert made["Cache-Control"] == "no-store, private"
    told = packed.read("data.json").decode()
    assert {"data.json", "data.pdf"} < set(packed.namelist())
    assert any(name.endswith("ktp-kenarinama.png") for name in packed.namelist())
    values = {
        (each["table"], each["field"]): each["value"] for part in json.loads(told)["cases"] for each in part["values"]
    }
    assert values["people.Contact", "nik_sealed"] == WHO["nik"]
    assert values["people.Contact", "on_behalf_of"] == WHO["on_behalf_of"]
    assert values["objections.Objection", "proxy_phone"] == "081299990000"
    # Every canary that was planted is in the copy.
    assert {
        mark for mark in CANARIES if mark in "".join(sightings(iter([("copy", told)]))) or mark in told.lower()
    } == set(CANARIES)
    assert all(WHO[name] in told for name in WHO)
    assert packed.read("data.pdf")[:5] == b"%PDF-"
    assert Entry.objects.filter(action="privacy.copy").get().actor == "Pemohon"
    with clock.frozen(NOW + dt.timedelta(days=15)):
        assert tracked(office, found.inquiry).get(copy).status_code == 404


def test_nobody_elses_copy(office: Office) -> None:
    found, other = planted(office), issued(office, REFUSING)
    with clock.frozen(NOW):
        tracked(office, found.inquiry).post(url(office, "own", "inquiry"), {"right": "access"})
        client_of(office.ppid).post(
            url(office, "answer", SubjectRequest.objects.get().pk), {"result": "granted", "answer": "Ya."}
        )
        stranger = tracked(office, other)
        assert stranger.get(url(office, "own_copy", "inquiry", SubjectRequest.objects.get().pk)).status_code == 404
        assert stranger.get(url(office, "own", "nothing")).status_code == 404
        assert Client().get(url(office, "own", "inquiry")).status_code == 303


def test_erasing_on_request_from_the_desk(office: Office) -> None:
    found = planted(office)
    desk, ppid = client_of(office.front), client_of(office.ppid)
    with clock.frozen(NOW):
        sent = {"number": found.inquiry.number.lower(), "right": "erase", "channel": "desk", "verified": "KTP asli"}
        assert desk.post(url(office, "receive"), {**sent, "number": "X-1"}).status_code == 422
        assert desk.post(url(office, "receive"), sent).status_code == 303
        case = SubjectRequest.objects.get()
        words = {"result": "granted", "answer": "Dihapus.", "level": "register", "words": "laporan keuangan, 2025"}
        refused = ppid.post(url(office, "answer", case.pk), words)
        assert (refused.status_code, "masih berjalan" in refused.content.decode()) == (422, True)
        objecting.withdraw(objection=found.objection, reason="Batal.", by=office.front)
        assert ppid.post(url(office, "answer", case.pk), words).status_code == 303
        assert "[dihapus] [dihapus];" in Inquiry.objects.get(pk=found.inquiry.pk).details
        assert set(Contact.objects.values_list("name", flat=True)) == {"[dihapus]"}
        # The last message is told before it goes.
        told = OutboxMessage.objects.get()
        assert (told.recipient, told.subject_type) == (WHO["email"], "subject_request")
        assert forget_farewells() == 0
        OutboxMessage.objects.update(state="sent", sent_at=NOW)
        assert forget_farewells() == 1
        # The code that opened the case opens it no more.
        assert found.inquiry.number in ppid.get(url(office, "subject_request", case.pk)).content.decode()


def test_correcting_leaves_digests_only(office: Office) -> None:
    found = planted(office)
    ppid = client_of(office.ppid)
    with clock.frozen(NOW):
        tracked(office, found.inquiry).post(
            url(office, "own", "inquiry"), {"right": "correct", "wish": "Nama saya salah"}
        )
        case = SubjectRequest.objects.get()
        page = ppid.get(url(office, "correct", case.pk)).content.decode()
        assert WHO["address"] in page
        given = {"name": "Nama Benar", "address": WHO["address"], "phone": WHO["phone"], "email": WHO["email"],
                 "occupation": WHO["occupation"], "on_behalf_of": WHO["on_behalf_of"], "nik": ""}  # fmt: skip
        assert ppid.post(url(office, "correct", case.pk), {**given, "nik": "12"}).status_code == 422
        assert ppid.post(url(office, "correct", case.pk), given).status_code == 303
    assert list(Contact.objects.values_list("name", flat=True)) == ["Nama Benar", "Nama Benar"]
    details = json.dumps(list(Entry.objects.filter(action="privacy.correct").values_list("details", flat=True)))
    assert details.count("digest:") == 4
    assert "Benar" not in details
    assert Contact.objects.first().nik == WHO["nik"]  # type: ignore[union-attr]


def test_a_restriction_keeps_the_nik_closed(office: Office) -> None:
    found = planted(office)
    ppid = client_of(office.ppid)
    with clock.frozen(NOW):
        tracked(office, found.inquiry).post(url(office, "own", "inquiry"), {"right": "object"})
        case = SubjectRequest.objects.get()
        ppid.post(url(office, "answer", case.pk), {"result": "granted", "answer": "Dibatasi."})
        assert Hold.objects.filter(is_restriction=True).count() == 2
        from pendopo.kernel.workflow.actions import NotAllowed
        from pendopo.modules.information.actions import reveal_nik

        with pytest.raises(NotAllowed, match="dibatasi"):
            reveal_nik(inquiry=found.inquiry, reason="match", by=office.ppid)
        page = ppid.get(url(office, "retention")).content.decode()
        assert "dibatasi" in page
        for held in Hold.objects.all():
            assert ppid.post(url(office, "lift", held.pk)).status_code == 303
        assert reveal_nik(inquiry=found.inquiry, reason="match", by=office.ppid) == WHO["nik"]


def test_looks_at_identities_are_listed_and_many_are_told(office: Office) -> None:
    found = planted(office)
    desk, auditor = client_of(office.front), client_of(office.auditor)
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.privacy.actions.settings import arrange
    from pendopo.modules.information.actions import reveal_nik

    card = Document.objects.get(purpose="identity", subject_type="inquiry")
    with clock.frozen(NOW):
        arrange(
            agency=office.agency, four_eyes=True, views_bound=3, officer="", contact="", by=office.actor("agency_admin")
        )
        for _ in range(3):
            reveal_nik(inquiry=found.inquiry, reason="match", by=office.front)
        assert raise_alarm() == 0
        opened = desk.get(office.page("file", found.inquiry, card.pk))
        assert b"".join(opened.streaming_content)  # type: ignore[attr-defined]
        assert opened.status_code == 200
        assert (raise_alarm(), raise_alarm()) == (1, 0)
        page = auditor.get(url(office, "identity_views")).content.decode()
        for words in (
            "NIK dibuka",
            "Berkas identitas dibuka",
            found.inquiry.number,
            "Mencocokkan dengan KTP",
            "Nama front_office",
        ):
            assert words in page
        assert WHO["nik"] not in page
        for never in ({"dari": "kemarin"}, {"dari": "0001-01-01"}, {"sampai": "9999-12-31"}):
            assert auditor.get(url(office, "identity_views"), never).status_code == 422
        assert (
            "Tidak ada pembukaan"
            in auditor.get(url(office, "identity_views"), {"sampai": "2026-01-01"}).content.decode()
        )
        assert desk.get(url(office, "identity_views")).status_code == 403
    with clock.frozen(NOW + dt.timedelta(hours=25)):
        assert raise_alarm() == 0


def test_an_incident_from_its_record_to_its_end(office: Office) -> None:
    found, other = planted(office), issued(office, REFUSING, name="Tanpa Surel", email="", nik="3304011201900055")
    ppid, auditor = client_of(office.ppid), client_of(office.auditor)
    with clock.frozen(WEDNESDAY + dt.timedelta(hours=4)):
        from pendopo.modules.information.actions import reveal_nik

        reveal_nik(inquiry=found.inquiry, reason="match", by=office.front)
    with clock.frozen(NOW):
        typed = {"title": "Akun meja layanan dipakai orang lain", "known_on": "2026-08-19", "known_at": "08:00",
                 "from_on": "2026-08-01", "until_on": "2026-08-19", "exposed": "NIK dan alamat", "cause": "Sandi tercatat"}  # fmt: skip
        assert ppid.post(url(office, "record"), {**typed, "until_on": "2026-07-01"}).status_code == 422
        assert ppid.post(url(office, "record"), typed).status_code == 303
        case = Incident.objects.get()
        assert case.due_at == dt.datetime(2026, 8, 22, 8, 0, tzinfo=WIB)
        assert "sisa 46 jam" in auditor.get(url(office, "incident", case.pk)).content.decode()
        assert ppid.post(url(office, "incident_tell", case.pk)).status_code == 422
        assert ppid.post(url(office, "incident_find", case.pk), {"way": "officer"}).status_code == 422
        ppid.post(url(office, "incident_find", case.pk), {"way": "officer", "account": str(office.front.user_pk)})
        touched = set(case.affected.values_list("number", flat=True))
        assert found.inquiry.number in touched
        ppid.post(url(office, "incident_find", case.pk), {"way": "period"})
        assert case.affected.count() == 3
        ppid.post(url(office, "incident_find", case.pk), {"way": "unit", "unit": office.unit.pk})
        assert case.affected.count() == 3
        typed = {"exposed": "NIK dan alamat", "cause": "Sandi tercatat", "handling": "Sandi diganti"}
        assert ppid.post(url(office, "incident_describe", case.pk), typed).status_code == 303
        OutboxMessage.objects.all().delete()
        assert ppid.post(url(office, "incident_tell", case.pk)).status_code == 303
        told = OutboxMessage.objects.filter(recipient=WHO["email"])
        assert told.count() == 2
        assert all(word in told[0].body for word in ("NIK dan alamat", "Sandi tercatat", "Sandi diganti"))
        assert case.affected.filter(told_at__isnull=True).get().number == other.number
        letter = ppid.get(url(office, "affected_letter", case.pk, case.affected.get(number=other.number).pk))
        assert letter.content[:5] == b"%PDF-"
        assert ppid.get(url(office, "incident_letter", case.pk)).content[:5] == b"%PDF-"
        assert ppid.post(url(office, "incident_tell", case.pk), {"surat": "1"}).status_code == 303
        told_on = {"authority": "Lembaga PDP", "told_on": "2026-08-20", "told_at": "09:30"}
        assert ppid.post(url(office, "incident_report", case.pk), told_on).status_code == 303
        assert ppid.post(url(office, "incident_close", case.pk), {"note": ""}).status_code == 303
        assert case.title in auditor.get(url(office, "incident_list")).content.decode()
    assert not case.affected.filter(told_at__isnull=True).exists()


def test_the_officers_pages_of_keeping(office: Office) -> None:
    issued(office, REFUSING)
    admin, superior, auditor = (
        client_of(office.actor("agency_admin")),
        client_of(office.superior),
        client_of(office.auditor),
    )
    with clock.frozen(LATER):
        for name in ("overview", "processing", "retention", "incident_list"):
            assert auditor.get(url(office, name)).status_code == 200, name
        for file_format, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF-")):
            made = auditor.get(url(office, "processing_file", file_format))
            content = b"".join(made.streaming_content) if made.streaming else made.content  # type: ignore[attr-defined]
            assert content.startswith(start)
        assert auditor.get(url(office, "processing_file", "exe")).status_code == 404
        decree = {"days": "400", "needs_approval": "on", "decree_number": "JRA 7", "decree_on": "2026-01-05"}
        assert admin.post(url(office, "choose_period", "identity"), {**decree, "decree_number": ""}).status_code == 422
        longer = {**decree, "decree_number": "9" * 121}
        assert admin.post(url(office, "choose_period", "identity"), longer).status_code == 422
        assert admin.get(url(office, "choose_period", "nothing")).status_code == 404
        assert admin.post(url(office, "choose_period", "identity"), {**decree, "days": "370"}).status_code == 303
        assert "JRA 7" in admin.get(url(office, "choose_period", "identity")).content.decode()
        assert admin.post(url(office, "propose", "identity", "inquiry")).status_code == 303
        case = Destruction.objects.get()
        assert admin.post(url(office, "propose", "identity", "inquiry")).status_code == 303
        assert Destruction.objects.count() == 1
        assert admin.post(url(office, "approve", case.pk)).status_code == 403
        assert (
            "dimusnahkan dan tidak dapat dikembalikan" in superior.get(url(office, "approve", case.pk)).content.decode()
        )
        assert superior.post(url(office, "approve", case.pk)).status_code == 303
        assert auditor.get(url(office, "certificate", case.pk)).status_code == 404
        from pendopo.kernel.privacy.reports.certificate import certificate

        assert destroying.destroy_approved(paper=certificate) == 1
        paper = auditor.get(url(office, "certificate", case.pk))
        assert b"".join(paper.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
        assert paper.status_code == 200
        assert case.number in auditor.get(url(office, "destruction", case.pk)).content.decode()
        assert superior.get(url(office, "refuse", case.pk)).status_code == 409
        held = {"number": "PPID-2026-000001", "reason": "Surat penyidik 5"}
        assert superior.post(url(office, "hold"), {**held, "number": "X"}).status_code == 422
        assert superior.post(url(office, "hold"), held).status_code == 303
        assert superior.post(url(office, "hold"), held).status_code == 422


def test_what_is_told_to_everybody_has_versions(office: Office) -> None:
    admin, anybody = client_of(office.actor("agency_admin")), Client()
    page = url(office, "statement")
    with clock.frozen(NOW):
        assert "30 hari" in anybody.get(page).content.decode()
        chosen = {"officer": "Dewi Pelindung", "contact": "pdp@x.example", "views_bound": "30", "four_eyes": "on"}
        assert admin.post(url(office, "arrange"), chosen).status_code == 303
        for text, day in (("Versi kesatu", "2026-08-01"), ("Versi kedua", "2026-08-10"), ("Versi nanti", "2026-12-01")):
            assert admin.post(url(office, "state"), {"text": text, "in_force_on": day}).status_code == 303
        from pendopo.config.middleware.early_cache import shelf

        shelf.clear()
        told = anybody.get(page).content.decode()
        assert ("Versi kedua" in told, "Versi nanti" in told, "Dewi Pelindung" in told) == (True, False, True)
        assert "Versi kesatu" in anybody.get(page, {"versi": "1"}).content.decode()
        assert [anybody.get(page, {"versi": v}).status_code for v in ("3", "x", "99")] == [404, 404, 404]
        assert "Versi 3" in admin.get(url(office, "state")).content.decode()


def test_another_agencys_are_not_found(office: Office) -> None:
    other = make_office("lain")
    found = planted(other)
    with clock.frozen(NOW):
        tracked(other, found.inquiry).post(url(other, "own", "inquiry"), {"right": "access"})
        case = SubjectRequest.objects.get()
        ppid = client_of(office.ppid)
        assert ppid.get(url(office, "subject_request", case.pk)).status_code == 404
        assert ppid.get(url(office, "copy", case.pk)).status_code == 404
        assert ppid.get(url(office, "incident", case.pk)).status_code == 404
        assert ppid.get(url(office, "destruction", case.pk)).status_code == 404
        assert client_of(other.ppid).get(url(other, "copy", case.pk)).status_code == 200
        assert client_of(other.front).post(url(other, "withdraw", case.pk)).status_code == 303
