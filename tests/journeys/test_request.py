"""A request from the telephone to the register: citizen, front office, unit, colleague unit, PPID, citizen.

Real server, real browser, no script at the citizen's, real mail. Each function is one leg of the way.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.notifications.models import MessageState, OutboxMessage
from pendopo.kernel.notifications.tasks import drain_outbox
from pendopo.kernel.notifications.tests.mail_server import MailServer
from pendopo.kernel.search.tests.indexing import searchable
from pendopo.modules.information.models import Inquiry

from tests.journeys import asking
from tests.journeys.asking import PURPOSE, QUESTION, RATNA
from tests.journeys.hours import Hours
from tests.journeys.people import Person
from tests.listing import publish_entries

pytestmark = pytest.mark.browser

People = Callable[..., Person]
ADDITION = "Untuk pelatihan yang diadakan pusat, tidak termasuk yang di balai."
ANSWER = b"nama,tempat,peserta\nManajemen konstruksi,Jakarta,40\nPengawasan jalan,Ambon,32\n"
MATERIAL = b"tempat,peserta\nJakarta,40\nAmbon,32\n"
# The columns of the legal form, with the groups they stand under.
LEGAL_COLUMNS = [
    "Nomor pendaftaran", "Tanggal diterima", "Nama", "Alamat", "Nomor kontak", "Pekerjaan", "Informasi yang diminta",
    "Tujuan penggunaan informasi", "Status informasi: Di bawah penguasaan: ya",
    "Status informasi: Di bawah penguasaan: tidak", "Status informasi: Belum didokumentasikan",
    "Status informasi: Badan publik yang menguasai", "Bentuk informasi yang dikuasai: Softcopy",
    "Bentuk informasi yang dikuasai: Hardcopy", "Jenis permohonan: Melihat/mengetahui",
    "Jenis permohonan: Meminta salinan", "Keputusan", "Alasan penolakan",
    "Hari dan tanggal: Pemberitahuan tertulis", "Hari dan tanggal: Pemberian informasi",
    "Biaya dan cara pembayaran: Biaya (Rp)", "Biaya dan cara pembayaran: Cara pembayaran",
]  # fmt: skip
IDENTITY_CARD = asking.pdf("KTP")
WORKER = "Bambang Prasetyo"


@pytest.mark.usefixtures("something_alike")
def test_request_from_the_telephone_to_the_register(
    office: Agency, person: People, officer: Callable[[str], Person], hours: Hours, mail: MailServer
) -> None:
    citizen = person(width="phone", javascript=False)
    number, code = ask(citizen)
    press_again(citizen, number, code)

    desk = officer("ult")
    ask_for_completion(desk, number)
    hours.set(2026, 8, 4, 9)
    complete(citizen, number, code)
    hours.set(2026, 8, 5, 9)
    hand_over(desk, number)

    hours.set(2026, 8, 6, 9)
    unit = officer("unit")
    take_and_ask(unit, number)
    give_material(officer("unit2"), number)
    draft(unit, number)

    hours.set(2026, 8, 10, 9)
    issue(officer("ppid"), number)

    hours.set(2026, 8, 11, 19)
    read_the_answer(citizen, number, code)
    look_into_the_register(desk, number)
    look_behind(office, mail, number, hours)


@pytest.fixture
def something_alike(office: Agency, hours: Hours) -> Iterator[None]:
    """Publish what comes near to the citizen's question, and have it found."""
    with searchable() as index:
        publish_entries(
            office,
            ["Kalender pelatihan teknis"],
            summary="Jadwal setiap pelatihan teknis.",
            entry_class="any_time",
            published_on=hours.now().date(),
        )
        index.bring_up_to_date()
        yield


