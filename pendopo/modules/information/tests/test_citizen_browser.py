"""The citizens' pages in a real browser: the whole way without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information import actions
from pendopo.modules.information.forms.citizen import SHORTEST_SECONDS
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import (
    PublicThings,
    answer,
    make_agency,
    officer,
    path,
    small_pdf,
)

from tests.browser import go_by

pytestmark = pytest.mark.browser


@pytest.fixture
def agency(site: Any, public_things: PublicThings) -> Agency:
    return make_agency()


def press(page: Any, words: str) -> None:
    go_by(page.get_by_role("button", name=words))


def test_the_whole_way_works_without_javascript(agency: Agency, open_page: Callable[..., Any]) -> None:
    page = open_page(path(agency, "permohonan/"), javascript=False)
    go_by(page.get_by_role("link", name="Mulai mengajukan"))
    page.get_by_label("Informasi apa yang Anda perlukan?").fill("Laporan keuangan dinas 2024")
    page.get_by_label("Untuk apa informasi ini digunakan?").fill("Penelitian")
    press(page, "Lanjutkan")
    go_by(page.get_by_role("link", name="Bukan ini, lanjutkan permohonan"))
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
    go_by(page.get_by_role("main").get_by_role("link", name="Lacak permohonan"))
    page.get_by_label("Nomor pendaftaran").fill(number)
    page.get_by_label("Kode lacak", exact=True).fill(code.lower())
    press(page, "Buka")
    go_by(page.get_by_role("link", name="Lengkapi sekarang"))
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
    assert page.get_by_text("Halaman Anda sudah ditutup").is_visible()


def test_back_after_a_corrected_mistake_shows_the_page_with_what_was_answered(
    agency: Agency, open_page: Callable[..., Any]
) -> None:
    """The answer to a wrong form came by POST and is stored nowhere: the browser would ask to send it again."""
    page = open_page(path(agency, "permohonan/baru/informasi/"))
    press(page, "Lanjutkan")
    assert page.title().startswith("Kesalahan: ")
    page.get_by_label("Informasi apa yang Anda perlukan?").fill("Jadwal uji kompetensi")
    page.get_by_label("Untuk apa informasi ini digunakan?").fill("Ingin ikut")
    press(page, "Lanjutkan")
    assert page.url.endswith("/permohonan/baru/pemohon/")
    page.go_back()
    assert page.title().startswith("Informasi yang diperlukan")
    assert page.get_by_label("Informasi apa yang Anda perlukan?").input_value() == "Jadwal uji kompetensi"
