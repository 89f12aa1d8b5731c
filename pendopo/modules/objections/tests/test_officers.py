"""Officers' pages: the superior's list, the case with its request, every step shown, taken, refused in words."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.models import Role
from pendopo.kernel.tracking.actions import new_token
from pendopo.kernel.workflow.views import letters as letter_views
from pendopo.modules.objections import actions
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.tests.office import (
    ANSWERED_AT,
    EXECUTE_BY,
    GRANT,
    MONDAY,
    PROXY,
    WIB,
    Office,
    answered,
    client_of,
    filed,
    fresh,
    make_office,
    paper,
)

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 4, 20, 9, 0, tzinfo=WIB)


@pytest.fixture(autouse=True)
def _quick_letters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler has its own tests and takes half a second; here a letter is a few bytes."""
    if "real_letters" not in request.fixturenames:
        monkeypatch.setattr(letter_views, "render_letter", lambda *words, **_more: f"%PDF-{words}".encode())


@pytest.fixture
def real_letters() -> None:
    """Let the compiler run."""


def look(office: Office, who: str, name: str, *args: Any, at: dt.datetime = DAY, **query: str) -> Any:
    with clock.frozen(at):
        return client_of(getattr(office, who)).get(office.url(name, *args), query)


def send(office: Office, who: str, name: str, objection: Objection, typed: Any, at: dt.datetime = DAY) -> Any:
    with clock.frozen(at):
        return client_of(getattr(office, who)).post(office.url(name, objection.pk), typed)


def test_the_most_urgent_first(office: Office) -> None:
    newer = filed(office, at=MONDAY + dt.timedelta(days=3))
    older = filed(office)
    owed = answered(office, GRANT, at=MONDAY + dt.timedelta(days=1))
    card = office.request(found={"a": MONDAY - dt.timedelta(days=90)})
    silent = filed(office, at=dt.datetime(2026, 2, 2, 9, 0, tzinfo=WIB), card=card)
    Objection.objects.filter(pk=newer.pk).update(grounds="de")
    with clock.frozen(DAY):
        assert actions.mark_unanswered() == 1
    page = look(office, "superior", "inbox", at=dt.datetime(2026, 4, 21, 9, 0, tzinfo=WIB))
    found = [(row.objection.pk, row.days_left) for row in page.context["rows"]]
    assert [pk for pk, _left in found] == [older.pk, newer.pk, owed.pk, silent.pk]
    assert (found[0][1], "alasan d, e<" in page.content.decode()) == (24, True)
    assert [each["label"] for each in page.context["states"]] == [
        "Semua terbuka", "Menunggu atasan PPID", "Ditanggapi", "Tidak dijawab dalam waktunya",
        "Putusan belum dilaksanakan", "Sudah selesai",
    ]  # fmt: skip
    assert [row.objection.pk for row in look(office, "ppid", "inbox", keadaan="owed").context["rows"]] == [owed.pk]
    assert not look(office, "ppid", "inbox", keadaan="closed_all").context["rows"]
    assert [row.objection.pk for row in look(office, "ppid", "inbox", kata=newer.number).context["rows"]] == [newer.pk]


def test_an_empty_list(office: Office) -> None:
    assert "Tidak ada keberatan yang menunggu" in look(office, "superior", "inbox").content.decode()


def test_queries_do_not_grow_with_the_list(office: Office) -> None:
    filed(office)
    look(office, "superior", "inbox")
    with CaptureQueriesContext(connection) as one:
        look(office, "superior", "inbox")
    for _each in range(15):
        filed(office)
    with CaptureQueriesContext(connection) as many:
        look(office, "superior", "inbox")
    assert len(many) == len(one)


def test_the_request_stands_beside_the_objection(office: Office) -> None:
    objection = filed(office)
    page = look(office, "superior", "detail", objection.pk)
    html = page.content.decode()
    for words in (
        "Permohonan PPID-2026-000001",
        "Rahasia.",
        "pemberitahuan.pdf",
        "/surat/",
        "Saya minta kontrak, ditolak.",
    ):
        assert words in html
    assert "Sri Rahayu" not in html
    assert [step["label"] for step in page.context["steps"]] == ["Beri tanggapan", "Tulis catatan"]


def test_the_desk_sees_who_objects_and_never_the_nik(office: Office) -> None:
    objection = filed(office, proxy=PROXY)
    html = look(office, "front", "detail", objection.pk).content.decode()
    assert "Sri Rahayu" in html
    assert PROXY.name in html
    assert "3304011201900001" not in html