def ask(citizen: Person) -> tuple[str, str]:
    citizen.open("/bpsdm/")
    citizen.reads("Layanan informasi publik BPSDM Kementerian Contoh")
    citizen.follow("Ajukan permohonan informasi")
    citizen.reads("Ajukan permohonan informasi")
    citizen.follow("Mulai mengajukan")

    citizen.reads("Informasi yang diperlukan")
    citizen.press("Lanjutkan")
    citizen.is_told(
        "Tulis informasi yang Anda perlukan.", "Tulis tujuan penggunaan informasi, satu kalimat saja cukup."
    )
    citizen.write("Informasi apa yang Anda perlukan?", QUESTION)
    citizen.press("Lanjutkan")
    citizen.is_told("Tulis tujuan penggunaan informasi, satu kalimat saja cukup.")
    assert citizen.box("Informasi apa yang Anda perlukan?").input_value() == QUESTION
    citizen.write("Untuk apa informasi ini digunakan?", PURPOSE)
    citizen.press("Lanjutkan")

    citizen.reads("Mungkin ini yang Anda cari")
    citizen.sees("Kalender pelatihan teknis")
    citizen.follow("Bukan ini, lanjutkan permohonan")
    say_who(citizen)
    say_how(citizen)
    check(citizen)
    return asking.send(citizen)


def say_who(citizen: Person) -> None:
    asking.write_requester(citizen, RATNA)
    citizen.write("NIK", "1234")
    citizen.attach("Salinan identitas atau surat kuasa", "ktp.pdf", b"MZ\x90\x00 a program under a false name")
    citizen.press("Lanjutkan")
    assert citizen.status == 422
    assert citizen.page.locator(".p-errors li").count() == 2
    citizen.sees("ktp.pdf")
    for label, kept in {
        "Nama lengkap": RATNA.name,
        "NIK": "1234",
        "Alamat": RATNA.address,
        "Nomor telepon": RATNA.phone,
        "Alamat surel": RATNA.email,
    }.items():
        assert citizen.box(label).input_value() == kept
    citizen.write("NIK", RATNA.nik)
    citizen.press("Lanjutkan")


def say_how(citizen: Person) -> None:
    citizen.reads("Cara memperoleh informasi")
    citizen.choose("Mendapat salinan cetak (hardcopy)", "Surel")
    citizen.press("Lanjutkan")
    citizen.is_told("Salinan cetak hanya dapat diambil, dipos, atau dikirim kurir. Pilih salah satunya.")
    citizen.choose("Mendapat salinan elektronik (softcopy)", "Diunduh dari halaman lacak")
    citizen.press("Lanjutkan")


def check(citizen: Person) -> None:
    citizen.reads("Periksa, lalu kirim")
    citizen.sees(QUESTION, PURPOSE, RATNA.name, "9901 0145 0290 0077", RATNA.address, "Diunduh dari halaman lacak")
    citizen.press("Kirim permohonan")
    citizen.is_told("Centang pernyataan ini untuk mengirim permohonan.")
    citizen.follow("Ubah Tujuan penggunaan")
    citizen.write("Untuk apa informasi ini digunakan?", PURPOSE + " Terima kasih.")
    citizen.press("Simpan perubahan")
    citizen.reads("Periksa, lalu kirim")
    citizen.sees(PURPOSE + " Terima kasih.")


def press_again(citizen: Person, number: str, code: str) -> None:
    """Go back and send once more: the receipt says the same, and nothing new stands in the register."""
    citizen.sees("Selasa, 18 Agustus 2026", "Jumat, 28 Agustus 2026", "UU 14/2008 Pasal 22 ayat (7)")
    citizen.page.go_back()
    assert asking.receipt(citizen) == (number, code)
    token = next(each for each in citizen.page.context.cookies() if each["name"] == "csrftoken")["value"]
    address = citizen.page.url.replace("tanda-terima", "baru/periksa")
    form = {"csrfmiddlewaretoken": token, "statement": "on"}
    again = citizen.page.request.post(address, form=form, headers={"Referer": address})
    assert (again.status, again.url) == (200, citizen.page.url)
    assert number in again.text()
    assert code in again.text()
    assert [inquiry.number for inquiry in Inquiry.objects.all()] == [number]


def ask_for_completion(desk: Person, number: str) -> None:
    asking.open_case(desk, number)
    desk.sees(QUESTION, RATNA.name, "Periksa kelengkapan")
    assert RATNA.nik not in desk.html
    desk.follow("Minta dilengkapi")
    desk.press("Kirim permintaan")
    desk.is_told("Pilih paling sedikit satu hal yang perlu dilengkapi.")
    desk.choose("Salinan identitas (KTP atau identitas lain yang sah)", "Rincian informasi yang lebih jelas")
    desk.write("Penjelasan untuk pemohon", "Sebutkan pelatihan yang mana, dan kirim salinan KTP.")
    desk.press("Kirim permintaan")
    desk.reads(number)
    desk.sees("Pemohon diminta melengkapi permohonan.", "Menunggu perbaikan")


