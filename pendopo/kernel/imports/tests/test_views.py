"""Pages of an import: doors, upload, matching of columns, report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.imports.models import ImportRun
from pendopo.kernel.imports.tests.files import HEADINGS, csv_of, row, upload, xlsx_of
from pendopo.kernel.imports.tests.test_actions import work
from pendopo.kernel.people.models import Contact

LIST = "/sukamaju/meja/impor/"
BEGIN = f"{LIST}tamu/baru/"
MAPPING = {"number": "0", "day": "1", "name": "2", "why": "3", "count": ""}
Visit = Callable[..., Client]


def sent(client: Client, rows: list[list[Any]], **how: Any) -> str:
    """Upload rows; return the address of the report."""
    answer = client.post(BEGIN, {"file": upload(csv_of([list(HEADINGS), *rows], **how))})
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"].removesuffix("kolom/")


def test_doors_and_other_agencies(other_agency: Agency, visit: Visit) -> None:
    page = sent(visit(), [row(1)])
    pages = [LIST, BEGIN, page, f"{page}kolom/", f"{page}masalah.csv", f"{LIST}lain/baru/"]
    visitors = {"nobody": Client(), "stranger": visit("ppid", where=other_agency), "admin": visit("agency_admin"),
                "front": visit("front_office"), "ppid": visit()}  # fmt: skip
    assert {who: [client.get(at).status_code for at in pages] for who, client in visitors.items()} == {
        "nobody": [302] * 6,
        "stranger": [404] * 6,
        "admin": [403] * 6,
        "front": [403] * 6,
        "ppid": [200, 200, 200, 200, 200, 404],
    }
    abroad = visit("ppid", where=other_agency)
    assert [
        abroad.get(page.replace("sukamaju", "lain")).status_code,
        abroad.post(f"{page}masukkan/".replace("sukamaju", "lain")).status_code,
    ] == [404, 404]
    assert visitors["ppid"].get(f"{page}masukkan/").status_code == 405


def test_whole_way_by_hand(agency: Agency, visit: Visit) -> None:
    client = visit()
    page = sent(client, [row(1), row(2, day="31/02/2023")], separator=";", encoding="cp1252")
    form = client.get(f"{page}kolom/").content.decode()
    assert "5 dari 5 kolom dikenali dari judulnya" in form
    assert '<option value="1" selected>B: Tanggal – 03/08/2023; 31/02/2023</option>' in form
    answer = client.post(f"{page}kolom/", MAPPING)
    assert (answer.status_code, answer["Location"]) == (303, page)
    working = client.get(page)
    assert (working["Refresh"], "0 dari 2 baris" in working.content.decode()) == ("5", True)
    work()
    shown = client.get(page)
    assert not shown.has_header("Refresh")
    text = shown.content.decode()
    assert "Pemeriksaan selesai; belum ada yang masuk ke register" in text
    assert "“31/02/2023” tidak ada dalam kalender. Perbaiki di berkas asal." in text
    assert "Masukkan 1 baris" in text
    assert client.post(f"{page}masukkan/").status_code == 303
    work()
    assert "Impor selesai" in client.get(page).content.decode()
    assert [contact.name for contact in Contact.objects.all()] == ["Tamu 1"]
    # What is over can be neither matched nor run once more.
    for step in ("kolom/", "periksa/", "masukkan/"):
        assert client.post(page + step, MAPPING).status_code == 409


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "buku.pdf",
            b"%PDF-1.7",
            "Jenis berkas “.pdf” tidak diterima. Simpan sebagai Excel (XLSX), CSV, lalu unggah lagi.",
        ),
        ("buku.xlsx", b"Nomor,Tanggal", "Excel (XLSX)"),
        ("buku.csv", b"", "Berkas ini kosong"),
        ("buku.csv", b"\x00\x01", "bukan teks UTF-8"),
        ("buku.csv", b"satu,dua\r\n1,2\r\n", "Baris judul kolom tidak ditemukan dalam 40 baris pertama."),
        ("buku.xlsx", xlsx_of([]), "Berkas ini tidak berisi baris."),
    ],
)
def test_wrong_files_are_refused_in_words(agency: Agency, visit: Visit, name: str, content: bytes, words: str) -> None:
    answer = visit().post(BEGIN, {"file": upload(content, name)})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not ImportRun.objects.exists()


def test_wrong_matching_is_422_beside_the_field(agency: Agency, visit: Visit) -> None:
    client = visit()
    page = sent(client, [row(1)])
    answer = client.post(f"{page}kolom/", {**MAPPING, "name": "1", "number": "", "count": "77"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kolom ini sudah dipakai untuk “Tanggal kunjungan”. Pilih kolom lain." in text
    assert 'href="#id_number"' in text
    assert 'href="#id_count"' in text


def test_report_turns_pages_with_the_same_queries_and_gives_all_as_csv(agency: Agency, visit: Visit) -> None:
    client = visit()
    few, many = sent(client, [row(1, day="x")]), ""
    client.post(f"{few}kolom/", MAPPING)
    work()
    many = sent(client, [row(number, day="=1+1") for number in range(120)])
    client.post(f"{many}kolom/", MAPPING)
    work()
    costs = []
    for page in (few, many):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        costs.append(len(caught))
    assert costs[0] == costs[1]
    assert [client.get(many, {"page": number}).content.decode().count('role="rowheader"') for number in (1, 2, 3)] == [
        50,
        50,
        20,
    ]
    answer = client.get(f"{many}masalah.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert (rows[0], rows[1], len(rows)) == (
        ["Baris", "Sel", "Kolom", "Masalah"],
        ["2", "B2", "Tanggal kunjungan", "“=1+1” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023."],
        121,
    )


def test_list_shows_imports_newest_first_with_the_same_queries(agency: Agency, visit: Visit) -> None:
    client = visit()
    assert "Belum ada impor" in client.get(LIST).content.decode()
    costs = []
    for count in (1, 3):
        while ImportRun.objects.count() < count:
            sent(client, [row(1)])
        with CaptureQueriesContext(connection) as caught:
            page = client.get(LIST).content.decode()
        costs.append(len(caught))
    assert costs[0] == costs[1]
    assert page.count("Menunggu pencocokan kolom") == 3
    assert client.get(LIST, {"sebelum": "x"}).status_code == 404
    newest = ImportRun.objects.order_by("-id").first()
    assert client.get(LIST, {"sebelum": newest.pk}).content.decode().count("Menunggu pencocokan kolom") == 2
