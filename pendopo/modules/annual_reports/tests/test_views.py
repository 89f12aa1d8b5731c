"""Pages of annual reports: doors, steps, files, and what the public reads."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.modules.annual_reports import rules
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.annual_reports.rules import limits
from pendopo.modules.annual_reports.tests.yearbook import (
    FEBRUARY,
    TEXTS,
    approved,
    make_office,
    published,
    started,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_february() -> object:
    with clock.frozen(FEBRUARY):
        yield


def test_doors() -> None:
    office, other = make_office(), make_office("lain")
    report = started(office)
    addresses = [
        office.url("report_list"),
        office.url("detail", report.pk),
        office.url("write", report.pk, "kebijakan"),
    ]
    seen = {
        role or "nobody": [office.visit(role).get(address).status_code for address in addresses]
        for role in ("", "front_office", "back_office", "ppid", "superior", "auditor")
    }
    assert seen == {
        "nobody": [302, 302, 302],
        "front_office": [403, 403, 403],
        "back_office": [403, 403, 403],
        "ppid": [200, 200, 200],
        "superior": [200, 200, 403],
        "auditor": [200, 200, 403],
    }
    stranger = other.visit("ppid")
    assert [stranger.get(address).status_code for address in addresses] == [404, 404, 404]
    assert stranger.get(other.url("detail", report.pk)).status_code == 404


def test_a_report_from_start_to_publication() -> None:
    office = make_office()
    ppid, superior = office.visit("ppid"), office.visit("superior")
    assert ppid.post(office.url("start"), {"year": "2025"}).status_code == 303
    report = AnnualReport.objects.get()
    for part in rules.PARTS:
        typed = {passage.key: TEXTS.get(passage.key, "") for passage in part.passages}
        assert ppid.post(office.url("write", report.pk, part.key), typed).status_code == 303
    for who, step, typed in (
        (ppid, "propose", {}),
        (superior, "send_back", {"note": "Perjelas."}),
        (ppid, "propose", {}),
        (superior, "approve", {}),
        (ppid, "publish", {}),
    ):
        assert who.get(office.url(step, report.pk)).status_code == 200
        assert who.post(office.url(step, report.pk), typed).status_code == 303
    page = Client().get(office.url("published_report", 2025)).content.decode()
    for shown in ("Isi policy.", "Permohonan yang diterima", "75,0 %", "mengungkap rahasia pribadi"):
        assert shown in page
    pdf = Client().get(office.url("published_pdf", 2025))
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]
    xlsx = Client().get(office.url("published_xlsx", 2025))
    assert b"".join(xlsx.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_files_for_officers() -> None:
    office = make_office()
    report, ppid = written(office), office.visit("ppid")
    starts = {
        name: b"".join(ppid.get(office.url(name, report.pk)))[:4]
        for name in ("report_pdf", "announcement_pdf", "report_docx", "report_xlsx")
    }
    assert starts == {
        "report_pdf": b"%PDF", "announcement_pdf": b"%PDF", "report_docx": b"PK\x03\x04", "report_xlsx": b"PK\x03\x04",
    }  # fmt: skip


def test_every_figure_leads_to_its_cases() -> None:
    office = make_office()
    report = started(office)
    page = office.visit("ppid").get(office.url("detail", report.pk)).content.decode()
    links = re.findall(r"/contoh/meja/laporan/[^\"]+", page)
    assert len(links) == 6
    assert {office.visit("ppid").get(link).status_code for link in links} == {200}


def test_an_unfinished_report_says_what_is_missing() -> None:
    office = make_office()
    report = started(office)
    page = office.visit("ppid").get(office.url("detail", report.pk)).content.decode()
    assert "Kebijakan, Sarana dan prasarana, Sumber daya manusia, Anggaran dan penggunaannya" in page
    assert office.url("propose", report.pk) not in page
    refused = office.visit("ppid").post(office.url("propose", report.pk))
    assert (refused.status_code, "Masih ada bagian yang belum ditulis" in refused.content.decode()) == (403, True)


def test_a_report_that_moved_on_gives_back_what_was_typed() -> None:
    office = make_office()
    report = approved(office)
    late = office.visit("ppid").post(office.url("write", report.pk, "kebijakan"), {"policy": "Kalimat baru."})
    assert (late.status_code, "Kalimat baru." in late.content.decode()) == (409, True)


def test_bad_input_keeps_what_was_typed() -> None:
    office = make_office()
    report, long = started(office), "a" * (limits.TEXT_MAX + 1)
    answer = office.visit("ppid").post(office.url("write", report.pk, "kebijakan"), {"policy": long})
    assert (answer.status_code, long in answer.content.decode()) == (422, True)
    wrong_year = office.visit("ppid").post(office.url("start"), {"year": "1999"})
    assert wrong_year.status_code == 422
    assert office.visit("ppid").get(office.url("write", report.pk, "tidak-ada")).status_code == 404


def test_nothing_is_public_before_publication() -> None:
    office = make_office()
    approved(office)
    names = ("published_report", "published_pdf", "published_xlsx")
    assert [Client().get(office.url(name, 2025)).status_code for name in names] == [404, 404, 404]
    assert "Belum ada laporan yang diumumkan" in Client().get(office.url("published")).content.decode()


def test_queries_and_weight_of_the_public_pages() -> None:
    office = make_office()
    published(office)
    seen = {}
    for name, args in (("published", []), ("published_report", [2025])):
        with CaptureQueriesContext(connection) as queries:
            page = Client().get(office.url(name, *args))
        seen[name] = (len(queries) <= 8, len(page.content) < 15_000)
    assert seen == {"published": (True, True), "published_report": (True, True)}


@pytest.mark.parametrize("others", [0, 49])
def test_the_list_takes_the_same_queries_for_1_and_50_reports(others: int) -> None:
    office = make_office()
    first = started(office)
    AnnualReport.objects.bulk_create(
        AnnualReport(
            agency=office.agency, number=f"{year}", year=1, seq=year, procedure_version="1", state="published",
            state_since_at=FEBRUARY, report_year=year, snapshot=first.snapshot,
        )
        for year in range(1900, 1900 + others)
    )  # fmt: skip
    client = office.visit("ppid")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(office.url("report_list")).content.decode().count("<tr ") == 2 + others
    assert len(seen) == 6
