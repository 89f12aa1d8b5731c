from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, NumberTemplate, RegisterCounter
from pendopo.kernel.calendar.models import CalendarYear
from pendopo.kernel.operation.actions import keep_note
from pendopo.kernel.operation.queries import BACKUP
from pendopo.kernel.people.models import User
from pendopo.portal.administration.tests.cases import due, running_clock

pytestmark = pytest.mark.usefixtures("noon")

AT = "/dinas-contoh/meja/pengaturan/"
SETTINGS = {
    "name": "Dinas Contoh Kota Contoh", "short_name": "Dinas Contoh", "kind": "office", "region_code": "33.04",
    "address": "Jalan A", "phone": "0812", "email": "ppid@contoh.example", "timezone": "Asia/Jakarta", "week_days": "5",
    "opens_at": "08:00", "closes_at": "16:00", "receipt_policy": "as_is", "notice_basis": "complete", "letter_release": "issued",
    "calendar_scope": "full", "missed_check": "complete", "missed_repair": "close", "regime": "general",
}  # fmt: skip
BRANDING = {
    "brand_name": "", "brand_kind": "", "logo_text": "", "colour_primary": "#0a489f", "colour_dark": "#083575",
    "colour_light": "#eff5fd",
}  # fmt: skip


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def said(client: Client, address: str) -> list[str]:
    return [str(message) for message in client.get(address).context["messages"]]


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Kesalahan: " in page
    return {name: list(map(str, found)) for name, found in answer.context["form"].errors.items()}


def test_overview_of_an_agency_that_is_not_set_up(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):
        answer = client.get(AT)
    assert [(task["url"].removeprefix("/dinas-contoh/meja/"), task["status"]) for task in answer.context["tasks"]] == [
        ("pengaturan/instansi/", "Kontak belum diisi"),
        ("pengaturan/unit/", "Belum ada unit"),
        ("pengaturan/layanan/", ""),
        ("pengaturan/petugas/", "1 akun aktif"),
        ("pengaturan/kalender/", "Tahun ini sementara"),
        ("pengaturan/pengecualian/", ""),
        ("pengaturan/data-terbuka/", ""),
        ("pengaturan/api/", ""),
        ("pengaturan/bacaan-hukum/", ""),
        ("pengaturan/tampilan/", ""),
        ("pengaturan/nomor/", ""),
        ("audit/", ""),
    ]


def test_overview_of_an_agency_that_is(client: Client, agency: Agency, other_agency: Agency, hire: Any) -> None:
    Agency.objects.update(phone="0812")
    CalendarYear.objects.create(year=2026, status="final")
    for place in (agency, other_agency):
        place.units.create(name="Bidang Data")
        place.units.create(name="Tutup", is_active=False)
    hire("rina", agency)
    hire("asing", other_agency)
    hire("tutup", agency)
    User.objects.filter(username="tutup").update(is_active=False)
    keep_note(name=BACKUP, rows=1)
    answer = client.get(AT)
    assert answer.context["backup"].startswith("Cadangan sistem terakhir yang utuh: ")
    assert answer.context["backup"] in answer.content.decode()
    tasks = answer.context["tasks"]
    assert [task["status"] for task in tasks[:5]] == ["", "1 unit aktif", "", "2 akun aktif", "Tahun ini tetap"]


def test_settings_are_shown_and_saved(client: Client, agency: Agency) -> None:
    page = client.get(f"{AT}instansi/")
    assert page.context["form"].initial["week_days"] == 5
    answer = client.post(f"{AT}instansi/", SETTINGS)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}instansi/")
    agency.refresh_from_db()
    assert (agency.kind, agency.address, agency.email) == ("office", "Jalan A", "ppid@contoh.example")
    assert said(client, AT) == ["Pengaturan tersimpan."]
    client.post(f"{AT}instansi/", SETTINGS)
    assert said(client, AT) == ["Tidak ada yang berubah."]


@pytest.mark.usefixtures("seeded")
def test_other_week_says_how_many_deadlines_moved(client: Client, agency: Agency) -> None:
    found = running_clock(agency)
    client.post(f"{AT}instansi/", {**SETTINGS, "week_days": "6"})
    assert due(found) == "2026-08-14"
    assert said(client, AT) == ["Pengaturan tersimpan. 1 tenggat bergeser."]
    client.post(f"{AT}instansi/", {**SETTINGS, "week_days": "6", "receipt_policy": "next_working_day"})
    assert said(client, AT) == ["Pengaturan tersimpan. Tidak ada tenggat yang bergeser."]
    # The calendar lost its later years: the date stays, and the page says so.
    CalendarYear.objects.filter(year__gte=2026).delete()
    from pendopo.kernel.calendar.actions import touch_calendar

    touch_calendar()
    client.post(f"{AT}instansi/", SETTINGS)
    assert said(client, AT) == [
        (
            "Pengaturan tersimpan. Tidak ada tenggat yang bergeser. "
            "1 tenggat tetap pada tanggal lama karena kalender tahunnya belum dimuat."
        )
    ]


def test_settings_that_cannot_be(client: Client, agency: Agency) -> None:
    wrong = {
        "name": "", "short_name": "a\u202eb", "kind": "x", "region_code": "abc", "email": "ppid", "timezone": "",
        "week_days": "7", "opens_at": "09:00", "closes_at": "09:00", "receipt_policy": "", "phone": "1",
    }  # fmt: skip
    answer = client.post(f"{AT}instansi/", wrong)
    assert set(errors(answer)) == {
        "name", "short_name", "kind", "region_code", "email", "timezone", "week_days", "closes_at", "receipt_policy",
        "notice_basis", "calendar_scope", "letter_release", "missed_check", "missed_repair", "regime",
    }  # fmt: skip
    assert errors(answer)["closes_at"] == ["Jam tutup harus setelah jam buka."]
    assert errors(answer)["region_code"] == ["Tulis kode wilayah dengan titik, misalnya 33, 33.04, atau 33.04.12.2003."]
    assert 'value="ppid"' in answer.content.decode()
    agency.refresh_from_db()
    assert agency.phone == ""