def complete(citizen: Person, number: str, code: str) -> None:
    asking.track(citizen, number, code)
    citizen.sees("Permohonan perlu Anda lengkapi", "Sebutkan pelatihan yang mana, dan kirim salinan KTP.")
    citizen.follow("Lengkapi sekarang")
    citizen.reads("Lengkapi permohonan")
    citizen.attach("Berkas yang diminta", "ktp-ratna.pdf", IDENTITY_CARD)
    citizen.press("Kirim kelengkapan")
    citizen.is_told("Tulis keterangan yang diminta.")
    citizen.sees("Berkas yang sudah tersimpan", "ktp-ratna.pdf")
    citizen.write("Keterangan tambahan", ADDITION)
    citizen.press("Kirim kelengkapan")
    citizen.reads(number)
    citizen.sees("Terima kasih. Permohonan Anda sudah dilengkapi dan diperiksa kembali.")


def hand_over(desk: Person, number: str) -> None:
    asking.open_case(desk, number)
    desk.sees(ADDITION)
    assert desk.downloads("ktp-ratna.pdf") == IDENTITY_CARD
    desk.press("Nyatakan lengkap")
    desk.sees("Permohonan dinyatakan lengkap. Tenggat pemberitahuan tertulis mulai dihitung.")
    desk.follow("Teruskan ke unit")
    desk.pick("Unit yang menguasai informasi", "Pusat Pelatihan Teknis")
    desk.write("Pesan untuk unit", "Mohon dijawab sebelum upacara 17 Agustus.")
    desk.press("Teruskan")
    desk.sees("Permohonan diteruskan ke Pusat Pelatihan Teknis.")


def knows_not_who_asks(officer: Person) -> None:
    """Expect that nothing in the page's source tells who asked."""
    told = [secret for secret in RATNA.secrets if secret.casefold() in officer.html.casefold()]
    assert told == [], f"{officer.path} tells {told}"


def take_and_ask(unit: Person, number: str) -> None:
    knows_not_who_asks(unit)
    asking.open_case(unit, number)
    unit.sees(QUESTION, ADDITION, "Mohon dijawab sebelum upacara 17 Agustus.")
    knows_not_who_asks(unit)
    unit.press("Ambil untuk dikerjakan")
    unit.sees("Permohonan ini sekarang Anda kerjakan.", WORKER)
    unit.follow("Minta bahan ke unit lain")
    unit.pick("Unit yang diminta memberi bahan", "Sekretariat Badan")
    unit.write("Bahan yang diperlukan", "Mohon jumlah peserta setiap pelatihan.")
    unit.press("Kirim permintaan")
    unit.sees("Sekretariat Badan diminta memberi bahan sampai 11 Agustus 2026.")
    knows_not_who_asks(unit)


def give_material(colleague: Person, number: str) -> None:
    colleague.sees("Bahan yang diminta dari unit Anda")
    colleague.follow(number)
    colleague.sees("Mohon jumlah peserta setiap pelatihan.", QUESTION)
    knows_not_who_asks(colleague)
    colleague.write("Jawaban unit", "Terlampir menurut daftar hadir.")
    colleague.attach("Berkas bahan", "peserta.csv", MATERIAL, "text/csv")
    colleague.press("Berikan bahan")
    colleague.sees("Bahan diberikan kepada unit yang menyusun jawaban.")
    knows_not_who_asks(colleague)


