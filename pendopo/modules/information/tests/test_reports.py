"""The legal register: its columns, its rows, its period in the agency's zone, identities, and its speed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.reporting.period import Period, of_year
from pendopo.kernel.reporting.registers import has_groups, heading_groups, sheet
from pendopo.kernel.reporting.registry import find_register
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.own import issued_notice
from pendopo.modules.information.reports import register as reports
from pendopo.modules.information.rules.notice import NOT_HELD, REDIRECT, REFUSE, NoticeText
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PARTLY,
    PERSON,
    REFUSING,
    WIB,
    Office,
    client_of,
    drafted,
    fresh,
    in_process,
    issued,
    make_office,
    registered,
)

from tests.exempting import exemptions_for

pytestmark = pytest.mark.django_db

YEAR = of_year(2026)


@pytest.fixture
def office() -> Office:
    return make_office()


def cells(office: Office, inquiry: Inquiry) -> dict[str, Any]:
    """Return the register's row of an inquiry by column, empty cells left out."""
    row = reports.rows(office.agency, YEAR, {}).get(pk=inquiry.pk)
    found = {column.key: column.value(row) for column in reports.COLUMNS}
    return {key: value for key, value in found.items() if value not in (None, "")}


def test_columns_of_the_legal_form() -> None:
    """The fifteen columns of PerKI 1/2010 Lampiran IV, with their sub-columns, in their order."""
    groups = [
        (str(group.heading) or str(group.columns[0].heading), [str(column.heading) for column in group.columns])
        for group in heading_groups(reports.COLUMNS)
    ]
    assert groups == [
        ("Nomor pendaftaran", ["Nomor pendaftaran"]),
        ("Tanggal diterima", ["Tanggal diterima"]),
        ("Nama", ["Nama"]),
        ("Alamat", ["Alamat"]),
        ("Nomor kontak", ["Nomor kontak"]),
        ("Pekerjaan", ["Pekerjaan"]),
        ("Informasi yang diminta", ["Informasi yang diminta"]),
        ("Tujuan penggunaan informasi", ["Tujuan penggunaan informasi"]),
        (
            "Status informasi",
            [
                "Di bawah penguasaan: ya", "Di bawah penguasaan: tidak", "Belum didokumentasikan",
                "Badan publik yang menguasai",
            ],
        ),
        ("Bentuk informasi yang dikuasai", ["Softcopy", "Hardcopy"]),
        ("Jenis permohonan", ["Melihat/mengetahui", "Meminta salinan"]),
        ("Keputusan", ["Keputusan"]),
        ("Alasan penolakan", ["Alasan penolakan"]),
        ("Hari dan tanggal", ["Pemberitahuan tertulis", "Pemberian informasi"]),
        ("Biaya dan cara pembayaran", ["Biaya (Rp)", "Cara pembayaran"]),
    ]  # fmt: skip
    assert has_groups(reports.COLUMNS)


def test_identity_is_personal_and_nothing_else() -> None:
    assert {column.key for column in reports.COLUMNS if column.personal} == {"name", "address", "contact", "occupation"}


def test_a_request_just_registered(office: Office) -> None:
    assert cells(office, registered(office)) == {
        "number": "PPID-2026-000001",
        "received": dt.date(2026, 8, 3),
        "name": "Sri Rahayu",
        "address": "Jl. Merdeka 1",
        "contact": "081234567890, sri@contoh.example",
        "occupation": "Guru",
        "details": "Laporan keuangan 2025",
        "purpose": "Penelitian",
        "copy": "√",
    }


def test_a_draft_does_not_stand_in_the_register(office: Office) -> None:
    inquiry = drafted(office, PARTLY)
    assert set(cells(office, inquiry)) == set(cells(office, registered(office)))


ANSWERED = {"noticed": "Rabu, 5 Agustus 2026"}


