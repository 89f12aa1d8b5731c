"""A refusal that needs an exemption first: from the request to the consequence test, the decree, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.people.actors import CITIZEN, staff
from pendopo.kernel.people.models import User
from pendopo.kernel.tracking.actions import code_of, new_token
from pendopo.kernel.tracking.rules import shown
from pendopo.modules.information import actions
from pendopo.modules.information.rules.request import ONLINE, PERSON, SOFTCOPY, Requester, Wish

from tests.journeys import asking
from tests.journeys.asking import PURPOSE, RATNA
from tests.journeys.hours import Hours
from tests.journeys.people import Person

pytestmark = pytest.mark.browser

GROUND = "Mengungkap rahasia pribadi (UU 14/2008 Pasal 17 huruf h)"
TITLE = "Nilai ujian peserta"


def asked(office: Agency, hours: Hours) -> tuple[str, str]:
    """Register Ratna's request, hand it to the unit, and return its number and code."""
    token = new_token()
    requester = Requester(PERSON, RATNA.name, RATNA.address, nik=RATNA.nik, phone=RATNA.phone, email=RATNA.email)
    wish = Wish("Nilai ujian semua peserta dengan nama dan alamatnya.", PURPOSE, SOFTCOPY, ONLINE)
    desk = staff(User.objects.get(username="ult"), office)
    unit = Unit.objects.get(agency=office, name="Pusat Pelatihan Teknis")
    with clock.frozen(hours.now()):
        inquiry = actions.register(agency=office, wish=wish, requester=requester, token=token, by=CITIZEN)
        actions.declare_complete(inquiry=inquiry, by=desk)
        actions.assign(inquiry=inquiry, unit=unit, note="", by=desk)
    return inquiry.number, shown(code_of(token))


def decide(ppid: Person) -> None:
    """Lead the proposal through the test to the PPID's decision, with a wrong law on the way."""
    ppid.open("/bpsdm/meja/pengecualian/")
    ppid.follow("UK-PPID-2026-0001")
    ppid.press("Terima usul")
    ppid.follow("Catat informasi dan dokumen")
    ppid.write("Bagian informasi yang dikecualikan", "Kolom nilai dan alamat.")
    ppid.write("Dokumen yang memuatnya", "Daftar nilai angkatan XII")
    ppid.press("Catat informasi dan dokumen")
    ppid.follow("Tentukan dasar hukum")
    ppid.choose(GROUND)
    ppid.write("Undang-undang dan pasalnya", "PP 61/2010 Pasal 4")
    ppid.press("Tentukan dasar hukum")
    ppid.is_told("“PP 61/2010 Pasal 4” bukan undang-undang. Pengecualian hanya dapat berdasar undang-undang.")
    ppid.write("Undang-undang dan pasalnya", "UU 27/2022 Pasal 4 ayat (2)")
    ppid.press("Tentukan dasar hukum")
    ppid.page.get_by_role("link", name="Uji konsekuensi", exact=True).click()
    ppid.write("Akibat bila informasi dibuka", "Orang dirugikan.")
    ppid.write("Akibat bila informasi ditutup", "Hak pribadi terlindungi.")
    ppid.write("Pertimbangan kepentingan publik", "Rekapitulasi tanpa nama mencukupi.")
    ppid.choose("Dikecualikan: kerugian bila dibuka lebih besar")
    ppid.write("Alasan dalam surat penetapan", "Membuka nilai mengungkap rahasia pribadi.")
    ppid.write("Alasan tanpa tanggal berakhir", "Melekat pada orangnya.")
    ppid.press("Simpan hasil uji")
    ppid.follow("Tetapkan klasifikasi")
    ppid.write("Tempat penetapan", "Jakarta")
    ppid.press("Tetapkan klasifikasi")
    ppid.sees("Persetujuan pimpinan")
    assert ppid.page.get_by_role("link", name="Setujui penetapan").count() == 0


def test_refusal_waits_for_a_consequence_test_and_its_decree(
    office: Agency, person: Callable[..., Person], officer: Callable[[str], Person], hours: Hours
) -> None:
    number, code = asked(office, hours)
    unit = officer("unit")
    asking.open_case(unit, number)
    unit.follow("Susun pemberitahuan tertulis")
    unit.choose("Ditolak", GROUND)
    unit.write("Penjelasan alasan", "Nilai seseorang adalah rahasia pribadi.")
    unit.press("Simpan konsep")
    unit.sees("Konsep tersimpan, belum lengkap: Pilih penetapan (DIK) yang berlaku")
    unit.follow("Susun pemberitahuan tertulis")
    unit.sees("Untuk Pasal 17 huruf h tidak ada pengecualian yang berlaku.")
    unit.follow("Mulai uji konsekuensi dari permohonan ini")
    unit.reads("Usulkan pengecualian")
    unit.sees(number)
    unit.write("Judul informasi", TITLE)
    unit.press("Ajukan usul")
    unit.sees("Usul tercatat. PPID diberi tahu.", "Karena ada permohonan")

    hours.set(2026, 8, 4, 9)
    decide(officer("ppid"))
    head = officer("atasan")
    head.open("/bpsdm/meja/pengecualian/")
    head.follow("UK-PPID-2026-0001")
    head.follow("Setujui penetapan")
    head.press("Setujui")
    head.sees("Pengecualian berlaku.", "UK-PPID-2026-0001/DIK")

    hours.set(2026, 8, 5, 9)
    unit = officer("unit")
    asking.open_case(unit, number)
    unit.follow("Susun pemberitahuan tertulis")
    unit.choose(f"{TITLE} (UK-PPID-2026-0001/DIK, Pasal 17 huruf h)")
    unit.press("Simpan konsep")
    unit.sees("Konsep tersimpan dan lengkap.")
    ppid = officer("ppid")
    asking.open_case(ppid, number)
    ppid.follow("Periksa dan terbitkan")
    ppid.press("Terbitkan")
    ppid.sees("Ditolak")

    citizen = person(width="phone", javascript=False)
    asking.track(citizen, number, code)
    reads_why(citizen)
    assert verify(office).intact


def reads_why(citizen: Person) -> None:
    """Read the refusal, its decree, and the public list; nowhere what is secret."""
    citizen.sees("Ditolak")
    letters = citizen.page.locator(".p-files a").all_inner_texts()
    [notice] = [name for name in letters if name.startswith("pemb")]
    [decree] = [name for name in letters if name.startswith("penetapan-dik")]
    assert "UK-PPID-2026-0001/DIK" in asking.pdf_words(citizen.downloads(notice)).replace(" ", "")
    words = asking.pdf_words(citizen.downloads(decree))
    assert "Membuka nilai mengungkap rahasia pribadi." in words
    assert "Kolom nilai dan alamat" not in words
    citizen.open("/bpsdm/informasi-dikecualikan/")
    citizen.sees(TITLE, "tanpa tanggal berakhir", "UK-PPID-2026-0001/DIK")
    assert "Kolom nilai" not in citizen.words
