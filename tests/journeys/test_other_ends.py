"""Requests that end otherwise: refused by two people, withdrawn at the desk, extended, or changed by two at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.people.actors import CITIZEN, staff
from pendopo.kernel.people.models import User
from pendopo.kernel.tracking.actions import code_of, new_token
from pendopo.kernel.tracking.rules import shown
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.request import ONLINE, PERSON, SOFTCOPY, Requester, Wish

from tests.exempting import exemption_in_force
from tests.journeys import asking
from tests.journeys.asking import PURPOSE, QUESTION, RATNA
from tests.journeys.hours import Hours
from tests.journeys.people import Person

pytestmark = pytest.mark.browser

People = Callable[..., Person]
Officers = Callable[[str], Person]
REASON = "Notulen memuat usul anggaran yang belum ditetapkan."
GROUND = "Memorandum atau surat antar atau intra badan publik yang menurut sifatnya dirahasiakan (UU 14/2008 Pasal 17 huruf i)"


@pytest.fixture
def asked(office: Agency, hours: Hours) -> Callable[[], tuple[Inquiry, str]]:
    """Return a function that registers Ratna's request as her telephone would, and returns it with its code."""
    from pendopo.kernel import clock

    def ask() -> tuple[Inquiry, str]:
        token = new_token()
        requester = Requester(PERSON, RATNA.name, RATNA.address, nik=RATNA.nik, phone=RATNA.phone, email=RATNA.email)
        wish = Wish(QUESTION, PURPOSE, SOFTCOPY, ONLINE)
        with clock.frozen(hours.now()):
            inquiry = actions.register(agency=office, wish=wish, requester=requester, token=token, by=CITIZEN)
        return inquiry, shown(code_of(token))

    return ask


@pytest.fixture
def in_process(asked: Callable[[], tuple[Inquiry, str]], hours: Hours) -> Callable[[], tuple[Inquiry, str]]:
    """Return a function that registers a request and has the desk hand it over to the unit."""
    from pendopo.kernel import clock

    def ask() -> tuple[Inquiry, str]:
        inquiry, code = asked()
        desk = staff(User.objects.get(username="ult"), inquiry.agency)
        unit = Unit.objects.get(agency=inquiry.agency, name="Pusat Pelatihan Teknis")
        with clock.frozen(hours.now()):
            actions.declare_complete(inquiry=inquiry, by=desk)
            actions.assign(inquiry=inquiry, unit=unit, note="", by=desk)
        return inquiry, code

    return ask


def test_refusal_needs_two_people_and_tells_reason_article_and_objection(
    office: Agency, person: People, officer: Officers, in_process: Callable[[], tuple[Inquiry, str]], hours: Hours
) -> None:
    exemption_in_force(office, "i", title="Notulen rapat")
    inquiry, code = in_process()
    number = inquiry.number
    first = officer("ppid")
    asking.open_case(first, number)
    first.follow("Susun pemberitahuan tertulis")
    first.choose("Ditolak", GROUND, "Notulen rapat (UK-UJI-2026-0001/DIK, Pasal 17 huruf i)")
    first.press("Simpan konsep")
    first.sees("Konsep tersimpan, belum lengkap: Tulis alasan dalam kalimat yang dapat dipahami pemohon.")
    first.follow("Susun pemberitahuan tertulis")
    first.write("Penjelasan alasan", REASON)
    first.press("Simpan konsep")
    first.follow("Periksa dan terbitkan")
    first.sees("Penolakan diputuskan oleh dua orang: konsep Anda diterbitkan oleh PPID lain.")
    assert first.page.get_by_role("button", name="Terbitkan").count() == 0
    force_issue(first)

    hours.set(2026, 8, 5, 9)
    second = officer("ppid2")
    asking.open_case(second, number)
    second.follow("Periksa dan terbitkan")
    second.sees("Diputuskan oleh dua orang", "disusun oleh Siti Rahmawati", REASON)
    second.press("Terbitkan")
    second.sees("Ditolak")

    citizen = person(width="phone", javascript=False)
    asking.track(citizen, number, code)
    citizen.sees("Ditolak", REASON, "UU 14/2008 Pasal 17 huruf i", "Tidak puas?", "Jumat, 18 September 2026")
    [letter] = [name for name in citizen.page.locator(".p-files a").all_inner_texts() if name.startswith("pemb")]
    words = asking.pdf_words(citizen.downloads(letter))
    assert REASON in words
    assert "Pasal 17 huruf i" in words
    assert verify(office).intact


