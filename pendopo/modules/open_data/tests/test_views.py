"""Exports, the page for people, the feed, and the choice of a licence."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.feedgenerator import rfc3339_date

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.reporting.opened import MonthCount
from pendopo.kernel.reporting.registers import Column, OpenColumns, OpenCounts, Register
from pendopo.kernel.reporting.registry import opened_registers
from pendopo.modules.open_data.models import Terms
from pendopo.modules.open_data.queries import tables
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.tests.shelf import MORNING, Shelf

from tests.exempting import exemption_in_force
from tests.staffed import Staffed

TODAY = dt.datetime(2026, 11, 2, 3, 0, tzinfo=dt.UTC)
DIK, LIST = "pengecualian", tables.LIST_KEY


def take(key: str, suffix: str = "csv", query: str = "", **headers: str) -> Any:
    with clock.frozen(TODAY):
        answer = Client(headers=headers).get(f"/dinas/data-terbuka/{key}.{suffix}{query}")
        answer.words = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    return answer


def rows(key: str, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(take(key, query=query).words, newline="")))


def objects(key: str, query: str = "") -> Any:
    return json.loads(take(key, "json", query).words)


@pytest.fixture
def exempt(agency: Agency) -> Agency:
    Unit.objects.create(agency=agency, name="Bidang Data")
    exemption_in_force(agency, "h", title="=Nilai, ujian\npeserta", until=dt.date(2028, 1, 1))
    exemption_in_force(agency, "ab", decree_on=dt.date(2025, 5, 1))
    return agency


def test_what_is_open_of_each_register_is_a_list_that_somebody_has_read() -> None:
    opened = {each.key: each.opened for each in opened_registers()}
    columns = {key: list(each.columns) for key, each in opened.items() if isinstance(each, OpenColumns)}
    assert columns[DIK] == ["decree", "on", "title", "letters", "laws", "from", "until", "unit", "state", "ended"]
    counted = {key: list(each.statuses) for key, each in opened.items() if isinstance(each, OpenCounts)}
    assert counted["permohonan"] == [
        "grant", "partial", "refuse", "not_held", "redirect", "withdrawn", "closed_incomplete", "running",
    ]  # fmt: skip
    assert counted["keberatan"] == ["granted", "partly", "refused", "withdrawn", "unanswered", "running"]


def test_a_register_never_opens_a_personal_column() -> None:
    columns = (Column("a", "A", str), Column("name", "Nama", str, personal=True))
    for wanted in ("name", "tidak-ada"):
        with pytest.raises(ValueError, match="cannot open"):
            Register("x", "X", columns, lambda *_: None, opened=OpenColumns("X", "X", ["a", wanted], "a"))


def test_exempt_information_as_csv(exempt: Agency, shelf: Shelf) -> None:
    answer = take(DIK)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="dinas-{DIK}.csv"'
    assert answer.words.startswith("decree,on,title,letters,laws,from,until,unit,state,ended\r\n")
    assert rows(DIK)[0] == {
        "decree": "UK-UJI-2026-0001/DIK", "on": "2026-01-02", "title": "'=Nilai, ujian\npeserta",
        "letters": "UU 14/2008 Pasal 17 huruf h", "laws": "UU 27/2022 Pasal 4 ayat (2)", "from": "2026-01-02",
        "until": "2028-01-01", "unit": "Bidang Data", "state": "Berlaku", "ended": "",
    }  # fmt: skip
    assert [each["on"] for each in rows(DIK, "?tahun=2025")] == ["2025-05-01"]


def test_exempt_information_as_json(exempt: Agency, shelf: Shelf) -> None:
    found = objects(DIK, "?tahun=2026")
    assert (found["table"], found["agency"], found["from"], found["until"]) == (
        DIK, "Dinas Contoh", "2026-01-01", "2026-12-31",
    )  # fmt: skip
    assert found["columns"][0] == {"key": "decree", "heading": "Nomor penetapan"}
    assert [(each["title"], each["until"], each["ended"]) for each in found["rows"]] == [
        ("=Nilai, ujian\npeserta", "2028-01-01", None)
    ]


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_what_is_not_open_never_leaves(exempt: Agency, shelf: Shelf, suffix: str) -> None:
    canaries = (
        "Kolom alamat",
        "Daftar peserta",
        "Rugi.",
        "Aman.",
        "Kecil.",
        "Melindungi hak pribadi",
        "penguji",
        "pimpinan",
    )
    text = take(DIK, suffix).words
    assert "Nilai, ujian" in text
    assert [canary for canary in canaries if canary in text] == []


def test_who_has_it_is_not_sent_it_again(exempt: Agency, shelf: Shelf) -> None:
    first = take(DIK)
    assert first.headers["Last-Modified"] == "Fri, 02 Jan 2026 03:00:00 GMT"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = take(DIK, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.words, again.headers["ETag"]) == (304, "", first.headers["ETag"])
    assert take(DIK, "json").headers["ETag"] != first.headers["ETag"]
    exemption_in_force(exempt, "c")
    changed = take(DIK, **{"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_the_list_of_public_information(agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1, "-Anggaran", extras={"number": "DIP-1", "holder": "Bidang Data", "year": "2026", "cycle": "x"})
    shelf.put(agency, 2)
    [first, second] = rows(LIST)
    assert {key: first[key] for key in ("title", "class", "number", "holder", "year", "retention", "published")} == {
        "title": "'-Anggaran", "class": "Berkala", "number": "DIP-1", "holder": "Bidang Data", "year": "2026",
        "retention": "", "published": "2026-08-03",
    }  # fmt: skip
    assert second["files"] == f"http://testserver/dinas/informasi/{shelf.all[1].id}/a.pdf"
    assert objects(LIST)["rows"][0]["page"] == f"http://testserver/dinas/informasi/{shelf.all[0].id}/"
    assert [each["title"] for each in objects(LIST)["rows"]] == ["-Anggaran", "Laporan 2"]
    before = take(LIST).headers
    assert before["Last-Modified"] == "Mon, 03 Aug 2026 04:00:00 GMT"
    shelf.put(agency, 3)
    assert take(LIST).headers["ETag"] != before["ETag"]


def test_an_empty_table_has_its_heading_alone(agency: Agency, shelf: Shelf) -> None:
    assert take(DIK).words == "decree,on,title,letters,laws,from,until,unit,state,ended\r\n"
    assert objects(DIK)["rows"] == []
    assert "Last-Modified" not in take(DIK).headers
    assert rows("permohonan") == rows("keberatan") == []


def test_counts_by_month_and_outcome(agency: Agency, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = [MonthCount(dt.date(2026, 9, 1), "grant", 3), MonthCount(dt.date(2026, 10, 1), "running", 1)]
    monkeypatch.setattr(tables, "month_counts", lambda *_: counted)
    assert rows("permohonan") == [
        {"month": "2026-09", "status": "grant", "label": "Dikabulkan seluruhnya", "count": "3"},
        {"month": "2026-10", "status": "running", "label": "Dalam proses", "count": "1"},
    ]
    assert objects("permohonan")["rows"][0]["count"] == 3
    assert "Last-Modified" not in take("permohonan").headers


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (f"/dinas/data-terbuka/{DIK}.xlsx", 404),
        ("/dinas/data-terbuka/sengketa.csv", 404),
        (f"/tidak-ada/data-terbuka/{DIK}.csv", 404),
        (f"/dinas/data-terbuka/{DIK}.csv?tahun=dua", 422),
        (f"/dinas/data-terbuka/{DIK}.csv?tahun={limits.FIRST_YEAR - 1}", 422),
        (f"/dinas/data-terbuka/{DIK}.csv?tahun=9999", 422),
    ],
)
def test_tables_and_years_that_are_none(agency: Agency, shelf: Shelf, address: str, code: int) -> None:
    assert Client().get(address).status_code == code


def test_one_and_fifty_rows_cost_the_same(exempt: Agency, shelf: Shelf) -> None:
    costs = []
    for more in (0, 50):
        for _ in range(more):
            exemption_in_force(exempt, "c")
        with CaptureQueriesContext(connection) as seen:
            take(DIK, query=f"?tahun=2026&x={more}")
        costs.append(len(seen))
    assert costs == [3, 3]


def test_the_page_shows_tables_licence_and_examples(agency: Agency, shelf: Shelf) -> None:
    with CaptureQueriesContext(connection) as seen:
        page = Client().get("/dinas/data-terbuka/").content.decode()
    assert len(seen) <= 2
    for words in (
        "Daftar Informasi Publik", f'href="/dinas/data-terbuka/{DIK}.csv"', "belum menyatakan lisensi",
        "http://testserver/dinas/api/3/action/", "RemoteCKAN(&quot;http://testserver/dinas&quot;)",
        '<link rel="alternate" type="text/turtle" href="/dinas/katalog.ttl">',
    ):  # fmt: skip
        assert words in page
    Terms.objects.create(agency=agency, licence="cc-by", source="SK 1/2026")
    stated = Client().get("/dinas/data-terbuka/?baru").content.decode()
    assert "Creative Commons Attribution 4.0" in stated
    assert "Dasar: SK 1/2026." in stated


def test_the_feed_tells_what_is_new(agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1, "Anggaran & kas")
    shelf.put(agency, 2)
    answer = Client().get("/dinas/data-terbuka/baru.atom")
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert text.index("Laporan 2") < text.index("Anggaran &amp; kas")
    assert text.count("<entry>") == 2
    assert f"<updated>{rfc3339_date(MORNING + dt.timedelta(hours=1))}</updated>" in text
    assert f"<id>urn:uuid:{shelf.all[0].id}</id>" in text


def test_the_agency_chooses_a_licence_with_its_source(agency: Agency) -> None:
    staffed = Staffed(agency, "open_data")
    address = staffed.url("license_data")
    admin = staffed.visit("agency_admin")
    assert admin.get(address).status_code == 200
    refused = admin.post(address, {"licence": "cc-by", "source": " "})
    assert refused.status_code == 422
    assert "Tulis dasar lisensi ini" in refused.content.decode()
    assert admin.post(address, {"licence": ""}).status_code == 422
    assert admin.post(address, {"licence": "cc-by", "source": "\u202eSK"}).status_code == 422
    saved = admin.post(address, {"licence": "cc-by", "source": "SK 1/2026"})
    assert (saved.status_code, "Lisensi tersimpan." in saved.content.decode()) == (200, True)
    assert list(Terms.objects.values_list("agency", "licence", "source")) == [(agency.pk, "cc-by", "SK 1/2026")]
    admin.post(address, {"licence": "notspecified", "source": "SK 1/2026"})
    assert list(Terms.objects.values_list("licence", "source")) == [("notspecified", "")]
    assert staffed.visit("front_office").get(address).status_code == 403