def test_a_late_objection_says_so(office: Office) -> None:
    objection = filed(office, at=dt.datetime(2026, 6, 3, 9, 0, tzinfo=WIB))
    html = look(
        office, "superior", "detail", objection.pk, at=dt.datetime(2026, 6, 3, 10, 0, tzinfo=WIB)
    ).content.decode()
    assert "Diajukan setelah 30 hari kerja" in html


def test_another_agencys_objection_is_not_there(office: Office, requests: Any) -> None:
    other = make_office(requests, "lain")
    elsewhere = filed(other)
    for name in ("detail", "clocks", "answer", "staff_receipt", "letter_preview", "execute"):
        who = {"answer": "superior", "execute": "ppid"}.get(name, "front")
        assert look(office, who, name, elsewhere.pk).status_code == 404


def test_every_deadline_explains_itself(office: Office) -> None:
    html = look(office, "superior", "clocks", filed(office).pk).content.decode()
    assert "UU 14/2008 Pasal 36 ayat (2)" in html
    assert "Selasa, 2 Juni 2026" in html


def test_the_answer_is_issued_with_its_letter(office: Office, real_letters: None) -> None:
    objection = filed(office, proxy=PROXY)
    typed = {"decision": "granted", "reasons": "", "order": "Serahkan kontrak.", "execute_by": "2026-06-12"}
    preview = send(office, "superior", "answer", objection, typed | {"pratinjau": "1"}, at=ANSWERED_AT)
    assert preview["Content-Type"] == "application/pdf"
    assert fresh(objection).state == "registered"
    assert send(office, "superior", "answer", objection, typed, at=ANSWERED_AT).status_code == 303
    done = fresh(objection)
    assert (done.decision, done.execute_by, done.order) == ("granted", EXECUTE_BY, "Serahkan kontrak.")
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.documents.storage import private_files

    [letter] = Document.objects.filter(subject_id=objection.pk, purpose="letter")
    with private_files().open(letter.storage_name, "rb") as stored:
        words = words_of(stored.read())
    for part in (f"{objection.number}/TK", PROXY.name, "kuasa dari Sri Rahayu", "Serahkan kontrak.", "12 Juni 2026", "22 Juni 2026",
                 "Atasan Pejabat Pengelola"):  # fmt: skip
        assert part in words
    hidden = words_of(look(office, "superior", "letter_preview", objection.pk, at=ANSWERED_AT).content)
    assert "Sri Rahayu" not in hidden
    assert "identitas pemohon tidak ditampilkan" in hidden


def words_of(content: bytes) -> str:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Pilih putusan."),
        ({"decision": "refused"}, "Undang-undang mewajibkan alasan tertulis"),
        ({"decision": "granted", "execute_by": "2026-06-12"}, "Tulis apa yang harus diserahkan"),
        ({"decision": "granted", "order": "x"}, "Tulis batas waktu pelaksanaan."),
        ({"decision": "granted", "order": "x", "execute_by": "2026-04-01"}, "Pilih tanggal mulai hari ini"),
        ({"decision": "granted", "order": "x", "execute_by": "kapan"}, "Tulis tanggal sebagai tahun-bulan-hari"),
    ],
)
def test_an_incomplete_answer_keeps_what_was_typed(office: Office, typed: dict[str, str], sentence: str) -> None:
    page = send(office, "superior", "answer", filed(office), typed | {"reasons": typed.get("reasons", "")})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    if "order" in typed:
        assert typed["order"] in page.content.decode()


def test_the_wrong_person_is_told_why(office: Office) -> None:
    drafter = office.actor(Role.SUPERIOR, name="drafter")
    card = office.request(decided_by=frozenset({drafter.user_pk}))
    objection = filed(office, card=card)
    with clock.frozen(DAY):
        client = client_of(drafter)
        for page in (
            client.get(office.url("answer", objection.pk)),
            client.post(office.url("answer", objection.pk), {}),
        ):
            assert page.status_code == 403
            assert "ikut menyusun atau menerbitkan" in page.content.decode()
        assert (
            "Anda tidak dapat memutus keberatan ini" in client.get(office.url("detail", objection.pk)).content.decode()
        )
    assert look(office, "ppid", "answer", objection.pk).status_code == 403
    assert Client().get(office.url("answer", objection.pk)).status_code == 302


def test_a_step_in_the_wrong_state_gives_back_what_was_typed(office: Office) -> None:
    objection = answered(office)
    at = ANSWERED_AT + dt.timedelta(days=1)
    page = send(office, "superior", "answer", objection, {"decision": "refused", "reasons": "Alasan panjang."}, at=at)
    assert page.status_code == 409
    assert "Alasan panjang." in page.content.decode()
    assert "Nama superior telah melakukan “Beri tanggapan”" in page.content.decode()
    assert look(office, "front", "staff_withdraw", objection.pk, at=at).status_code == 409
    assert look(office, "ppid", "execute", objection.pk, at=at).status_code == 403


