"""Citizens object: from the own request after a refusal or silence, and without a request; every page, every "no"."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.models import Role
from pendopo.kernel.privacy.actions.settings import choose_period
from pendopo.kernel.tracking.actions import code_of, new_token
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import PERSON, REFUSING, TUESDAY, WIB, WISH, Office, make_office
from pendopo.modules.objections import actions as objecting
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules.objecting import Reply

from tests.exempting import exemptions_for

pytestmark = pytest.mark.django_db
TOKEN = "an-example-token-22-xx"
ISSUED = dt.datetime(2026, 8, 5, 10, 0, tzinfo=WIB)
SOON = ISSUED + dt.timedelta(minutes=10)
STORY = {"position": "Laporan itu milik umum.", "speaker": "self"}


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def asked(office: Office) -> Inquiry:
    with clock.frozen(dt.datetime(2026, 8, 3, 10, 0, tzinfo=WIB)):
        inquiry = actions.register(agency=office.agency, wish=WISH, requester=PERSON, token=TOKEN, by=CITIZEN)
    with clock.frozen(TUESDAY):
        return actions.declare_complete(inquiry=inquiry, by=office.front)


def refused(office: Office) -> Inquiry:
    inquiry = asked(office)
    cited = exemptions_for(office.agency, REFUSING.grounds)
    with clock.frozen(TUESDAY + dt.timedelta(hours=1)):
        actions.draft_notice(inquiry=inquiry, text=REFUSING, by=office.ppid, exemptions=cited)
    with clock.frozen(ISSUED):
        actions.issue_notice(inquiry=inquiry, by=office.second_ppid)
    return inquiry


class Citizen:
    """Somebody at a browser, at a moment."""

    def __init__(self, office: Office) -> None:
        self.client, self.slug, self.at = Client(), office.agency.slug, SOON

    def get(self, path: str) -> Any:
        with clock.frozen(self.at):
            return self.client.get(f"/{self.slug}/{path}")

    def post(self, path: str, typed: Any = None) -> Any:
        with clock.frozen(self.at):
            return self.client.post(f"/{self.slug}/{path}", typed or {})

    def track(self, number: str, code: str) -> Any:
        return self.post("lacak/", {"number": number, "code": code})

    def wait(self, **time: float) -> None:
        self.at += dt.timedelta(**time)


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_from_a_refusal_to_the_receipt_and_back_to_the_request(office: Office) -> None:
    inquiry, citizen = refused(office), Citizen(office)
    assert citizen.track(inquiry.number, code_of(TOKEN)).status_code == 303
    assert "/lacak/ajukan-keberatan/" in words(citizen.get("lacak/permohonan/"))
    begin = words(citizen.get("lacak/ajukan-keberatan/"))
    # What was asked ends as its writer ended it: no second full stop behind it.
    assert f"Atas permohonan “{inquiry.subject}”</p>" in begin
    assert "a. Permohonan ditolak" in begin
    assert "Permohonan sudah ditanggapi." in begin
    assert citizen.post("lacak/ajukan-keberatan/")["Location"].endswith("/keberatan/baru/alasan/")
    empty = citizen.post("keberatan/baru/alasan/")
    assert (empty.status_code, "Pilih paling sedikit satu alasan." in words(empty)) == (422, True)
    assert citizen.post("keberatan/baru/alasan/", {"grounds": ["c"]}).status_code == 422
    assert citizen.post("keberatan/baru/alasan/", {"grounds": ["a", "e"]}).status_code == 303
    assert citizen.post("keberatan/baru/penjelasan/", STORY | {"position": ""}).status_code == 422
    assert citizen.post("keberatan/baru/penjelasan/", STORY)["Location"].endswith("/periksa/")
    assert "berkas dihapus 365 hari setelah keberatan berakhir." in words(citizen.get("keberatan/baru/periksa/"))
    choose_period(
        agency=office.agency, period="identity", days=730, needs_approval=True, decree_number="JRA 1/2026",
        decree_on=dt.date(2026, 1, 5), by=office.ppid,
    )  # fmt: skip
    check = words(citizen.get("keberatan/baru/periksa/"))
    assert "berkas dihapus 730 hari setelah keberatan berakhir." in check
    for part in (inquiry.number, "a. Permohonan ditolak", "e. Permohonan tidak dipenuhi", STORY["position"]):
        assert part in check
    assert citizen.post("keberatan/baru/periksa/").status_code == 422
    assert "terisi sangat cepat" in words(citizen.post("keberatan/baru/periksa/", {"statement": "on"}))
    citizen.wait(seconds=5)
    for _press in range(2):
        assert citizen.post("keberatan/baru/periksa/", {"statement": "on"})["Location"].endswith("/tanda-terima/")
    objection = Objection.objects.get()
    receipt = citizen.get("keberatan/tanda-terima/")
    assert objection.number in words(receipt)
    # 30 working days after Wednesday 5 August 2026, over 17 and 25 August.
    assert "Jumat, 18 September 2026" in words(receipt)
    code = receipt.context["code"]
    assert citizen.track(objection.number, code)["Location"].endswith("/lacak/keberatan/")
    assert "Diterima dan terdaftar" in words(citizen.get("lacak/keberatan/"))
    # The request is open beside its objection.
    assert inquiry.number in words(citizen.get("lacak/permohonan/"))
    assert "Sudah ada keberatan yang berjalan" in words(citizen.get("lacak/ajukan-keberatan/"))
    assert citizen.post("lacak/ajukan-keberatan/").status_code == 409


def test_too_early_and_in_words_from_when(office: Office) -> None:
    inquiry, citizen = asked(office), Citizen(office)
    citizen.track(inquiry.number, code_of(TOKEN))
    page = words(citizen.get("lacak/ajukan-keberatan/"))
    assert "Belum ada alasan untuk berkeberatan" in page
    assert "mulai Kamis, 20 Agustus 2026" in page
    assert citizen.post("lacak/ajukan-keberatan/").status_code == 409
    citizen.at = dt.datetime(2026, 8, 20, 0, 1, tzinfo=WIB)
    citizen.track(inquiry.number, code_of(TOKEN))
    assert "c. Permohonan tidak ditanggapi" in words(citizen.get("lacak/ajukan-keberatan/"))
    assert citizen.post("lacak/ajukan-keberatan/").status_code == 303


def test_without_the_own_request_open_nothing_begins(office: Office) -> None:
    refused(office)
    citizen = Citizen(office)
    assert citizen.get("lacak/ajukan-keberatan/")["Location"].endswith("/lacak/?usai")
    assert citizen.post("lacak/ajukan-keberatan/")["Location"].endswith("/lacak/?usai")
    assert citizen.get("keberatan/baru/alasan/")["Location"].endswith("/keberatan/")
    assert citizen.get("keberatan/baru/periksa/")["Location"].endswith("/keberatan/")
    for page, typed, texts in (
        ("alasan", {"grounds": ["a"]}, ""),
        ("penjelasan", STORY, STORY["position"]),
        ("periksa", {"statement": "on"}, ""),
    ):
        gone = citizen.post(f"keberatan/baru/{page}/", typed)
        assert (gone.status_code, gone.context["typed"]) == (409, texts)
        assert gone.context["start"].endswith("/keberatan/")
    assert citizen.get("lacak/keberatan/")["Location"].endswith("/lacak/?usai")
    assert "tidak dapat ditampilkan lagi" in words(citizen.get("keberatan/tanda-terima/"))


def test_periodic_information_without_a_request(office: Office) -> None:
    citizen = Citizen(office)
    assert "Keberatan diputus atasan PPID" in words(citizen.get("keberatan/"))
    typed = {"asked": "LRA 2025", "purpose": "Penelitian", "found_on": "2026-08-06"}
    early = citizen.post("keberatan/baru/informasi/", typed)
    assert (early.status_code, "Tanggal ini belum tiba" in words(early)) == (422, True)
    assert citizen.post("keberatan/baru/informasi/", typed | {"found_on": "2026-08-04"}).status_code == 303
    citizen.post("keberatan/baru/penjelasan/", STORY)
    empty = citizen.post("keberatan/baru/pemohon/", {"kind": "person"})
    for sentence in ("Tulis nama lengkap.", "Tulis NIK", "Tulis alamat lengkap", "salah satu saja cukup"):
        assert sentence in words(empty)
    who = {"kind": "person", "name": "Joko", "address": "Jl. 1", "nik": "9901014502900077", "phone": "0812555777"}
    assert citizen.post("keberatan/baru/pemohon/", who).status_code == 303
    citizen.wait(seconds=5)
    citizen.post("keberatan/baru/periksa/", {"statement": "on"})
    objection = Objection.objects.get()
    assert (objection.grounds, objection.contact.name, objection.asked) == ("b", "Joko", "LRA 2025")


def test_a_proxy_needs_a_power_of_attorney(office: Office) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from pendopo.modules.objections.tests.office import paper

    citizen = Citizen(office)
    citizen.post("keberatan/baru/informasi/", {"asked": "LRA", "purpose": "-", "found_on": "2026-08-04"})
    proxy = STORY | {"speaker": "proxy", "proxy_name": "Tono", "proxy_address": "Jl. 9"}
    assert "Lampirkan surat kuasa." in words(citizen.post("keberatan/baru/penjelasan/", proxy))
    file = SimpleUploadedFile("kuasa.pdf", paper("kuasa.pdf").content, "application/pdf")
    # The good file is kept although something else on the page is missing.
    assert citizen.post("keberatan/baru/penjelasan/", proxy | {"proxy_name": "", "files": [file]}).status_code == 422
    assert citizen.post("keberatan/baru/penjelasan/", proxy).status_code == 303


def opened(office: Office, reply: Reply | None = None, *, silent: bool = False) -> tuple[Citizen, Objection]:
    """Return a citizen who has the own objection open."""
    inquiry, token = refused(office), new_token()
    from pendopo.modules.objections.rules.objecting import Claim, Filing

    filing = Filing(Claim("a", "Ditolak."), inquiry_id=inquiry.pk)
    with clock.frozen(SOON):
        objection = objecting.submit(agency=office.agency, filing=filing, token=token, by=CITIZEN)
    citizen = Citizen(office)
    if reply:
        with clock.frozen(dt.datetime(2026, 9, 1, 9, 0, tzinfo=WIB)):
            until = dt.date(2026, 9, 8) if reply.order else None
            objecting.answer(
                objection=objection, reply=reply, execute_by=until, by=office.superior, letter=b"%PDF-surat"
            )
        citizen.at = dt.datetime(2026, 9, 2, 9, 0, tzinfo=WIB)
    if silent:
        citizen.at = dt.datetime(2026, 9, 21, 9, 0, tzinfo=WIB)
        with clock.frozen(citizen.at):
            assert objecting.mark_unanswered() == 1
    citizen.track(objection.number, code_of(token))
    return citizen, objection


def test_the_own_objection_until_it_is_settled(office: Office) -> None:
    assert office.actor(Role.SUPERIOR).user
    citizen, objection = opened(office, Reply("granted", order="Serahkan laporan."))
    page = words(citizen.get("lacak/keberatan/"))
    for part in (
        "Keberatan dikabulkan",
        "Serahkan laporan.",
        "Selasa, 8 September 2026",
        "tanggapan-keberatan-1-2026.pdf",
    ):
        assert part in page
    assert "Nama superior" not in page
    assert citizen.get("lacak/keberatan/puas/").status_code == 409
    citizen.at = dt.datetime(2026, 9, 9, 9, 0, tzinfo=WIB)
    assert "Putusan belum dilaksanakan" in words(citizen.get("lacak/keberatan/"))
    with clock.frozen(citizen.at):
        objecting.execute(objection=objection, note="Laporan diserahkan.", by=office.ppid)
    assert citizen.post("lacak/keberatan/puas/", {"note": "Terima kasih."})["Location"].endswith("/lacak/keberatan/")
    assert Objection.objects.get().response == "satisfied"


def test_files_of_the_own_objection(office: Office) -> None:
    citizen, objection = opened(office, Reply("refused", reasons="Rahasia."))
    from pendopo.kernel.documents.models import Document

    letter = Document.objects.get(subject_id=objection.pk, purpose="letter")
    response = citizen.get(f"lacak/keberatan/berkas/{letter.pk}/")
    assert b"".join(response.streaming_content) == b"%PDF-surat"
    other = Document.objects.exclude(subject_id=objection.pk).first()
    assert other is None or citizen.get(f"lacak/keberatan/berkas/{other.pk}/").status_code == 404


def test_silence_shows_the_way_to_the_commission(office: Office) -> None:
    citizen, objection = opened(office, silent=True)
    page = words(citizen.get("lacak/keberatan/"))
    assert "Tidak dijawab sampai batas waktu" in page
    # 14 working days after Friday 18 September 2026.
    assert "sampai <strong>Kamis, 8 Oktober 2026</strong>" in page
    assert citizen.get("lacak/keberatan/cabut/").status_code == 409
    assert citizen.post("lacak/keberatan/tidak-puas/", {"note": ""}).status_code == 303
    assert Objection.objects.get(pk=objection.pk).state == "contested"


def test_withdrawn_by_its_requester(office: Office) -> None:
    citizen, _objection = opened(office)
    assert "Cabut keberatan ini?" in words(citizen.get("lacak/keberatan/cabut/"))
    assert citizen.post("lacak/keberatan/cabut/", {"reason": ""}).status_code == 303
    assert Objection.objects.get().state == "withdrawn"
    assert citizen.post("lacak/keberatan/cabut/", {"reason": ""}).status_code == 409


@pytest.mark.parametrize("path", ["keberatan/", "keberatan/baru/informasi/", "keberatan/tanda-terima/"])
def test_public_pages_ask_little_of_the_database(office: Office, path: str, django_assert_max_num_queries: Any) -> None:
    citizen = Citizen(office)
    citizen.get(path)
    with django_assert_max_num_queries(8):
        page = citizen.get(path)
    assert len(page.content) < 15_000


def test_own_page_asks_little_of_the_database(office: Office, django_assert_max_num_queries: Any) -> None:
    citizen, _objection = opened(office)
    with django_assert_max_num_queries(8):
        page = citizen.get("lacak/keberatan/")
    assert len(page.content) < 15_000
