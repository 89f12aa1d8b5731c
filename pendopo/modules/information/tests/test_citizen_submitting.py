"""The check, the one press that sends, and the receipt: once, never lost, never shown to a stranger."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from django.db import OperationalError, close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import touch_calendar
from pendopo.kernel.calendar.models import CalendarYear, YearStatus
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.privacy.actions.settings import choose_period
from pendopo.kernel.tracking.actions import code_of, draft_answers
from pendopo.kernel.tracking.models import Draft
from pendopo.kernel.tracking.rules import shown
from pendopo.modules.information import actions
from pendopo.modules.information.forms.citizen import SHORTEST_SECONDS
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import request as rules
from pendopo.modules.information.tests.citizen_cases import (
    RECEIVED,
    fill,
    make_agency,
    make_inquiry,
    officer,
    open_own,
    path,
    small_pdf,
    upload,
)
from pendopo.modules.information.tests.office import tracked_inquiry
from pendopo.modules.information.views.citizen.drafting import COOKIE

pytestmark = pytest.mark.django_db
LATER = RECEIVED + dt.timedelta(seconds=SHORTEST_SECONDS)
SENT = {"statement": "on"}


@pytest.fixture
def agency() -> Agency:
    return make_agency()


def filled(client: Client, agency: Agency, **pages: dict[str, Any]) -> Client:
    with clock.frozen(RECEIVED):
        fill(client, agency, **pages)
    return client


def send(client: Client, agency: Agency, values: dict[str, str] | None = None) -> Any:
    with clock.frozen(LATER):
        return client.post(path(agency, "permohonan/baru/periksa/"), SENT if values is None else values)


def receipt_of(client: Client, agency: Agency) -> str:
    return client.get(path(agency, "permohonan/tanda-terima/")).content.decode()


# ------------------------------------------------------------------------------------------------------ the check


def test_the_check_shows_every_answer_with_its_way_back(client: Client, agency: Agency) -> None:
    filled(client, agency)
    with clock.frozen(LATER):
        sections = client.get(path(agency, "permohonan/baru/periksa/")).context["sections"]
    rows = [
        (row["label"], row["value"], row["url"].rsplit("/", 2)[1]) for section in sections for row in section["rows"]
    ]
    assert rows == [
        ("Rincian", "Laporan keuangan 2025", "informasi"),
        ("Tujuan penggunaan", "Penelitian", "informasi"),
        ("Meminta sebagai", "Perorangan", "pemohon"),
        ("Nama", "Sri Rahayu", "pemohon"),
        ("NIK", "3304 0112 0190 0001", "pemohon"),
        ("Alamat", "Jl. Merdeka 1, Banjarnegara", "pemohon"),
        ("Telepon", "081234567890", "pemohon"),
        ("Surel", "sri@contoh.id", "pemohon"),
        ("Bentuk", "Mendapat salinan elektronik (softcopy)", "cara"),
        ("Pengiriman", "Diunduh dari halaman lacak", "cara"),
        ("Bantuan khusus", "Tidak ada", "cara"),
    ]


def test_the_check_of_who_comes_to_look_names_no_delivery_but_the_files(client: Client, agency: Agency) -> None:
    filled(client, agency, pemohon={"files": [upload("ktp.pdf", small_pdf())]}, cara={"obtain_way": "view"})
    with clock.frozen(LATER):
        sections = client.get(path(agency, "permohonan/baru/periksa/")).context["sections"]
    labels = {row["label"]: row["value"] for section in sections for row in section["rows"]}
    assert "Pengiriman" not in labels
    assert labels["Berkas"] == [f"ktp.pdf ({len(small_pdf())} B)"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((), "berkas dihapus 365 hari setelah permohonan berakhir."),
        ((730,), "berkas dihapus 730 hari setelah permohonan berakhir."),
        ((None,), "berkas dihapus menurut jadwal retensi arsip instansi."),
    ],
)
def test_the_check_says_how_long_this_agency_keeps_an_identity(
    client: Client, agency: Agency, days: tuple[int | None, ...], said: str
) -> None:
    for chosen in days:
        choose_period(
            agency=agency, period="identity", days=chosen, needs_approval=True, decree_number="JRA 1/2026",
            decree_on=dt.date(2026, 1, 5), by=officer(agency),
        )  # fmt: skip
    filled(client, agency)
    with clock.frozen(LATER):
        assert said in client.get(path(agency, "permohonan/baru/periksa/")).content.decode()


def test_the_statement_is_needed(client: Client, agency: Agency) -> None:
    filled(client, agency)
    response = send(client, agency, {})
    assert response.status_code == 422
    assert response.context["form"].errors == {"statement": ["Centang pernyataan ini untuk mengirim permohonan."]}
    assert not Inquiry.objects.exists()


def test_a_program_in_a_hurry_is_asked_to_wait(client: Client, agency: Agency) -> None:
    filled(client, agency)
    with clock.frozen(LATER - dt.timedelta(milliseconds=10)):
        response = client.post(path(agency, "permohonan/baru/periksa/"), SENT)
    assert response.status_code == 422
    sentence = "Permohonan terisi sangat cepat, seperti oleh program. Tunggu beberapa detik, lalu tekan Kirim lagi."
    assert response.context["form"].non_field_errors() == [sentence]
    assert send(client, agency).status_code == 303


# ----------------------------------------------------------------------------------------------------- the sending


def test_what_was_typed_is_what_is_registered(client: Client, agency: Agency) -> None:
    filled(client, agency, cara={"accommodation": "braille"})
    response = send(client, agency)
    assert (response.status_code, response["Location"]) == (303, path(agency, "permohonan/tanda-terima/"))
    assert response.content == b""
    inquiry = Inquiry.objects.select_related("contact").get()
    wanted = ("number", "channel", "details", "purpose", "obtain_way", "delivery_way", "accommodation", "received_at")
    assert [getattr(inquiry, name) for name in wanted] == [
        "PPID-2026-000001",
        "web",
        "Laporan keuangan 2025",
        "Penelitian",
        "softcopy",
        "online",
        "braille",
        LATER,
    ]
    contact = inquiry.contact
    assert (contact.kind, contact.name, contact.nik, contact.phone, contact.email) == (
        "person",
        "Sri Rahayu",
        "3304011201900001",
        "081234567890",
        "sri@contoh.id",
    )
    assert not Draft.objects.exists()


def test_a_second_press_leads_to_the_same_number(client: Client, agency: Agency) -> None:
    filled(client, agency)
    first, second = send(client, agency), send(client, agency)
    assert (first["Location"], second["Location"]) == (path(agency, "permohonan/tanda-terima/"),) * 2
    assert Inquiry.objects.count() == 1


def test_back_to_the_check_after_sending_leads_to_the_receipt(client: Client, agency: Agency) -> None:
    filled(client, agency)
    send(client, agency)
    back = client.get(path(agency, "permohonan/baru/periksa/"))
    assert back["Location"] == path(agency, "permohonan/tanda-terima/")


def test_another_request_gets_another_token(client: Client, agency: Agency) -> None:
    filled(client, agency)
    send(client, agency)
    first = client.cookies[COOKIE].value
    assert client.get(path(agency, "permohonan/baru/informasi/")).context["form"].initial == {}
    filled(client, agency, informasi={"details": "Yang kedua"})
    assert client.cookies[COOKIE].value != first
    send(client, agency)
    assert list(Inquiry.objects.order_by("seq").values_list("details", flat=True)) == [
        "Laporan keuangan 2025",
        "Yang kedua",
    ]


def test_files_of_the_draft_go_with_the_request(client: Client, agency: Agency) -> None:
    filled(client, agency, pemohon={"files": [upload("ktp.pdf", small_pdf())]})
    send(client, agency)
    send(client, agency)
    document = Document.objects.get()
    inquiry = Inquiry.objects.get()
    assert (document.subject_type, document.subject_id, document.purpose) == ("inquiry", inquiry.pk, "identity")


def test_sending_asks_the_database_for_the_agency_and_the_draft_only(client: Client, agency: Agency) -> None:
    filled(client, agency)
    # The agency's first case writes the beginning of its audit trail and fills the process's calendar.
    make_inquiry(agency)
    with clock.frozen(LATER):
        draft = draft_answers(agency=agency, kind="inquiry", token=client.cookies[COOKIE].value)
    with clock.frozen(LATER), CaptureQueriesContext(connection) as alone:
        actions.register(
            agency=agency,
            wish=rules.Wish(**draft["wish"], **draft["way"]),
            requester=rules.Requester(**draft["requester"]),
            token="x" * 22,
            by=CITIZEN,
        )
    with CaptureQueriesContext(connection) as whole:
        assert send(client, agency).status_code == 303
    assert len(whole) == len(alone) + 2


# ------------------------------------------------------------------------------------------------ database trouble


def test_trouble_while_sending_loses_nothing(client: Client, agency: Agency) -> None:
    filled(client, agency)

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if "agencies_registercounter" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        response = send(client, agency)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    shown = response.content.decode()
    assert "Laporan keuangan 2025" in shown
    assert 'name="statement" required' not in shown
    assert re.search(r'name="statement"[^>]* checked', shown)
    assert "Isian Anda tersimpan, tidak ada yang hilang" in shown
    assert not Inquiry.objects.exists()
    assert send(client, agency).status_code == 303
    assert Inquiry.objects.count() == 1


def test_trouble_before_anything_was_kept_gives_the_form_back(client: Client, agency: Agency) -> None:
    def refuse(*_anything: Any) -> Any:
        raise OperationalError("server closed the connection")

    typed = {"details": 'baris satu\r\nbaris <dua> "kutip"', "purpose": "Penelitian"}
    with connection.execute_wrapper(refuse):
        response = client.post(path(agency, "permohonan/baru/informasi/"), typed)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "10",
        "no-store, private",
    )
    shown = response.content.decode()
    assert 'name="details" value="baris satu\r\nbaris &lt;dua&gt; &quot;kutip&quot;">' in shown
    assert '<input type="hidden" name="purpose" value="Penelitian">' in shown
    assert 'action="/contoh/permohonan/baru/informasi/"' in shown


def test_trouble_while_reading_offers_the_page_again(client: Client, agency: Agency) -> None:
    def refuse(*_anything: Any) -> Any:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(refuse):
        response = client.get(path(agency, "permohonan/baru/informasi/?tentang=x"))
    assert response.status_code == 503
    assert 'href="/contoh/permohonan/baru/informasi/?tentang=x"' in response.content.decode()


def test_a_year_without_a_calendar_is_said_and_the_answers_stay(client: Client, agency: Agency) -> None:
    with clock.frozen(RECEIVED.replace(year=2036)):
        fill(client, agency)
    with clock.frozen(LATER.replace(year=2036)):
        answer = client.post(path(agency, "permohonan/baru/periksa/"), SENT)
    assert (answer.status_code, "memerlukan tahun 2036" in answer.content.decode()) == (409, True)
    assert "Laporan keuangan 2025" in answer.content.decode()
    assert not Inquiry.objects.exists()


# ------------------------------------------------------------------------------------------------------ the receipt


def test_the_receipt_tells_number_code_and_both_dates(client: Client, agency: Agency) -> None:
    filled(client, agency)
    cookie = send(client, agency).cookies[COOKIE]
    assert cookie["max-age"] == 3600
    response = client.get(path(agency, "permohonan/tanda-terima/"))
    code = code_of(cookie.value)
    shown_page = response.content.decode()
    assert "PPID-2026-000001" in shown_page
    assert shown(code) in shown_page
    assert "Jawaban tertulis paling lambat Selasa, 18 Agustus 2026" in shown_page
    assert "Bila diperpanjang: Jumat, 28 Agustus 2026" in shown_page
    assert "Paling banyak 7 hari kerja lagi, seluruhnya 17" in shown_page
    assert response["Cache-Control"] == "no-store, private"
    inquiry = tracked_inquiry(agency, "PPID-2026-000001", code)
    assert inquiry is not None


def test_the_receipt_leads_to_a_calculator_that_agrees(client: Client) -> None:
    agency = make_agency("timur", timezone="Asia/Jayapura", week_days=6, receipt_policy="next_working_day")
    filled(client, agency)
    send(client, agency)
    due = client.get(path(agency, "permohonan/tanda-terima/")).context["due"]
    assert parse_qs(urlparse(due["url"]).query) == {
        "rule": ["notice"],
        "received": ["2026-08-03T12:00+09:00"],
        "timezone": ["Asia/Jayapura"],
        "week": ["6"],
        "receipt": ["next_working_day"],
        "calendar": ["full"],
        "closes": ["16:00"],
    }
    answer = client.get(due["url"]).context["answer"]
    assert answer.deadline.due_on == due["on"] == dt.date(2026, 8, 14)


def test_dates_that_joint_leave_may_move_say_so(client: Client, agency: Agency) -> None:
    filled(client, agency)
    send(client, agency)
    pages = {"permohonan/tanda-terima/": client, "lacak/permohonan/": Client()}
    with clock.frozen(RECEIVED):
        open_own(pages["lacak/permohonan/"], agency, Inquiry.objects.get(), code_of(client.cookies[COOKIE].value))
    for status, said in ((YearStatus.FINAL, False), (YearStatus.PROVISIONAL, True)):
        CalendarYear.objects.filter(year=2026).update(status=status)
        touch_calendar()
        with clock.frozen(RECEIVED):
            told = [browser.get(path(agency, page)).content.decode() for page, browser in pages.items()]
        assert ["Cuti bersama tahun 2026 belum ditetapkan" in each for each in told] == [said, said]


def test_the_code_stands_in_no_address(client: Client, agency: Agency) -> None:
    filled(client, agency)
    location = send(client, agency)["Location"]
    code = code_of(client.cookies[COOKIE].value)
    addresses = re.findall(r'(?:href|action)="([^"]*)"', receipt_of(client, agency))
    assert all(code not in address and shown(code) not in address for address in [*addresses, location])


def test_the_receipt_is_for_this_browser_only(client: Client, agency: Agency) -> None:
    filled(client, agency)
    send(client, agency)
    for stranger in (Client(), Client(headers={"cookie": f"{COOKIE}={'x' * 22}"})):
        shown_page = receipt_of(stranger, agency)
        assert "PPID-2026" not in shown_page
        assert "Tanda terima tidak dapat ditampilkan lagi" in shown_page
    other = make_agency("lain")
    stolen = Client(headers={"cookie": f"{COOKIE}={client.cookies[COOKIE].value}"})
    assert "PPID-2026" not in receipt_of(stolen, other)


def test_a_replaced_code_is_not_shown_any_more(client: Client, agency: Agency) -> None:
    filled(client, agency)
    send(client, agency)
    actions.reissue_code(inquiry=Inquiry.objects.get(), by=officer(agency))
    shown_page = receipt_of(client, agency)
    assert shown(code_of(client.cookies[COOKIE].value)) not in shown_page
    assert "Kode lacak Anda sudah diganti di meja layanan." in shown_page


# ---------------------------------------------------------------------------------------------------- concurrency


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_give_one_number() -> None:
    agency = make_agency()
    client = filled(Client(), agency)
    token = client.cookies[COOKIE].value

    def press(_n: int) -> tuple[int, str]:
        try:
            own = Client(headers={"cookie": f"{COOKIE}={token}"})
            response = send(own, agency)
            return response.status_code, response["Location"]
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(16)))
    assert answers == [(303, path(agency, "permohonan/tanda-terima/"))] * 16
    assert list(Inquiry.objects.values_list("number", flat=True)) == ["PPID-2026-000001"]


def test_no_part_of_the_sending_writes_a_session(client: Client, agency: Agency) -> None:
    filled(client, agency)
    send(client, agency)
    receipt_of(client, agency)
    assert set(client.cookies) == {COOKIE}