def test_settled_amicably_with_minutes(office: Office) -> None:
    objection = filed(office, grounds="d")
    typed = {"outcome": "agreed", "on": "2026-04-17", "note": "Sepakat diserahkan."}
    empty = send(office, "ppid", "settle", objection, typed)
    assert empty.status_code == 422
    assert "Unggah berita acara." in empty.content.decode()
    minutes = SimpleUploadedFile("berita.pdf", paper().content, "application/pdf")
    assert send(office, "ppid", "settle", objection, typed | {"minutes": minutes}).status_code == 303
    assert fresh(objection).settlement == "agreed"
    assert look(office, "ppid", "settle", filed(office).pk).status_code == 403


def test_carried_out_with_files(office: Office) -> None:
    objection = answered(office, GRANT)
    at = ANSWERED_AT + dt.timedelta(days=3)
    file = SimpleUploadedFile("kontrak.pdf", paper().content, "application/pdf")
    assert (
        send(office, "ppid", "execute", objection, {"note": "Diserahkan.", "files": [file]}, at=at).status_code == 303
    )
    done = fresh(objection)
    assert done.executed_by == office.ppid.user
    [document] = look(office, "superior", "detail", objection.pk, at=at).context["found"].documents
    response = look(office, "superior", "file", objection.pk, document.pk, at=at)
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_an_overdue_order_is_seen(office: Office) -> None:
    objection = answered(office, GRANT)
    at = dt.datetime(2026, 6, 15, 9, 0, tzinfo=WIB)
    assert "Putusan terlambat dilaksanakan" in look(office, "ppid", "detail", objection.pk, at=at).content.decode()
    [row] = look(office, "ppid", "inbox", at=at).context["rows"]
    assert (row.late, row.days_left) == (True, -1)


def test_note_withdraw_and_response(office: Office) -> None:
    objection = filed(office)
    assert send(office, "superior", "note", objection, {"text": "Tunggu unit."}).status_code == 303
    assert "Tunggu unit." in look(office, "superior", "detail", objection.pk).content.decode()
    upheld = answered(office)
    at = ANSWERED_AT + dt.timedelta(hours=1)
    typed = {"response": "dissatisfied", "note": "Surat 30 Mei."}
    assert send(office, "front", "staff_respond", upheld, typed, at=at).status_code == 303
    assert fresh(upheld).response == "dissatisfied"
    assert send(office, "front", "staff_withdraw", objection, {"reason": "Surat."}).status_code == 303
    assert fresh(objection).state == "withdrawn"


PAPER = {
    "kind": "person",
    "channel": "letter",
    "received_on": "2026-04-14",
    "received_time": "09:00",
    "position": "Ditolak tanpa alasan.",
}


def desk(office: Office, typed: dict[str, Any], *, token: str = "") -> Any:
    with clock.frozen(DAY):
        return client_of(office.front).post(office.url("register"), typed | {"token": token or new_token()})


def test_the_desk_registers_what_came_on_paper(office: Office) -> None:
    card, token = office.request(), new_token()
    typed = PAPER | {"inquiry_number": card.number.lower(), "grounds": ["a", "e"]}
    response = desk(office, typed, token=token)
    assert response.status_code == 303
    objection = Objection.objects.get()
    assert (objection.grounds, objection.channel, objection.registered_by) == ("ae", "letter", office.front.user)
    assert objection.received_at == dt.datetime(2026, 4, 14, 9, 0, tzinfo=WIB)
    assert desk(office, typed, token=token).status_code == 303
    assert Objection.objects.count() == 1