@pytest.mark.parametrize(
    ("text", "held_form", "expected"),
    [
        (
            GRANTING,
            "softcopy",
            {"held": "√", "softcopy": "√", "decision": "Dikabulkan seluruhnya", "cost": Decimal(0), **ANSWERED},
        ),
        (
            PAID,
            "hardcopy",
            {
                "held": "√", "hardcopy": "√", "decision": "Dikabulkan seluruhnya", "cost": Decimal(15000),
                "payment": "Kas daerah", **ANSWERED,
            },
        ),
        (
            REFUSING,
            "",
            {
                "held": "√",
                "decision": "Ditolak",
                "refusal": "mengungkap rahasia pribadi (UU 14/2008 Pasal 17 huruf h); Memuat rahasia pribadi.",
                **ANSWERED,
            },
        ),
        (
            replace(REFUSING, grounds=("6e",)),
            "",
            {
                "not_documented": "√",
                "decision": "Ditolak",
                "refusal": "belum dikuasai atau didokumentasikan (UU 14/2008 Pasal 6 ayat (3) huruf e); Memuat rahasia pribadi.",
                **ANSWERED,
            },
        ),
        (
            replace(PARTLY, grounds=("6e",), redaction="Lampiran"),
            "",
            {
                "held": "√",
                "not_documented": "√",
                "decision": "Dikabulkan sebagian",
                "refusal": "belum dikuasai atau didokumentasikan (UU 14/2008 Pasal 6 ayat (3) huruf e); Ada data pribadi.",
                "cost": Decimal(0),
                **ANSWERED,
            },
        ),
        (
            # What a draft still says of giving is no part of a refusal; words with a grant are no reason of refusal.
            replace(PAID, decision=REFUSE, grounds=("6d",), reason="Rahasia jabatan."),
            "",
            {
                "held": "√",
                "decision": "Ditolak",
                "refusal": "berkaitan dengan rahasia jabatan (UU 14/2008 Pasal 6 ayat (3) huruf d); Rahasia jabatan.",
                **ANSWERED,
            },
        ),
        (
            replace(GRANTING, reason="Data 2026 belum ada."),
            "",
            {"held": "√", "decision": "Dikabulkan seluruhnya", "cost": Decimal(0), **ANSWERED},
        ),
        (
            NoticeText(NOT_HELD, reason="Tidak pernah dibuat."),
            "",
            {"not_held": "√", "decision": "Tidak dikuasai", "refusal": "Tidak pernah dibuat.", **ANSWERED},
        ),
        (
            NoticeText(REDIRECT, held_by="Dinas Kesehatan", reason="Ada di sana."),
            "",
            {
                "not_held": "√", "holder": "Dinas Kesehatan", "decision": "Dirujuk ke badan publik lain",
                "refusal": "Ada di sana.", **ANSWERED,
            },
        ),
    ],
)  # fmt: skip
def test_answered_requests(office: Office, text: NoticeText, held_form: str, expected: dict[str, Any]) -> None:
    inquiry = in_process(office)
    with clock.frozen(dt.datetime(2026, 8, 5, 9, 0, tzinfo=WIB)):
        cited = exemptions_for(office.agency, text.grounds)
        actions.draft_notice(inquiry=inquiry, text=text, held_form=held_form, by=office.back, exemptions=cited)
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    before = set(cells(office, registered(office)))
    assert {key: value for key, value in cells(office, inquiry).items() if key not in before} == expected


def test_given_information_has_its_day(office: Office) -> None:
    inquiry = issued(office)
    with clock.frozen(dt.datetime(2026, 8, 6, 17, 30, tzinfo=dt.UTC)):
        actions.deliver(inquiry=inquiry, note="Diambil", by=office.front)
    # Half past midnight on Friday by the agency's clock.
    assert cells(office, inquiry)["given"] == "Jumat, 7 Agustus 2026"


def test_those_that_ended_without_a_notice_say_how(office: Office) -> None:
    inquiry = registered(office, obtain_way="view")
    actions.withdraw(inquiry=inquiry, reason="", by=office.front)
    found = cells(office, inquiry)
    assert (found["decision"], found["view"], "noticed" in found, "given" in found) == ("Dicabut", "√", False, False)


def test_groups_and_missing_contacts(office: Office) -> None:
    found = cells(office, registered(office, kind="group", on_behalf_of="Forum Warga", phone="", email=""))
    assert (found["name"], "contact" in found) == ("Sri Rahayu (Forum Warga)", False)


