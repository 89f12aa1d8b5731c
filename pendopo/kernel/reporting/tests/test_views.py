"""Registers in the officers' workspace: who may, which rows, pages by key, files with a trace."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.reporting import registry
from pendopo.kernel.reporting.registers import Column, Register
from pendopo.kernel.reporting.tests.letters import AT, LETTERS, send

LIST = "/sukamaju/meja/register/"
PAGE = f"{LIST}surat-uji/"
CSV = f"{LIST}surat-uji.csv"
XLSX = f"{LIST}surat-uji.xlsx"
Visit = Callable[..., Client]


@pytest.fixture(autouse=True)
def _in_2026() -> Any:
    with clock.frozen(AT):
        yield


def status_of(client: Client, url: str) -> int:
    response = client.get(url)
    b"".join(response)  # a file is closed when it was read
    return response.status_code


def test_doors(other_agency: Agency, visit: Visit) -> None:
    visitors = {
        "nobody": Client(),
        "stranger": visit("ppid", where=other_agency),
        "front": visit("front_office"),
        "ppid": visit("ppid"),
        "auditor": visit("auditor"),
    }
    unknown = f"{LIST}tidak-ada/"
    seen = {
        who: [status_of(client, url) for url in (LIST, PAGE, CSV, XLSX, unknown)] for who, client in visitors.items()
    }
    assert seen == {
        "nobody": [302, 302, 302, 302, 302],
        "stranger": [404, 404, 404, 404, 404],
        "front": [200, 403, 403, 403, 404],
        "ppid": [200, 200, 200, 200, 404],
        "auditor": [200, 200, 200, 200, 404],
    }


def test_list_shows_the_registers_of_the_role(visit: Visit) -> None:
    assert PAGE in visit("ppid").get(LIST).content.decode()
    page = visit("front_office").get(LIST).content.decode()
    assert PAGE not in page
    assert "Belum ada register untuk peran Anda" in page


def test_page_shows_rows_with_their_links_and_two_heading_rows(
    agency: Agency, other_agency: Agency, visit: Visit
) -> None:
    (row,) = send(agency, subject="<b>Anggaran</b>", attempts=1234)
    send(other_agency, subject="MILIK-LAIN")
    page = visit().get(PAGE).content.decode()
    assert f'<a href="/sukamaju/meja/surat/{row.pk}/">&lt;b&gt;Anggaran&lt;/b&gt;</a>' in page
    for cell in ("siti@contoh.id", "1.234", "4 Agustus 2026 pukul 01.30 WIB", "3 Agu 2026", "−12,50", "Tidak", "–"):
        assert f"<td>{cell}</td>" in page
    assert '<th scope="colgroup" colspan="3">Hasil</th>' in page
    assert '<th scope="col" rowspan="2" class="w-wide">Perihal</th>' in page
    assert "Tahun 2026" in page
    assert "MILIK-LAIN" not in page


def test_identities_are_hidden_from_the_auditor_everywhere(agency: Agency, visit: Visit) -> None:
    send(agency)
    auditor = visit("auditor")
    page = auditor.get(PAGE).content.decode()
    assert "Disembunyikan" in page
    assert "Identitas pemohon disembunyikan" in page
    files = [b"".join(auditor.get(url)) for url in (CSV, XLSX)]
    text = files[0].decode() + str(
        CalamineWorkbook.from_filelike(io.BytesIO(files[1])).get_sheet_by_index(0).to_python()
    )
    assert "siti@contoh.id" not in page + text


def test_period_and_filter_narrow_and_stay_in_the_form(agency: Agency, visit: Visit) -> None:
    send(agency, subject="Agustus")
    send(agency, subject="Januari", at=AT.replace(month=1))
    send(agency, subject="Terkirim", state="sent", sent_at=AT)
    client = visit()
    page = client.get(PAGE, {"tahun": "2026", "bagian": "t3", "status": "queued"})
    text = page.content.decode()
    assert [row.cells[0] for row in page.context["rows"]] == ["Agustus"]
    assert '<option value="t3" selected>' in text
    assert '<option value="queued" selected>' in text
    assert f"{CSV}?tahun=2026&amp;bagian=t3&amp;status=queued" in text
    taken = b"".join(client.get(CSV, {"tahun": "2026", "bagian": "01"})).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(taken))] == ["Perihal", "Januari"]


def test_empty_period_says_so(agency: Agency, visit: Visit) -> None:
    page = visit().get(PAGE, {"tahun": "2020"})
    assert page.status_code == 200
    assert "Tidak ada catatan dalam periode ini" in page.content.decode()


@pytest.mark.parametrize("url", [PAGE, CSV, XLSX])
def test_wrong_period_is_422_beside_the_field_and_keeps_what_was_typed(agency: Agency, visit: Visit, url: str) -> None:
    response = visit().get(url, {"dari": "2026-02-30", "sampai": "2026-03-01", "status": "queued"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-04." in page
    assert 'href="#id_dari"' in page
    assert 'value="2026-02-30"' in page
    assert '<option value="queued" selected>' in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"tahun": "x"},
        {"bagian": "t9"},
        {"status": "tidak"},
        {"dari": "2026-02-02", "sampai": "2026-01-01"},
        {"dari": "\x00", "sampai": "2026-01-01"},
    ],
)
def test_other_wrong_filters_are_422(agency: Agency, visit: Visit, query: dict[str, str]) -> None:
    assert visit().get(PAGE, query).status_code == 422


def test_turning_pages_by_key(agency: Agency, visit: Visit) -> None:
    send(agency, 120)
    client = visit()

    def subjects(url: str) -> list[int]:
        nonlocal page
        page = client.get(PAGE + url)
        assert page.status_code == 200
        return [int(row.cells[0].split()[1]) for row in page.context["rows"]]

    page: Any = None
    assert subjects("?tahun=2026") == list(range(50))
    assert page.context["before_url"] == ""
    assert subjects(page.context["after_url"]) == list(range(50, 100))
    assert subjects(page.context["after_url"]) == list(range(100, 120))
    assert page.context["after_url"] == ""
    assert subjects(page.context["before_url"]) == list(range(50, 100))
    assert subjects(page.context["before_url"]) == list(range(50))
    assert page.context["before_url"] == ""
    assert subjects(page.context["last_url"]) == list(range(70, 120))
    assert page.context["after_url"] == ""
    assert subjects(page.context["first_url"]) == list(range(50))
    assert [client.get(f"{PAGE}?{place}=x").status_code for place in ("setelah", "sebelum")] == [404, 404]


def test_pages_may_turn_by_another_field(agency: Agency, other_agency: Agency, visit: Visit) -> None:
    for name in ("B", "A", "C"):
        Unit.objects.create(agency=agency, name=name)
    registry.add_register(
        Register(
            key="unit",
            title="Unit",
            columns=[Column("name", "Nama", lambda row: row.name)],
            rows=lambda agency, period, filters: Unit.objects.for_agency(agency),
            cursor="name",
        )
    )
    page = visit("auditor").get(f"{LIST}unit/?setelah=A")
    assert [row.cells for row in page.context["rows"]] == [["B"], ["C"]]


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        assert response.status_code == 200
        b"".join(response)
    return len(captured)


@pytest.mark.parametrize("url", [PAGE, CSV, XLSX])
def test_same_queries_with_one_and_fifty_rows(agency: Agency, visit: Visit, url: str) -> None:
    client = visit()
    send(agency, 1)
    queries_of(client, url)  # the agency's first audit entry begins its chain
    one = queries_of(client, url)
    send(agency, 49)
    limit = 8 if url == PAGE else 12
    assert queries_of(client, url) == one <= limit


@pytest.mark.parametrize(("url", "ending"), [(CSV, "csv"), (XLSX, "xlsx")])
def test_files_have_a_name_headers_and_a_trace(agency: Agency, visit: Visit, url: str, ending: str) -> None:
    send(agency)
    response = visit().get(url, {"tahun": "2026", "bagian": "t3", "status": "queued"})
    content = b"".join(response)
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''surat-uji_sukamaju_2026-t3.{ending}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert content[:2] == (b"PK" if ending == "xlsx" else b"\xef\xbb")
    entry = Entry.objects.get()
    assert (entry.action, entry.subject_type, entry.subject_id, entry.actor) == (
        "reporting.export",
        "register",
        agency.pk,
        "Ppid",
    )
    assert entry.details == {
        "register": "surat-uji",
        "format": ending,
        "start": "2026-07-01",
        "end": "2026-09-30",
        "filters": {"status": "queued"},
        "identities": True,
    }


def test_looking_leaves_no_trace_and_an_auditors_export_has_no_identities(agency: Agency, visit: Visit) -> None:
    auditor = visit("auditor")
    auditor.get(PAGE)
    assert not Entry.objects.exists()
    b"".join(auditor.get(CSV))
    assert Entry.objects.get().details["identities"] is False


def test_two_registers_with_one_key_are_refused() -> None:
    registry.add_register(LETTERS)
    with pytest.raises(ValueError, match="surat-uji"):
        registry.add_register(Register(key="surat-uji", title="Lain", columns=(), rows=LETTERS.rows))


def test_pages_turn_by_real_fields_only(agency: Agency) -> None:
    from pendopo.kernel.people.actors import SYSTEM
    from pendopo.kernel.reporting.pages import read_page
    from pendopo.kernel.reporting.period import of_year
    from pendopo.kernel.reporting.registers import sheet

    odd = Register(key="x", title="X", columns=(), rows=lambda a, p, f: Unit.objects.for_agency(a), cursor="children")
    with pytest.raises(TypeError, match="children"):
        read_page(sheet(odd, agency=agency, period=of_year(2026), filters={}, actor=SYSTEM), {"setelah": "x"})