def test_branding_is_saved_and_previewed(client: Client, agency: Agency) -> None:
    assert client.get(f"{AT}tampilan/").context["colours"] == ("#0a489f", "#083575", "#eff5fd")
    wanted = {
        **BRANDING,
        "brand_name": "PPID",
        "colour_primary": "7A2E8E",
        "colour_dark": "#52195f",
        "colour_light": "#f8f0fa",
    }
    answer = client.post(f"{AT}tampilan/", {**wanted, "lihat": "1"})
    assert (answer.status_code, answer.context["colours"]) == (200, ("#7a2e8e", "#52195f", "#f8f0fa"))
    agency.refresh_from_db()
    assert agency.theme_url == ""
    assert client.post(f"{AT}tampilan/", wanted).headers["Location"] == f"{AT}tampilan/"
    assert said(client, AT) == ["Tampilan tersimpan."]
    agency.refresh_from_db()
    assert (agency.brand_name, agency.theme_url) == ("PPID", "/tema/7a2e8e-52195f-f8f0fa.css")
    client.post(f"{AT}tampilan/", wanted)
    assert said(client, AT) == ["Tidak ada yang berubah."]


@pytest.mark.parametrize(
    ("colours", "fields", "previewed"),
    [
        ({"colour_primary": "#ffdd00"}, {"colour_primary": 2}, True),
        ({"colour_dark": "#999999"}, {"colour_dark": 1}, True),
        ({"colour_light": "#333333"}, {"colour_primary": 1, "colour_light": 1}, True),
        ({"colour_primary": "merah"}, {"colour_primary": 1}, False),
        ({"colour_light": ""}, {"colour_light": 1}, False),
        ({"logo_text": "ABCDE"}, {"logo_text": 1}, True),
    ],
)
def test_colours_that_could_not_be_read(
    client: Client, agency: Agency, colours: dict[str, str], fields: dict[str, int], previewed: bool
) -> None:
    answer = client.post(f"{AT}tampilan/", {**BRANDING, **colours})
    assert {name: len(found) for name, found in errors(answer).items()} == fields
    assert (answer.context["colours"] is not None) == previewed
    agency.refresh_from_db()
    assert agency.theme_url == ""


def test_contrast_says_what_to_do(client: Client) -> None:
    answer = client.post(f"{AT}tampilan/", {**BRANDING, "colour_dark": "#999999"})
    assert errors(answer)["colour_dark"][0].endswith("paling sedikit 7,0 banding 1. Pilih warna yang lebih gelap.")


def test_numbers_show_the_next_one(client: Client, agency: Agency, other_agency: Agency) -> None:
    RegisterCounter.objects.create(agency=agency, register="inquiry", year=2026, last=41)
    RegisterCounter.objects.create(agency=agency, register="inquiry", year=2025, last=900)
    RegisterCounter.objects.create(agency=other_agency, register="inquiry", year=2026, last=7)
    (row,) = client.get(f"{AT}nomor/").context["rows"]
    assert (row["title"], row["row"].template, row["row"].own, row["row"].next_number, row["url"]) == (
        "Permohonan informasi publik", "{code}-{year}-{seq:06d}", False, "PPID-2026-000042", f"{AT}nomor/inquiry/",
    )  # fmt: skip
    assert client.get(f"{AT}nomor/inquiry/").context["example"] == "PPID-2026-000042"
    wanted = {"code": "ppid-kom", "template": "{seq:03d}/{code}/{month_roman}/{year}"}
    answer = client.post(f"{AT}nomor/inquiry/", {**wanted, "lihat": "1"})
    assert (answer.status_code, answer.context["example"]) == (200, "042/PPID-KOM/VIII/2026")
    assert NumberTemplate.objects.count() == 0
    answer = client.post(f"{AT}nomor/inquiry/", wanted)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}nomor/")
    (row,) = client.get(f"{AT}nomor/").context["rows"]
    assert (row["row"].own, row["row"].next_number) == (True, "042/PPID-KOM/VIII/2026")
    assert client.get(f"{AT}nomor/inquiry/").context["form"].initial == {**wanted, "code": "PPID-KOM"}
    answer = client.post(f"{AT}nomor/inquiry/", {"code": "PPID", "template": "", "lihat": "1"})
    assert answer.context["example"] == "PPID-2026-000042"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"code": "", "template": "{seq}"}, {"code"}),
        ({"code": "A B", "template": "{seq}/{year}"}, {"code"}),
        ({"code": "PPID", "template": "{seq}"}, {"template"}),
        ({"code": "PPID", "template": "{seq}{year}"}, {"template"}),
        ({"code": "PPID", "template": "{seq}/{year}/{lain}"}, {"template"}),
    ],
)
def test_numbers_that_cannot_be_written(client: Client, given: dict[str, str], fields: set[str]) -> None:
    assert set(errors(client.post(f"{AT}nomor/inquiry/", given))) == fields
    assert NumberTemplate.objects.count() == 0


def test_register_that_is_none(client: Client) -> None:
    assert client.get(f"{AT}nomor/lain/").status_code == 404