@pytest.mark.parametrize(("zone", "inside"), [("Asia/Jakarta", 1), ("Asia/Jayapura", 0)])
def test_the_period_follows_the_agency_s_clock(zone: str, inside: int) -> None:
    office = make_office("zona", timezone=zone)
    registered(office, at=dt.datetime(2026, 8, 31, 22, 30, tzinfo=WIB))
    august = Period(dt.date(2026, 8, 1), dt.date(2026, 8, 31), "08", 2026)
    assert reports.rows(office.agency, august, {}).count() == inside


def test_filters(office: Office) -> None:
    refused, granted = issued(office, REFUSING), issued(office, unit=office.unit)
    walk_in = registered(office, by=office.front, channel="walk_in")
    draft = drafted(office, REFUSING, unit=office.unit)

    def found(**filters: str) -> set[Inquiry]:
        return set(reports.rows(office.agency, YEAR, filters))

    assert found() == {refused, granted, walk_in, draft}
    assert found(keputusan="refuse") == {refused}
    assert found(saluran="walk_in") == {walk_in}
    assert found(unit=str(office.unit.pk)) == {refused, granted, draft}
    assert found(unit=str(office.other_unit.pk)) == set()
    choices = {
        each.key: [str(label) for _value, label in each.choices(office.agency)] for each in reports.INQUIRIES.filters
    }
    assert choices["unit"] == ["Bidang Data", "Sekretariat"]
    assert choices["keputusan"][0] == "Dikabulkan seluruhnya"
    assert "Surat" in choices["saluran"]


def test_other_agencies_stay_out(office: Office) -> None:
    registered(make_office("lain"))
    assert not reports.rows(office.agency, YEAR, {}).exists()


@pytest.mark.parametrize("many", [1, 30])
def test_the_rows_are_read_in_one_query(office: Office, many: int, django_assert_num_queries: Any) -> None:
    for _each in range(many):
        issued(office)
    shown = sheet(reports.INQUIRIES, agency=office.agency, period=YEAR, filters={}, actor=office.ppid)
    with django_assert_num_queries(1):
        found = [shown.cells(row) for row in shown.ordered]
    assert len(found) == many


def test_it_runs_in_the_order_of_registration(office: Office) -> None:
    made = [registered(office) for _each in range(3)]
    shown = sheet(reports.INQUIRIES, agency=office.agency, period=YEAR, filters={}, actor=office.ppid)
    assert list(shown.ordered) == made


def url(office: Office, name: str = "register") -> str:
    """Return the address of the register."""
    return reverse(f"reporting:{name}", args=[office.agency.slug, "permohonan"])


@pytest.mark.parametrize(
    ("who", "status", "identity"),
    [
        ("front", 200, True),
        ("ppid", 200, True),
        ("superior", 200, False),
        ("auditor", 200, False),
        ("back", 403, False),
    ],
)
def test_on_screen_and_as_csv(office: Office, who: str, status: int, identity: bool) -> None:
    inquiry = registered(office)
    client = client_of(getattr(office, who))
    response = client.get(url(office), {"tahun": "2026"})
    assert response.status_code == status
    if status == 403:
        return
    html = response.content.decode()
    assert office.page("detail", inquiry) in html
    assert (PERSON.name in html) is identity
    table = client.get(url(office, "register_csv"), {"tahun": "2026"})
    (heads, row) = csv.reader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig")))
    found = dict(zip(heads, row, strict=True))
    assert len(heads) == 22
    assert (found["Nomor pendaftaran"], found["Jenis permohonan: Meminta salinan"]) == ("PPID-2026-000001", "√")
    assert (PERSON.name in row) is identity


def test_as_xlsx(office: Office) -> None:
    from python_calamine import CalamineWorkbook

    issued(office, PAID)
    response = client_of(office.ppid).get(url(office, "register_xlsx"), {"tahun": "2026"})
    sheet_rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(0)
    lines = sheet_rows.to_python()
    row = next(line for line in lines if line[0] == "PPID-2026-000001")
    assert (row[1], row[2], row[20], row[21]) == (dt.date(2026, 8, 3), "Sri Rahayu", 15000.0, "Kas daerah")


def test_it_is_registered() -> None:
    assert find_register("permohonan") is reports.INQUIRIES
    assert reports.INQUIRIES.permission == "information.register"


def test_issued_notice_only(office: Office) -> None:
    assert issued_notice(fresh(registered(office))) is None
    assert issued_notice(fresh(drafted(office))) is None
    assert issued_notice(fresh(issued(office))) is not None
