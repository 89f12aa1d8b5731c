"""The dossier: everything that happened, as one PDF and as a ZIP, each taking written down."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.papers import CasePaper
from pendopo.kernel.people.actors import SYSTEM
from pendopo.modules.disputes.reports.dossier import Dossier, DossierTooLarge, archive, pdf
from pendopo.modules.disputes.rules import limits
from pendopo.modules.disputes.tests.bench import CARD, OBJECTION, Shelf, connected, make_office

from tests.staffed import Staffed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Staffed:
    return make_office()


@pytest.fixture
def shelf(office: Staffed) -> Iterator[Shelf]:
    yield from connected(office)


def kept(office: Staffed, name: str, content: bytes, purpose: str = Purpose.LETTER) -> Document:
    return store_bytes(
        agency=office.agency, subject_type="objection", subject_id=OBJECTION, purpose=purpose, name=name,
        content=content, by=SYSTEM,
    )  # fmt: skip


def pages(number: int) -> bytes:
    made, written = pikepdf.Pdf.new(), io.BytesIO()
    for _ in range(number):
        made.add_blank_page(page_size=(300, 400))
    made.save(written)
    return written.getvalue()


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(written, "PNG")
    return written.getvalue()


def papers(office: Staffed) -> list[CasePaper]:
    return [
        CasePaper("Permohonan", dt.date(2026, 8, 3), [("Pemohon", "Sri Rahayu")], [kept(office, "ktp.png", picture(), Purpose.IDENTITY)]),
        CasePaper("Pemberitahuan", dt.date(2026, 8, 18), [("Keputusan", "Ditolak")], [kept(office, "surat.pdf", pages(3))]),
        CasePaper("Keberatan", dt.date(2026, 9, 1), [("Kasus posisi", "Belum dijawab.")], []),
        CasePaper("Tanggapan", dt.date(2026, 10, 1), [], [kept(office, "data.xlsx", b"PK lembar", Purpose.ANSWER)]),
    ]  # fmt: skip


def text_of(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_one_pdf_holds_contents_sheets_and_every_page(office: Staffed) -> None:
    made = pdf(Dossier(office.agency, CARD, papers(office)))
    # Contents, four sheets, one picture, three pages of the letter; the table of figures is in the ZIP only.
    assert len(pikepdf.Pdf.open(io.BytesIO(made)).pages) == 1 + 4 + 1 + 3
    text = text_of(made)
    for shown in (
        "KEB-001",
        "Laporan keuangan 2025",
        "3 Agustus 2026",
        "Sri Rahayu",
        "Belum dijawab.",
        "Terlampir dalam berkas ZIP.",
    ):
        assert shown in text


def test_the_zip_holds_every_file_with_its_checksum(office: Staffed) -> None:
    dossier = Dossier(office.agency, CARD, papers(office))
    packed = zipfile.ZipFile(archive(dossier))
    assert packed.namelist() == [
        "berkas-sengketa-KEB-001.pdf", "01-01-ktp.png", "02-01-surat.pdf", "04-01-data.xlsx", "daftar.csv",
    ]  # fmt: skip
    assert packed.read("04-01-data.xlsx") == b"PK lembar"
    rows = list(csv.DictReader(io.StringIO(packed.read("daftar.csv").decode("utf-8-sig"))))
    assert [(row["no"], row["tanggal"], row["berkas"]) for row in rows] == [
        ("1", "2026-08-03", "01-01-ktp.png"),
        ("2", "2026-08-18", "02-01-surat.pdf"),
        ("4", "2026-10-01", "04-01-data.xlsx"),
    ]
    assert {row["sha256"] for row in rows} == set(Document.objects.values_list("sha256", flat=True))


def test_what_is_too_large_is_refused(office: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DOSSIER_MAX_BYTES", 10)
    with pytest.raises(DossierTooLarge):
        Dossier(office.agency, CARD, papers(office))


def test_pages_of_the_dossier(office: Staffed, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.kept = papers(office)
    addresses = [office.url("dossier_pdf", OBJECTION), office.url("dossier_zip", OBJECTION)]
    doors = {
        role: [office.visit(role).get(address).status_code for address in addresses]
        for role in ("superior", "auditor", "front_office")
    }
    assert doors == {"superior": [403, 403], "auditor": [403, 403], "front_office": [403, 403]}
    assert Entry.objects.filter(action="dispute.dossier").count() == 0
    starts = [b"".join(office.visit("ppid").get(address))[:4] for address in addresses]
    assert starts == [b"%PDF", b"PK\x03\x04"]
    taken = Entry.objects.filter(action="dispute.dossier").order_by("seq").values_list("details", flat=True)
    assert list(taken) == [{"format": "pdf", "files": 3}, {"format": "zip", "files": 3}]
    assert (
        office.visit("ppid").get(office.url("dossier_pdf", "00000000-0000-0000-0000-000000000001")).status_code == 404
    )
    monkeypatch.setattr(limits, "DOSSIER_MAX_BYTES", 10)
    large = office.visit("ppid").get(addresses[0])
    assert (large.status_code, "terlalu besar" in large.content.decode()) == (413, True)


def test_another_agency_finds_no_dossier(office: Staffed, shelf: Shelf) -> None:
    shelf.kept = papers(office)
    other = make_office("lain")
    assert other.visit("ppid").get(other.url("dossier_pdf", OBJECTION)).status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_a_dossier_reads_its_files_without_further_queries(office: Staffed, number: int) -> None:
    made = [
        CasePaper(
            "Surat", dt.date(2026, 8, 3), [], [kept(office, f"{n}.xlsx", b"PK", Purpose.ANSWER) for n in range(number)]
        )
    ]
    with CaptureQueriesContext(connection) as seen:
        archive(Dossier(office.agency, CARD, made))
    assert len(seen) == 0