def test_the_desk_registers_ground_b_for_a_person(office: Office) -> None:
    typed = PAPER | {
        "grounds": ["b"], "asked": "LRA 2025", "found_on": "2026-04-13", "kind": "person", "name": "Joko",
        "address": "Jl. 1", "phone": "0812 555 777", "other_id": "Paspor A1",
    }  # fmt: skip
    assert desk(office, typed).status_code == 303
    objection = Objection.objects.get()
    assert (objection.inquiry_id, objection.contact.name, objection.contact.phone) == (None, "Joko", "0812555777")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"grounds": ["a"], "inquiry_number": "PPID-2026-999999"}, "Tidak ada permohonan dengan nomor ini."),
        ({"grounds": ["a"]}, "Tanpa permohonan hanya alasan b yang dapat dipakai."),
        ({"grounds": ["b"]}, "Tulis informasi yang tidak tersedia."),
        ({"grounds": ["f"], "inquiry_number": "PPID-2026-000001"}, "Tidak ada biaya yang dikenakan"),
        ({"inquiry_number": "PPID-2026-000001"}, "Pilih paling sedikit satu alasan."),
        (
            {"grounds": ["a"], "inquiry_number": "PPID-2026-000001", "received_on": "2026-04-21"},
            "tidak boleh sesudah sekarang",
        ),
        ({"grounds": ["a"], "inquiry_number": "PPID-2026-000001", "proxy_name": "Tono"}, "Tulis alamat kuasa."),
    ],
)
def test_what_the_desk_is_told(office: Office, typed: dict[str, Any], sentence: str) -> None:
    office.request()
    page = desk(office, PAPER | typed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Ditolak tanpa alasan." in page.content.decode()
    assert not Objection.objects.exists()


def test_the_receipt_shows_the_code_while_the_session_lasts(office: Office) -> None:
    card = office.request()
    with clock.frozen(DAY):
        client = client_of(office.front)
        typed = PAPER | {"inquiry_number": card.number, "grounds": ["a"], "token": new_token()}
        page = client.post(office.url("register"), typed, follow=True)
        assert len(code := page.context["code"]) == 11
        paper = client.get(page.request["PATH_INFO"], {"bentuk": "pdf"})
        assert (paper["Content-Type"], b"/lacak/'" in paper.content) == ("application/pdf", True)
        objection = Objection.objects.get()
        assert look(office, "ppid", "staff_receipt", objection.pk).context["code"] == ""
        again = client.post(office.url("reissue_code", objection.pk), follow=True)
        assert again.context["code"] not in {"", code}


def test_officers_read_receipt_clocks_and_history_in_english(office: Office) -> None:
    objection = filed(office, grounds="a", at=MONDAY)
    client = client_of(office.front)
    client.cookies["django_language"] = "en"
    with clock.frozen(DAY):
        receipt = client.get(office.url("staff_receipt", objection.pk)).content.decode()
        actions.withdraw(objection=objection, reason="", by=CITIZEN)
        clocks, detail = (client.get(office.url(name, objection.pk)).content.decode() for name in ("clocks", "detail"))
    assert "<dt>Grounds of objection</dt>" in receipt
    assert "superior answers in writing by" in receipt
    assert "<dt>Alasan keberatan</dt>" not in receipt
    assert "<p>withdrawn by the requester</p>" in clocks
    assert "· Requester" in detail
    assert "· Pemohon" not in detail


def test_the_register_has_the_eleven_columns(office: Office) -> None:
    filed(office, proxy=PROXY, grounds="ae", at=dt.datetime(2026, 6, 2, 9, 0, tzinfo=WIB))
    objection = answered(office, GRANT)
    with clock.frozen(dt.datetime(2026, 6, 10, 9, 0, tzinfo=WIB)):
        actions.execute(objection=objection, note="Diserahkan.", by=office.ppid)
        actions.accept(objection=objection, by=office.front)
        client = client_of(office.front)
        from django.urls import reverse

        address = reverse("reporting:register_csv", args=[office.agency.slug, "keberatan"])
        response = client.get(address, {"tahun": "2026"})
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        head, first, second = list(csv.reader(io.StringIO(text)))
        xlsx = client.get(reverse("reporting:register_xlsx", args=[office.agency.slug, "keberatan"]))
        assert b"".join(xlsx.streaming_content)[:2] == b"PK"
        unnamed = client_of(office.auditor).get(reverse("reporting:register", args=[office.agency.slug, "keberatan"]))
    assert head == [
        "Nomor registrasi keberatan", "Tanggal diterima", "Identitas lengkap pemohon atau kuasa",
        "Nomor pendaftaran permohonan", "Informasi yang diminta", "Tujuan penggunaan informasi",
        "Alasan keberatan (huruf a–g)", "Keputusan atasan PPID", "Hari dan tanggal pemberian tanggapan",
        "Nama dan posisi atasan PPID", "Tanggapan pemohon",
    ]  # fmt: skip
    assert first[2] == (
        "Sri Rahayu; Jl. Merdeka 1; 081234567890, sri@contoh.example. Kuasa: Adv. Tono; Jl. Kuasa 9; 0812999888"
    )
    assert first[6].endswith("(diajukan setelah 30 hari kerja: a, e)")
    assert second == [
        objection.number, "2026-04-13", "Sri Rahayu; Jl. Merdeka 1; 081234567890, sri@contoh.example",
        objection.inquiry_number, "Kontrak pengadaan 2025", "Penelitian",
        "a. Permohonan ditolak dengan alasan informasi dikecualikan", "Keberatan dikabulkan", "Jumat, 29 Mei 2026",
        "Nama superior, atasan PPID", "Puas dengan tanggapan",
    ]  # fmt: skip
    assert "Sri Rahayu" not in unnamed.content.decode()
