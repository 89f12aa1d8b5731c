"""A granted request made public: nothing of who asked, why, when and under which number reaches anybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, Purpose, RedactedCopy, Visibility
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.search.queries import search
from pendopo.kernel.search.tests.indexing import searchable
from pendopo.modules.disclosure import actions as disclosing
from pendopo.modules.disclosure.actions.inspecting import Draft
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.ports import answered
from pendopo.modules.disclosure.queries.suggestions import near
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import (
    GRANTING,
    PARTLY,
    REFUSING,
    WEDNESDAY,
    WIB,
    Office,
    client_of,
    issued,
    make_office,
)

pytestmark = pytest.mark.django_db

WHO = {
    "name": "Canarynama Rahasia",
    "address": "Jalan Canaryjalan 99, Canarykota",
    "nik": "3304011201907777",
    "phone": "081277778888",
    "email": "canarysurel@warga.example",
    "occupation": "Canarykerja",
}
ASKED = {"details": "Canarynama dari Canaryjalan minta laporan keuangan 2025 canarydetail", "purpose": "Canarytujuan"}
CANARIES = ("canary", "330401120190", "81277778888", "warga.example", "Sri Rahayu")
CLEAN = Draft("Laporan keuangan 2025", "Berapa realisasi anggaran 2025?", "Rp4 miliar, lihat berkas.", "request")
NOW = dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def index() -> Iterator[Any]:
    with searchable() as found:
        yield found


def granted(office: Office) -> Inquiry:
    """Return a request full of canaries, answered and handed over on 5 August."""
    inquiry = issued(office, GRANTING, **WHO, **ASKED)
    with clock.frozen(WEDNESDAY + dt.timedelta(hours=2)):
        actions.add_note(inquiry=inquiry, text="Canarycatatan internal", by=office.ppid)
    return inquiry


def given(office: Office, inquiry: Inquiry, name: str, visibility: str = Visibility.REQUESTER) -> Document:
    """Keep a file of the answer."""
    return documents.store_bytes(
        agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, purpose=Purpose.ANSWER, name=name,
        content=f"tahun,nilai\n2025,{name}\n".encode(), visibility=visibility, by=office.back,
    )  # fmt: skip


def begun(office: Office, inquiry: Inquiry, draft: Draft = CLEAN) -> Answer:
    card = answered.get().card(office.agency, inquiry.pk)
    assert card is not None
    return disclosing.begin(agency=office.agency, card=card, draft=draft, harmless=[], by=office.ppid)


def read_everywhere(office: Office, answer: Answer) -> dict[str, str]:
    """Return what everybody, and what a reader of the register, can see of an answer."""
    anybody, auditor = Client(), client_of(office.auditor)
    slug = office.agency.slug
    places = {
        name: anybody.get(f"/{slug}/{place}")
        for name, place in {
            "list": "jawaban/",
            "found": "jawaban/?q=laporan+keuangan",
            "page": f"jawaban/{answer.pk}/",
            "feed": "jawaban/atom.xml",
            "search": "cari/?q=laporan+keuangan",
            "suggestions": "saran/?q=laporan+keuangan",
            "start": "permohonan/?q=laporan+keuangan",
            "begun": f"permohonan/baru/informasi/?tentang={answer.pk}",
        }.items()
    }
    places["register"] = auditor.get(f"/{slug}/meja/register/jawaban/?tahun=2026")
    places["csv"] = auditor.get(f"/{slug}/meja/register/jawaban.csv?tahun=2026")
    texts = {}
    for name, response in places.items():
        assert response.status_code == 200, name
        text = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
        texts[name] = re.sub(r"</?mark>", "", text)
    return texts


def test_no_canary_is_seen_found_or_exported(office: Office, index: Any) -> None:
    inquiry = granted(office)
    file = given(office, inquiry, "realisasi.csv")
    with clock.frozen(NOW):
        disclosing.arrange(agency=office.agency, four_eyes=False, by_month=True, by=office.ppid)
        draft = Draft(CLEAN.title, CLEAN.question, CLEAN.summary, CLEAN.way, (file.pk,))
        answer = disclosing.publish(answer=begun(office, inquiry, draft), by=office.ppid).answer
        index.bring_up_to_date()
        texts = read_everywhere(office, answer)
    secrets = (*CANARIES, inquiry.number, str(inquiry.pk), "5 Agustus 2026", "2026-08-05")
    for name, text in texts.items():
        assert CLEAN.title in text, name
        assert (name, [each for each in secrets if each.lower() in text.lower()]) == (name, [])
    for word in ("canarynama", "canaryjalan", "canarytujuan", "canarycatatan", "canarydetail", inquiry.number):
        assert (word, search(word).total, near(office.agency, word)) == (word, 0, [])


def test_texts_with_what_is_known_of_the_requester_are_stopped(office: Office) -> None:
    inquiry = granted(office)
    found = {}
    for field, text in {
        "name": "Menurut Canarynama, berapa?",
        "address": "Rumah di Canaryjalan 99 itu",
        "nik": "3304 0112 0190 7777",
        "phone": "telepon 0812 7777 8888",
        "email": "surel canarysurel@warga.example",
        "number": f"permohonan {inquiry.number}",
    }.items():
        with pytest.raises(disclosing.Unclean) as refused:
            begun(office, inquiry, Draft(CLEAN.title, text, CLEAN.summary, CLEAN.way))
        found[field] = {trace.kind for trace in refused.value.traces}
    assert found == {
        "name": {"requester_name"},
        "address": {"requester_address"},
        "nik": {"nik", "requester_contact"},
        "phone": {"phone", "requester_contact"},
        "email": {"email", "requester_contact"},
        "number": {"case_number"},
    }


@pytest.mark.parametrize("end", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_read_anywhere(office: Office, index: Any, end: str) -> None:
    inquiry = granted(office)
    with clock.frozen(NOW):
        answer = begun(office, inquiry, Draft("Canaryjudul", "Canarytanya laporan keuangan?", "Canaryjawab", "request"))
        if end == "withdrawn":
            answer = disclosing.publish(answer=answer, by=office.ppid).answer
            disclosing.withdraw(answer=answer, reason="Canaryalasan", by=office.ppid)
        other = disclosing.publish(answer=begun(office, granted(office)), by=office.ppid).answer
        index.bring_up_to_date()
        texts = read_everywhere(office, other)
    assert [name for name, text in texts.items() if "canary" in text.lower()] == []
    assert search("canaryjudul").total == 0


def test_the_requester_is_told(office: Office) -> None:
    inquiry = granted(office)
    with clock.frozen(NOW):
        done = disclosing.publish(answer=begun(office, inquiry), by=office.ppid)
    message = OutboxMessage.objects.latest("id")
    assert (done.is_told, message.recipient) == (True, WHO["email"])
    assert f"/contoh/jawaban/{done.answer.pk}/" in message.body
    silent = issued(office, GRANTING, **(WHO | {"email": ""}))
    assert not answered.get().tell(office.agency, silent.pk, "/x/")
    assert not answered.get().tell(office.agency, uuid4(), "/x/")


def test_a_request_that_is_being_written_is_compared_with_what_is_public(office: Office, index: Any) -> None:
    with clock.frozen(NOW):
        disclosing.publish(answer=begun(office, granted(office)), by=office.ppid)
        index.bring_up_to_date()
        citizen = Client()
        asked = {"details": "Mohon laporan keuangan tahun 2025 dan lampirannya", "purpose": "Penelitian"}
        sent = citizen.post("/contoh/permohonan/baru/informasi/", asked)
        assert sent["Location"] == "/contoh/permohonan/baru/informasi/?mirip"
        page = citizen.get(sent["Location"]).content.decode()
    assert "Ini menjawab kebutuhan saya" in page
    # The draft is kept already, so that there is one way on and not two.
    assert ("Bukan ini, lanjutkan permohonan" in page, "tetap ajukan" in page) == (True, False)


# ------------------------------------------------------------------------------------------------ what may be chosen


def test_only_granted_requests_are_offered(office: Office) -> None:
    whole, part = granted(office), issued(office, PARTLY)
    without, _refused = issued(office, GRANTING), issued(office, REFUSING)
    port = answered.get()
    listed = [card.inquiry_id for card in port.listed(office.agency, but=[without.pk], limit=10)]
    assert set(listed) == {whole.pk, part.pk}
    card = port.card(office.agency, whole.pk)
    assert card is not None
    assert (card.number, card.answered_on, card.unit_id, card.way) == (
        whole.number,
        dt.date(2026, 8, 5),
        office.unit.pk,
        "request",
    )
    assert (port.card(make_office("lain").agency, whole.pk), port.card(office.agency, uuid4())) == (None, None)
    assert port.known(office.agency, uuid4()).names == ()
    assert port.files(office.agency, uuid4()) == []


def test_only_files_that_everybody_may_have_are_offered(office: Office) -> None:
    inquiry = granted(office)
    given(office, inquiry, "petugas.csv", Visibility.PRIVATE)
    original, copy = given(office, inquiry, "asli.csv"), given(office, inquiry, "dihitamkan.csv")
    RedactedCopy.objects.create(agency=office.agency, source=original, copy=copy, boxes=[], made_at=NOW)
    later = documents.set_visibility(
        document=given(office, inquiry, "nanti.csv"), visibility=Visibility.PUBLIC_ON, public_on=dt.date(2026, 8, 20),
        by=office.back,
    )  # fmt: skip
    with clock.frozen(NOW):
        assert [each.name for each in answered.get().files(office.agency, inquiry.pk)] == ["dihitamkan.csv"]
    with clock.frozen(NOW + dt.timedelta(days=20)):
        assert answered.get().files(office.agency, inquiry.pk) == [copy, later]
