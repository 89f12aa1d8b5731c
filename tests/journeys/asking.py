"""What the people of the journeys ask, and how a citizen asks on a telephone without scripts."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

from tests.journeys.people import Person

QUESTION = "Daftar pelatihan teknis tahun 2025: nama, tempat, dan jumlah pesertanya."
PURPOSE = "Bahan skripsi tentang pelatihan pemerintah."


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody who asks; the numbers and addresses belong to nobody."""

    name: str = "Ratna Paramitha"
    nik: str = "9901014502900077"
    address: str = "Jalan Kamboja Nomor 8, Bandung"
    phone: str = "081255500777"
    email: str = "ratna@warga.example"
    # What must stand nowhere on a page of a unit, however it is written.
    traces: tuple[str, ...] = field(default=("Ratna", "Paramitha", "0014502900077", "Kamboja", "55500777"))

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return everything that tells who this is."""
        return (*self.traces, self.nik, self.email, "ratna@")


RATNA = Citizen()


def pdf(text: str = "") -> bytes:
    """Return a small real PDF."""
    from pypdf import PdfWriter

    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": text})
    writer.write(target)
    return target.getvalue()


def pdf_words(content: bytes) -> str:
    """Return the text of a PDF, blanks as single spaces."""
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def fill_in(citizen: Person, who: Citizen = RATNA, question: str = QUESTION) -> None:
    """Answer the three pages without a mistake, up to the check."""
    citizen.open("/bpsdm/permohonan/baru/informasi/")
    citizen.write("Informasi apa yang Anda perlukan?", question)
    citizen.write("Untuk apa informasi ini digunakan?", PURPOSE)
    citizen.press("Lanjutkan")
    if citizen.path.endswith("?mirip"):
        citizen.follow("Bukan ini, lanjutkan permohonan")
    write_requester(citizen, who)
    citizen.press("Lanjutkan")
    citizen.choose("Mendapat salinan elektronik (softcopy)", "Diunduh dari halaman lacak")
    citizen.press("Lanjutkan")
    citizen.reads("Periksa, lalu kirim")


def write_requester(citizen: Person, who: Citizen) -> None:
    """Write name, identity, address and contact."""
    citizen.reads("Data pemohon")
    citizen.choose("Perorangan")
    citizen.write("Nama lengkap", who.name)
    citizen.write("NIK", who.nik)
    citizen.write("Alamat", who.address)
    citizen.write("Nomor telepon", who.phone)
    citizen.write("Alamat surel", who.email)


STATEMENT = "Data yang saya tulis benar, dan saya telah membaca pemberitahuan tentang data pribadi di atas."


def send(citizen: Person) -> tuple[str, str]:
    """Confirm and send; return number and code."""
    citizen.choose(STATEMENT)
    citizen.press("Kirim permohonan", twice=True)
    return receipt(citizen)


def receipt(citizen: Person) -> tuple[str, str]:
    """Return number and code that the receipt shows."""
    citizen.reads("Permohonan Anda terdaftar")
    number, code = citizen.page.locator(".p-receipt dd").all_inner_texts()
    assert re.fullmatch(r"PPID-2026-\d{6}", number)
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)
    return number, code


def track(citizen: Person, number: str, code: str) -> None:
    """Open the own request with number and code, typed as people type them."""
    citizen.open("/bpsdm/lacak/")
    citizen.write("Nomor pendaftaran", f" {number.lower()} ")
    citizen.write("Kode lacak", code.lower().replace("-", " "))
    citizen.press("Buka")
    citizen.reads(number)


def open_case(officer: Person, number: str) -> None:
    """Find a request in the worklist and open it."""
    officer.open("/bpsdm/meja/permohonan/")
    officer.follow(number)
    officer.reads(number)