def draft(unit: Person, number: str) -> None:
    asking.open_case(unit, number)
    unit.sees("Terlampir menurut daftar hadir.")
    assert unit.downloads("peserta.csv") == MATERIAL
    unit.follow("Susun pemberitahuan tertulis")
    unit.choose("Dikabulkan seluruhnya")
    unit.press("Simpan konsep")
    unit.sees("Konsep tersimpan, belum lengkap:")
    unit.follow("Susun pemberitahuan tertulis")
    unit.write("Materi informasi yang diberikan", "Daftar pelatihan teknis tahun 2025.")
    unit.write("Cara penyampaian dan format", "Berkas CSV, diunduh dari halaman lacak.")
    unit.pick("Bentuk informasi yang dikuasai", "Softcopy")
    unit.write("Biaya", "0")
    unit.attach("Berkas jawaban", "pelatihan-2025.csv", ANSWER, "text/csv")
    unit.press("Simpan konsep")
    unit.sees("Konsep tersimpan dan lengkap.")
    preview = unit.page.request.get(unit.page.url.split("#")[0] + "pratinjau/")
    assert preview.headers["content-type"] == "application/pdf"
    assert RATNA.name not in asking.pdf_words(preview.body())
    unit.follow("Ajukan ke PPID")
    unit.press("Ajukan ke PPID")
    unit.sees("Konsep diajukan. PPID diberi tahu.", "Menunggu keputusan PPID")


def issue(ppid: Person, number: str) -> None:
    asking.open_case(ppid, number)
    ppid.follow("Periksa dan terbitkan")
    ppid.reads("Terbitkan pemberitahuan tertulis")
    ppid.sees("Daftar pelatihan teknis tahun 2025.", "pelatihan-2025.csv")
    ppid.press("Terbitkan")
    ppid.reads(number)
    ppid.sees("Pemberitahuan tertulis terbit dan informasi diserahkan. Permohonan selesai.", "Selesai")


def read_the_answer(citizen: Person, number: str, code: str) -> None:
    asking.track(citizen, number, code)
    citizen.sees("Selesai", "Dikabulkan seluruhnya", "Daftar pelatihan teknis tahun 2025.", "Tidak ada biaya")
    assert WORKER not in citizen.html
    assert citizen.downloads("pelatihan-2025.csv") == ANSWER
    letters = citizen.page.locator(".p-files a").all_inner_texts()
    [letter] = [name for name in letters if name.startswith("pemberitahuan")]
    words = asking.pdf_words(citizen.downloads(letter))
    for part in (number, RATNA.name, "Badan Pengembangan Sumber Daya Manusia", "Daftar pelatihan teknis tahun 2025."):
        assert part in words
    citizen.press("Tutup halaman ini")
    citizen.open("/bpsdm/lacak/permohonan/")
    citizen.reads("Lacak status")


def expected_row(number: str) -> list[Any]:
    """Return the row of the legal register, column by column."""
    return [
        number, "2026-08-03", RATNA.name, RATNA.address, f"{RATNA.phone}, {RATNA.email}", "",
        f"{QUESTION}\n\n{ADDITION}", f"{PURPOSE} Terima kasih.", "√", "", "", "", "√", "", "", "√",
        "Dikabulkan seluruhnya", "", "Senin, 10 Agustus 2026", "Senin, 10 Agustus 2026", "0.00", "",
    ]  # fmt: skip


def look_into_the_register(desk: Person, number: str) -> None:
    desk.open("/bpsdm/meja/register/")
    desk.follow("Register permohonan informasi publik")
    desk.reads("Register permohonan informasi publik")
    assert desk.page.locator("tbody tr").count() == 1
    desk.sees(number, RATNA.name, "Dikabulkan seluruhnya", "Senin, 10 Agustus 2026")
    text = desk.downloads("permohonan_bpsdm_2026.csv", "Unduh CSV").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [LEGAL_COLUMNS, expected_row(number)]

    sheet = desk.downloads("permohonan_bpsdm_2026.xlsx", "Unduh XLSX")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    [row] = [line for line in cells if number in line]
    assert row[2:5] == expected_row(number)[2:5]
    assert row[16] == "Dikabulkan seluruhnya"


def look_behind(office: Agency, mail: MailServer, number: str, hours: Hours) -> None:
    """The audit trail holds, and the worker brings every letter to a real mail server."""
    verdict = verify(office)
    assert verdict.intact
    assert verdict.entries > 8
    waiting = OutboxMessage.objects.filter(state=MessageState.QUEUED).count()
    with clock.frozen(hours.now()):
        assert drain_outbox() == waiting > 3
    assert {message["To"] for message in mail.taken} == {RATNA.email}
    letters = [message.get_payload(decode=True).decode() for message in mail.taken]
    assert all(number in letter for letter in letters)
    assert not OutboxMessage.objects.exclude(state=MessageState.SENT).exists()
