"""Registering on behalf: one page, one number for one press, the receipt with the code while the session lasts."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils.html import escape
from pypdf import PdfReader

from pendopo.kernel import clock
from pendopo.kernel.documents import letters
from pendopo.kernel.documents.models import Document
from pendopo.kernel.tracking.rules import shown
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import small_pdf, upload
from pendopo.modules.information.tests.office import (
    MONDAY,
    WIB,
    Office,
    client_of,
    in_process,
    last_move,
    make_office,
    registered,
    tracked_inquiry,
)
from pendopo.modules.information.views.officers import codes

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 4, 14, 30, tzinfo=WIB)
TYPED = {
    "channel": "letter",
    "received_on": "2026-08-03",
    "received_time": "10:00",
    "kind": "person",
    "name": "Sri Rahayu",
    "on_behalf_of": "",
    "nik": "3304 0112 0190 0001",
    "other_id": "",
    "decree_number": "",
    "address": "Jl. Merdeka 1",
    "phone": "+62 812-3456-7890",
    "email": "sri@contoh.example",
    "occupation": "Guru",
    "details": "Laporan keuangan 2025",
    "purpose": "Penelitian",
    "obtain_way": "softcopy",
    "delivery_way": "online",
    "accommodation": "writing",
    "help_given": "Dibantu menulis",
}


@pytest.fixture
def office() -> Office:
    return make_office()


def post(office: Office, client: Any = None, **changed: Any) -> Any:
    """Send the form on Tuesday 4 August 2026, 14.30; `changed` replaces fields."""
    with clock.frozen(NOW):
        client = client or client_of(office.front)
        token = client.get(office.url("register")).context["form"]["token"].value()
        return client.post(office.url("register"), {**TYPED, "token": token, **changed})


def errors(response: Any) -> set[str]:
    """Return the fields that the page complains about."""
    assert response.status_code == 422, response.status_code
    return set(response.context["form"].errors)


def test_doors(office: Office) -> None:
    url = office.url("register")
    statuses = {
        who: client_of(getattr(office, who)).get(url).status_code
        for who in ("front", "ppid", "back", "superior", "auditor")
    }
    assert statuses == {"front": 200, "ppid": 200, "back": 403, "superior": 403, "auditor": 403}


def test_a_fresh_page_knows_the_time(office: Office) -> None:
    with clock.frozen(NOW):
        html = client_of(office.front).get(office.url("register")).content.decode()
    assert 'value="2026-08-04"' in html
    assert 'value="14:30"' in html
    for heading in ("Penerimaan", "Pemohon", "Permohonan", "Bantuan dan pembenaran"):
        assert f">{heading}</h2>" in html


def test_registering(office: Office) -> None:
    client = client_of(office.front)
    response = post(office, client)
    inquiry = Inquiry.objects.select_related("contact").get()
    assert (response.status_code, response["Location"]) == (303, office.page("staff_receipt", inquiry))
    assert (inquiry.received_at, inquiry.registered_at, inquiry.channel) == (MONDAY, NOW, "letter")
    assert (inquiry.registered_by, inquiry.help_given, inquiry.accommodation) == (
        office.front.user, "Dibantu menulis", "writing",
    )  # fmt: skip
    assert (inquiry.contact.nik, inquiry.contact.phone) == ("3304011201900001", "081234567890")
    html = client.get(response["Location"]).content.decode()
    code = codes.remembered_code(_request(client), inquiry.pk)
    assert tracked_inquiry(office.agency, inquiry.number, code) == inquiry
    for text in (inquiry.number, shown(code), "Sri Rahayu", "18 Agustus 2026", "28 Agustus 2026", "7 Agustus 2026"):
        assert text in html
    assert code not in response["Location"]


def _request(client: Any) -> Any:
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.session = client.session
    return request


def test_the_session_does_not_reveal_the_code(office: Office) -> None:
    client = client_of(office.front)
    post(office, client)
    code = codes.remembered_code(_request(client), Inquiry.objects.get().pk)
    (stored,) = Session.objects.all()
    assert code not in str(stored.get_decoded())


def test_only_the_last_twenty_codes_are_kept() -> None:
    from uuid import uuid4

    class Visit:
        session: dict[str, Any] = {}

    keys = [uuid4() for _each in range(21)]
    for key in keys:
        codes.remember_code(Visit, key, f"CODE{key}")  # type: ignore[arg-type]
    assert codes.remembered_code(Visit, keys[0]) == ""  # type: ignore[arg-type]
    assert codes.remembered_code(Visit, keys[1]) == f"CODE{keys[1]}"  # type: ignore[arg-type]


def test_a_second_press_gives_the_same_number(office: Office) -> None:
    client = client_of(office.front)
    with clock.frozen(NOW):
        token = client.get(office.url("register")).context["form"]["token"].value()
        first, second = (client.post(office.url("register"), {**TYPED, "token": token}) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Inquiry.objects.count() == 1


def test_an_incomplete_identity_is_registered_all_the_same(office: Office) -> None:
    empty = dict.fromkeys(("nik", "address", "phone", "email", "purpose"), "")
    assert post(office, **empty).status_code == 303
    assert Inquiry.objects.get().contact.nik_digest == ""


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"name": " "}, {"name"}),
        ({"details": ""}, {"details"}),
        ({"channel": ""}, {"channel"}),
        ({"channel": "walk_in"}, {"read_back"}),
        ({"channel": "phone"}, {"read_back"}),
        ({"channel": "web"}, {"channel"}),
        ({"obtain_way": "", "delivery_way": ""}, {"obtain_way", "delivery_way"}),
        ({"nik": "123"}, {"nik"}),
        ({"nik": "33040112O1900001"}, {"nik"}),
        ({"phone": "abc"}, {"phone"}),
        ({"email": "sri"}, {"email"}),
        ({"received_on": ""}, {"received_on"}),
        ({"received_on": "3/8/2026x"}, {"received_on"}),
        ({"received_time": "25:00"}, {"received_time"}),
        ({"received_on": "2026-08-05"}, {"received_on"}),
        ({"received_on": "2026-08-04", "received_time": "14:31"}, {"received_time"}),
        ({"received_on": "2025-08-01"}, {"received_on"}),
        ({"delivery_way": "email", "email": ""}, {"email"}),
        ({"delivery_way": "email", "email": "sri"}, {"email"}),
        ({"obtain_way": "hardcopy", "delivery_way": "online"}, {"delivery_way"}),
        ({"name": "Sri\u202eRahayu"}, {"name"}),
        ({"name": "x" * 201}, {"name"}),
        ({"details": "x" * 5001}, {"details"}),
        ({"token": "short"}, {"token"}),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(
    office: Office, changed: dict[str, str], wrong: set[str]
) -> None:
    response = post(office, **changed)
    assert errors(response) == wrong
    html = response.content.decode()
    assert 'class="p-errors"' in html
    assert "Kesalahan:" in html
    for name in ("address", "purpose", "help_given"):
        assert escape(TYPED[name]) in html
    assert Inquiry.objects.count() == 0


def test_this_very_minute_is_not_the_future(office: Office) -> None:
    assert post(office, received_on="2026-08-04", received_time="14:30").status_code == 303


def test_after_a_bad_token_the_page_carries_a_good_one(office: Office) -> None:
    client = client_of(office.front)
    response = post(office, client, token="short")
    token = response.context["form"]["token"].value()
    with clock.frozen(NOW):
        assert client.post(office.url("register"), {**TYPED, "token": token}).status_code == 303


def test_files(office: Office) -> None:
    with clock.frozen(NOW):
        response = post(office, files=[upload("ktp.pdf", small_pdf()), upload("surat.pdf", small_pdf(2))])
    assert response.status_code == 303
    assert {each.name for each in Document.objects.filter(purpose="identity")} == {"ktp.pdf", "surat.pdf"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("kosong.pdf", b"", "kosong"),
        ("palsu.pdf", b"MZ\x90\x00 program", "palsu.pdf"),
        ("program.exe", b"MZ\x90\x00", "tidak diterima"),
    ],
)
def test_bad_files_are_refused_in_words(office: Office, name: str, content: bytes, words: str) -> None:
    response = post(office, files=[upload(name, content)])
    assert errors(response) == {"files"}
    assert words in response.content.decode()


def test_a_refusal_while_storing_stands_beside_the_field(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.kernel.documents import rules

    def refuse(**_words: Any) -> None:
        rules.check_count(11)

    monkeypatch.setattr(actions, "register", refuse)
    assert errors(post(office)) == {"files"}


def test_receipt_without_a_remembered_code(office: Office) -> None:
    inquiry = registered(office)
    html = client_of(office.front).get(office.page("staff_receipt", inquiry)).content.decode()
    assert "Kode lacak tidak ditampilkan lagi" in html
    assert office.page("reissue_code", inquiry) in html


def test_receipt_as_pdf(office: Office) -> None:
    response = client_of(office.front).get(office.page("staff_receipt", registered(office)), {"bentuk": "pdf"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == "inline; filename*=UTF-8''tanda-terima-1-2026.pdf"
    assert "sandbox" in response["Content-Security-Policy"]
    # On paper no link leads there.
    assert "http://testserver/contoh/lacak/" in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


def test_a_receipt_that_cannot_be_made_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.kernel.workflow.views import letters as views

    def fail(*_words: Any, **_more: Any) -> bytes:
        raise letters.LetterFailed("no compiler")

    monkeypatch.setattr(views, "render_letter", fail)
    response = client_of(office.front).get(office.page("staff_receipt", registered(office)), {"bentuk": "pdf"})
    assert response.status_code == 503
    assert "Surat gagal dibuat" in response.content.decode()


def test_receipts_are_for_the_desk(office: Office) -> None:
    inquiry = in_process(office)
    url = office.page("staff_receipt", inquiry)
    assert {who: client_of(getattr(office, who)).get(url).status_code for who in ("front", "back", "auditor")} == {
        "front": 200,
        "back": 403,
        "auditor": 403,
    }


def test_a_new_code_stands_on_the_receipt(office: Office) -> None:
    inquiry = registered(office)
    client = client_of(office.front)
    assert client.get(office.page("reissue_code", inquiry)).status_code == 200
    response = client.post(office.page("reissue_code", inquiry))
    assert (response.status_code, response["Location"]) == (303, office.page("staff_receipt", inquiry))
    code = codes.remembered_code(_request(client), inquiry.pk)
    assert shown(code) in client.get(response["Location"]).content.decode()
    assert tracked_inquiry(office.agency, inquiry.number, code) == inquiry


def test_queries(office: Office, django_assert_max_num_queries: Any) -> None:
    client = client_of(office.front)
    client.get(office.url("register"))
    with django_assert_max_num_queries(4 + 2):
        client.get(office.url("register"))


@pytest.mark.parametrize(("channel", "read_back"), [("walk_in", True), ("phone", True), ("letter", False)])
def test_what_was_asked_by_word_of_mouth_is_confirmed(office: Office, channel: str, read_back: bool) -> None:
    confirmed = {"read_back": "on"} if read_back else {}
    assert post(office, channel=channel, **confirmed).status_code == 303
    inquiry = Inquiry.objects.get()
    assert last_move(inquiry).details.get("read_back", False) is read_back
    html = client_of(office.front).get(office.page("detail", inquiry)).content.decode()
    assert ("Isian dibacakan kepada pemohon dan dibenarkannya" in html) is read_back


def test_a_day_beyond_the_calendar_is_refused_and_nothing_typed_is_lost(office: Office) -> None:
    with clock.frozen(dt.datetime(2036, 1, 7, 9, 0, tzinfo=WIB)):
        client = client_of(office.front)
        token = client.get(office.url("register")).context["form"]["token"].value()
        answer = client.post(office.url("register"), {**TYPED, "received_on": "2036-01-02", "token": token})
    assert answer.status_code == 422
    assert "memerlukan tahun 2036" in str(answer.context["form"].errors["received_on"])
    assert 'value="Sri Rahayu"' in answer.content.decode()
    assert not Inquiry.objects.exists()