def force_issue(officer: Person) -> None:
    """Send the form that the page does not offer; the rules refuse it too."""
    form = {"csrfmiddlewaretoken": officer.page.locator("main [name=csrfmiddlewaretoken]").input_value()}
    form["seen"] = officer.page.locator("main [name=seen]").input_value()
    refused = officer.page.request.post(officer.page.url, form=form, headers={"Referer": officer.page.url})
    assert refused.status == 422
    assert "Penolakan diputuskan oleh dua orang" in refused.text()
    assert Inquiry.objects.get().state == "in_process"


def test_walk_in_with_a_need_gets_a_printed_receipt_and_withdraws(office: Agency, officer: Officers) -> None:
    desk = officer("ult")
    desk.follow("Daftarkan permohonan")
    desk.choose("Datang langsung", "Perorangan")
    desk.write("Nama lengkap pemohon", RATNA.name)
    desk.write("Alamat surel", "ratna@")
    desk.write("Informasi yang diminta", QUESTION)
    desk.choose("Mendapat salinan elektronik (softcopy)")
    desk.pick("Kebutuhan khusus pemohon", "Informasi dalam bentuk suara")
    desk.write("Bantuan yang diberikan petugas", "Formulir dibacakan dan ditulis oleh petugas.")
    desk.press("Daftarkan")
    assert desk.status == 422
    assert desk.page.locator(".p-errors li").count() == 3
    assert desk.box("Bantuan yang diberikan petugas").input_value() == "Formulir dibacakan dan ditulis oleh petugas."
    desk.write("Alamat surel", RATNA.email)
    desk.choose("Diambil langsung", "Isian sudah dibacakan kepada pemohon dan dibenarkannya")
    desk.press("Daftarkan")

    desk.reads("Tanda bukti penerimaan permohonan")
    number, code = desk.page.locator(".p-receipt dd").all_inner_texts()
    paper = desk.page.request.get(f"{desk.page.url}?bentuk=pdf")
    words = asking.pdf_words(paper.body())
    assert paper.headers["content-type"] == "application/pdf"
    assert all(part in words for part in (number, code, RATNA.name))
    desk.page.emulate_media(media="print")
    assert not desk.page.get_by_role("link", name="Cetak sebagai PDF").is_visible()
    assert desk.page.get_by_text(code).is_visible()
    desk.page.emulate_media(media="screen")

    desk.follow("Buka permohonan")
    desk.sees(
        "Informasi dalam bentuk suara", "Formulir dibacakan dan ditulis oleh petugas.", "Permohonan belum lengkap"
    )
    desk.unfold("Tindakan lain")
    desk.follow("Cabut permohonan")
    desk.press("Cabut permohonan")
    desk.is_told("Tulis bagaimana pemohon menyatakan pencabutan.")
    desk.write("Pernyataan pemohon", "Lisan di meja layanan, hari ini.")
    desk.press("Cabut permohonan")
    desk.sees("Permohonan dicabut.", "Dicabut")
    desk.open("/bpsdm/meja/register/permohonan/?tahun=2026")
    desk.sees(number, "Dicabut")
    assert verify(office).intact


def test_extension_is_told_with_its_reason(
    person: People, officer: Officers, in_process: Callable[[], tuple[Inquiry, str]], hours: Hours
) -> None:
    inquiry, code = in_process()
    hours.set(2026, 8, 14, 9)
    ppid = officer("ppid")
    asking.open_case(ppid, inquiry.number)
    ppid.follow("Perpanjang waktu")
    ppid.sees("dari 18 Agustus 2026 menjadi 28 Agustus 2026")
    ppid.press("Perpanjang waktu")
    ppid.is_told("Pilih alasan perpanjangan.", "Tulis penjelasan. Undang-undang mewajibkan alasan tertulis.")
    ppid.choose("Informasi belum dikuasai atau didokumentasikan")
    ppid.write("Penjelasan tertulis untuk pemohon", "Data balai baru terkumpul akhir bulan.")
    ppid.press("Perpanjang waktu")
    ppid.sees("Diperpanjang", "28 Agu 2026")
    assert ppid.page.get_by_role("link", name="Perpanjang waktu").count() == 0

    citizen = person(width="phone", javascript=False)
    asking.track(citizen, inquiry.number, code)
    citizen.sees("waktu diperpanjang", "Jumat, 28 Agustus 2026", "Data balai baru terkumpul akhir bulan.")


