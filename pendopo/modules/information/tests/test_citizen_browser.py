"""The citizens' pages in a real browser: the whole way without JavaScript, and axe at three widths in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information import actions
from pendopo.modules.information.forms.citizen import SHORTEST_SECONDS
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import (
    answer,
    make_agency,
    make_entry,
    make_inquiry,
    officer,
    path,
    small_pdf,
)

pytestmark = pytest.mark.browser
WIDTHS = ("desk", "phone", "small")
LONG = "Dokumen pelaksanaan anggaran dan laporan pertanggungjawaban menurut kecamatan dan desa " * 6


@pytest.fixture
def agency(site: Any) -> Agency:
    found = make_agency()
    for year in range(2020, 2026):
        make_entry(found, f"Laporan keuangan dinas {year} beserta lampiran menurut kecamatan")
    return found


def sound(page: Any, axe: Callable[[Any], None]) -> None:
    """Fail when axe finds something, or the page is wider than the window."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


def press(page: Any, words: str) -> None:
    page.get_by_role("button", name=words).click()


def test_the_whole_way_works_without_javascript(agency: Agency, open_page: Callable[..., Any]) -> None:
    page = open_page(path(agency, "permohonan/"), javascript=False)
    page.get_by_role("link", name="Mulai mengajukan").click()
    page.get_by_label("Informasi apa yang Anda perlukan?").fill("Laporan keuangan dinas 2024")
    page.get_by_label("Untuk apa informasi ini digunakan?").fill("Penelitian")
    press(page, "Lanjutkan")
    page.get_by_role("link", name="Bukan ini, lanjutkan permohonan").click()
    press(page, "Lanjutkan")
    assert page.title().startswith("Kesalahan: Data pemohon")
    page.get_by_role("link", name="Tulis NIK, atau identitas lain").click()
    assert page.evaluate("document.activeElement.id || location.hash") in {"id_nik", "#id_nik"}
    page.get_by_label("Nama lengkap").fill("Sri Rahayu")
    page.get_by_label("NIK").first.fill("3304 0112 0190 0001")
    page.get_by_label("Alamat", exact=True).fill("Jl. Merdeka 1")
    page.get_by_label("Nomor telepon").fill("0812-3456-7890")
    page.get_by_label("Salinan identitas").set_input_files(
        {"name": "ktp.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    press(page, "Lanjutkan")
    page.get_by_text("Mendapat salinan elektronik").click()
    page.get_by_text("Diunduh dari halaman lacak").click()
    press(page, "Lanjutkan")
    assert page.get_by_text("ktp.pdf").is_visible()
    page.get_by_text("Data yang saya tulis benar").click()
    page.wait_for_timeout(SHORTEST_SECONDS * 1000)
    press(page, "Kirim permohonan")
    number, code = page.locator(".p-receipt dd").all_inner_texts()
    inquiry = Inquiry.objects.get()
    assert (inquiry.number, inquiry.details) == (number, "Laporan keuangan dinas 2024")

    actions.declare_incomplete(inquiry=inquiry, items=["subject"], note="Triwulan berapa?", by=officer(agency))
    page.get_by_role("main").get_by_role("link", name="Lacak permohonan").click()
    page.get_by_label("Nomor pendaftaran").fill(number)
    page.get_by_label("Kode lacak", exact=True).fill(code.lower())
    press(page, "Buka permohonan")
    page.get_by_role("link", name="Lengkapi sekarang").click()
    page.get_by_label("Keterangan tambahan").fill("Triwulan I")
    press(page, "Kirim kelengkapan")
    assert page.get_by_text("Permohonan Anda sudah dilengkapi").is_visible()

    answer(Inquiry.objects.get())
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="jawaban.pdf").click()
    assert download.value.path().read_bytes() == b"isi"
    press(page, "Tutup halaman ini")
    page.goto(path(agency, "lacak/permohonan/"))
    assert page.get_by_text("Halaman permohonan sudah ditutup").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_for_everybody_are_sound(
    agency: Agency, open_page: Callable[..., Any], axe: Callable[[Any], None], width: str
) -> None:
    make_entry(agency, LONG[:200], summary=LONG)
    make_agency("kosong")
    page = open_page(width=width)
    for place in (
        "contoh/permohonan/",
        "contoh/permohonan/?q=laporan",
        "contoh/permohonan/?q=zzz",
        "contoh/informasi/",
        "contoh/informasi/?q=zzz",
        "contoh/prosedur/permohonan/",
        "contoh/permohonan/tanda-terima/",
        "contoh/lacak/?usai",
        "kosong/permohonan/",
        "kosong/informasi/",
    ):
        page.goto(f"/{place}")
        sound(page, axe)
    page.goto(path(agency, "informasi/"))
    page.get_by_role("link", name=LONG[:60]).click()
    sound(page, axe)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_asking_are_sound_empty_wrong_and_long(
    agency: Agency, open_page: Callable[..., Any], axe: Callable[[Any], None], width: str
) -> None:
    page = open_page(path(agency, "permohonan/baru/informasi/"), width=width)
    sound(page, axe)
    press(page, "Lanjutkan")
    sound(page, axe)
    page.get_by_label("Informasi apa yang Anda perlukan?").fill("Laporan keuangan dinas. " + LONG)
    page.get_by_label("Untuk apa informasi ini digunakan?").fill(LONG)
    press(page, "Lanjutkan")
    sound(page, axe)
    page.get_by_role("link", name="Bukan ini").click()
    sound(page, axe)
    page.get_by_text("Kelompok orang", exact=True).click()
    page.get_by_label("Salinan identitas").set_input_files(
        [
            {"name": "ktp.pdf", "mimeType": "application/pdf", "buffer": small_pdf()},
            {"name": "kosong.pdf", "mimeType": "application/pdf", "buffer": b""},
        ]
    )
    press(page, "Lanjutkan")
    sound(page, axe)
    page.get_by_label("Nama lengkap").fill("Raden Mas " + "Sosrokartono" * 8)
    page.get_by_label("NIK").first.fill("3304011201900001")
    page.get_by_label("Nama kelompok").fill("Paguyuban " * 8)
    page.get_by_label("Alamat", exact=True).fill("Jalan Raya " * 40)
    page.get_by_label("Alamat surel").fill(f"{'sangat.' * 8}panjang@{'universitas' * 5}.example")
    press(page, "Lanjutkan")
    sound(page, axe)
    press(page, "Lanjutkan")
    sound(page, axe)
    page.get_by_text("Mendapat salinan elektronik").click()
    page.get_by_text("Diunduh dari halaman lacak").click()
    press(page, "Lanjutkan")
    sound(page, axe)
    press(page, "Kirim permohonan")
    sound(page, axe)
    page.get_by_text("Data yang saya tulis benar").click()
    page.wait_for_timeout(SHORTEST_SECONDS * 1000)
    press(page, "Kirim permohonan")
    assert page.title().startswith("Tanda terima")
    sound(page, axe)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_own_request_are_sound(
    agency: Agency, open_page: Callable[..., Any], axe: Callable[[Any], None], width: str
) -> None:
    ppid = officer(agency)
    new, waiting, granted, refused = (make_inquiry(agency, details=LONG) for _each in range(4))
    actions.declare_incomplete(inquiry=waiting[0], items=["identity", "address", "subject"], note=LONG[:200], by=ppid)
    answer(granted[0], material=LONG)
    answer(refused[0], decision="refuse", grounds=("17h", "17i", "6c"), reason=LONG, cost=None)
    for inquiry, code in (new, waiting, granted, refused):
        page = open_page(path(agency, "lacak/"), width=width)
        page.get_by_label("Nomor pendaftaran").fill(inquiry.number)
        press(page, "Buka permohonan")
        sound(page, axe)
        page.get_by_label("Kode lacak", exact=True).fill(code)
        press(page, "Buka permohonan")
        assert page.get_by_role("heading", name=inquiry.number).is_visible()
        page.get_by_text("Isi permohonan Anda").click()
        sound(page, axe)
        page.goto(path(agency, "lacak/cabut/"))
        sound(page, axe)
        page.goto(path(agency, "lacak/lengkapi/"))
        sound(page, axe)
        if inquiry == waiting[0]:
            press(page, "Kirim kelengkapan")
            sound(page, axe)
