"""An entry of the DIP from the unit's draft to the citizen's telephone, and the question that follows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.queries import verify

from tests.journeys.hours import Hours
from tests.journeys.people import Person

pytestmark = pytest.mark.browser
TITLE = "Jadwal pelatihan triwulan III"


def test_from_the_units_draft_to_the_public_page(
    office: Agency, person: Callable[..., Person], officer: Callable[[str], Person], hours: Hours, tmp_path: Path
) -> None:
    file = tmp_path / "jadwal.csv"
    file.write_text("pelatihan,mulai\nManajemen konstruksi,2026-09-07\n", encoding="utf-8")
    unit = officer("unit")
    unit.open("/bpsdm/meja/dip/")
    unit.follow("Susun entri")
    unit.write("Judul", TITLE)
    unit.press("Simpan konsep")
    unit.is_told("Tulis ringkasan isi informasi.", "Pilih klasifikasi informasi.")
    unit.write("Ringkasan isi informasi", "Nama pelatihan, waktu, dan tempat.")
    unit.choose("Setiap saat")
    unit.write("Penanggung jawab pembuatan atau penerbitan", "Kepala Pusat Pelatihan Teknis")
    unit.write("Waktu pembuatan", "Agustus 2026")
    unit.page.get_by_label("Berkas").set_input_files(str(file))
    unit.press("Simpan konsep")
    unit.sees("Konsep", "Kolom resmi yang masih kosong", "Jangka waktu penyimpanan", "jadwal.csv")
    unit.follow("Ubah konsep")
    unit.write("Jangka waktu penyimpanan", "2 tahun")
    unit.press("Simpan")
    unit.follow("Ajukan kepada PPID")
    unit.press("Ajukan kepada PPID")
    unit.sees("Diperiksa")

    ppid = officer("ppid")
    ppid.open("/bpsdm/meja/dip/")
    ppid.follow("DIP-PPID-2026-00001")
    ppid.follow("Terbitkan")
    ppid.reads("Terbitkan")
    ppid.sees(TITLE, "2 tahun")
    ppid.press("Terbitkan")
    ppid.sees("Terbit", "Entri terbit dan dapat dibaca setiap orang.")

    citizen = person(width="phone", javascript=False)
    citizen.open("/bpsdm/informasi/")
    citizen.follow(TITLE)
    citizen.reads(TITLE)
    citizen.sees("Setiap saat", "jadwal.csv", "Kepala Pusat Pelatihan Teknis", "Agustus 2026")
    citizen.follow("Tanyakan tentang informasi ini")
    assert TITLE in citizen.page.get_by_label("Informasi apa yang Anda perlukan?").input_value()
    assert verify(office).intact