def test_request_by_telephone_is_read_back_and_followed_with_the_code(
    office: Agency, person: People, officer: Officers
) -> None:
    desk = officer("ult")
    desk.follow("Daftarkan permohonan")
    desk.choose("Telepon", "Perorangan")
    desk.write("Nama lengkap pemohon", RATNA.name)
    desk.write("NIK", RATNA.nik)
    desk.write("Alamat", RATNA.address)
    desk.write("Nomor telepon", RATNA.phone)
    desk.write("Informasi yang diminta", QUESTION)
    desk.write("Tujuan penggunaan informasi", PURPOSE)
    desk.choose("Mendapat salinan elektronik (softcopy)", "Diunduh dari halaman lacak")
    desk.press("Daftarkan")
    desk.is_told("Bacakan isian ini kepada pemohon, lalu tandai bila sudah dibenarkan.")
    desk.choose("Isian sudah dibacakan kepada pemohon dan dibenarkannya")
    desk.press("Daftarkan")
    desk.reads("Tanda bukti penerimaan permohonan")
    number, code = desk.page.locator(".p-receipt dd").all_inner_texts()
    desk.follow("Buka permohonan")
    desk.sees("Isian dibacakan kepada pemohon dan dibenarkannya")

    caller = person(width="phone", javascript=False)
    asking.track(caller, number, code)
    caller.sees("Diterima dan terdaftar")
    caller.unfold("Isi permohonan Anda")
    caller.sees(QUESTION)
    assert verify(office).intact


def test_request_is_referred_to_the_body_that_holds_the_information(
    office: Agency, person: People, officer: Officers, in_process: Callable[[], tuple[Inquiry, str]], hours: Hours
) -> None:
    inquiry, code = in_process()
    holder = "Dinas Pekerjaan Umum Provinsi, Jalan Contoh 9"
    ppid = officer("ppid")
    asking.open_case(ppid, inquiry.number)
    ppid.follow("Susun pemberitahuan tertulis")
    ppid.choose("Dirujuk ke badan publik lain")
    ppid.press("Simpan konsep")
    ppid.sees("Konsep tersimpan, belum lengkap")
    ppid.follow("Susun pemberitahuan tertulis")
    headings = ppid.page.locator("details.w-fold summary").all_inner_texts()
    assert headings[-1] == "Yang diberikan (huruf d, f, dan g)"
    ppid.write("Badan publik yang menguasai informasi", holder)
    ppid.write("Penjelasan alasan", "Pembangunan jalan provinsi diurus dinas itu.")
    ppid.press("Simpan konsep")
    ppid.follow("Periksa dan terbitkan")
    ppid.press("Terbitkan")
    ppid.sees("Dirujuk")

    citizen = person(width="phone", javascript=False)
    asking.track(citizen, inquiry.number, code)
    citizen.sees("Dirujuk ke badan publik lain", holder, "Tidak puas?")
    [letter] = [name for name in citizen.page.locator(".p-files a").all_inner_texts() if name.startswith("pemb")]
    assert holder in asking.pdf_words(citizen.downloads(letter))
    ppid.open("/bpsdm/meja/register/permohonan/?tahun=2026")
    ppid.sees(inquiry.number, holder)
    assert verify(office).intact


def test_slower_officer_reads_what_happened_meanwhile(
    officer: Officers, in_process: Callable[[], tuple[Inquiry, str]]
) -> None:
    inquiry, _code = in_process()
    slow, quick = officer("ppid"), officer("ppid2")
    address = f"/bpsdm/meja/permohonan/{inquiry.pk}/perpanjang/"
    for ppid in (slow, quick):
        ppid.open(address)
        ppid.choose("Informasi belum dikuasai atau didokumentasikan")
        ppid.write("Penjelasan tertulis untuk pemohon", f"Alasan yang ditulis {id(ppid)}.")
    quick.press("Perpanjang waktu")
    quick.sees("Diperpanjang")
    slow.press("Perpanjang waktu")
    assert slow.status == 409
    slow.reads("Permohonan ini sudah berubah")
    slow.sees(
        "Langkah “Perpanjang waktu” tidak dapat dilakukan lagi.",
        "Agus Hidayat telah melakukan “Perpanjang waktu” pada 3 Agustus 2026",
        "Keadaan sekarang: Diperpanjang",
        f"Alasan yang ditulis {id(slow)}.",
    )
    slow.follow("Buka permohonan")
    slow.reads(inquiry.number)
    assert f"Alasan yang ditulis {id(slow)}." not in slow.words
