from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.rules import ROLES

AT = "/dinas-contoh/meja/"
PROFILE = "/dinas-contoh/meja/instansi/"
SETTINGS = "/dinas-contoh/meja/pengaturan/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", [AT, PROFILE])
def test_doors_of_the_workspace(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User], address: str
) -> None:
    assert client.get(address).headers["Location"] == f"/masuk/?next={address}"
    client.force_login(hire("asing", other_agency))
    assert client.get(address).status_code == 404
    client.force_login(hire("rina", agency))
    assert client.get(address).status_code in {200, 302}
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_led_to_its_first_work(
    client: Client, agency: Agency, hire: Callable[..., User], role: str
) -> None:
    client.force_login(hire("rina", agency, role=role))
    answer = client.get(AT)
    first = SETTINGS if role == "agency_admin" else "/dinas-contoh/meja/permohonan/"
    assert (answer.status_code, answer.headers["Location"]) == (302, first)


def test_system_administrator_administers_and_reads_no_case(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    client.force_login(hire("sistem", superuser=True))
    assert client.get(AT).headers["Location"] == SETTINGS
    assert client.get("/dinas-contoh/meja/permohonan/").status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_profile_shows_units_and_roles_in_few_queries(
    client: Client,
    agency: Agency,
    hire: Callable[..., User],
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = hire("rina", agency)
    for n in range(count):
        unit = Unit.objects.create(agency=agency, name=f"Bidang {n:02d}")
        RoleGrant.objects.create(user=hire(f"u{n:02d}"), agency=agency, unit=unit, role="back_office")
    Unit.objects.create(agency=agency, name="Tutup", is_active=False)
    client.force_login(user)
    with django_assert_max_num_queries(8):
        answer = client.get(PROFILE)
    assert [unit.name for unit in answer.context["units"]] == [f"Bidang {n:02d}" for n in range(count)]
    assert [str(grant) for grant in answer.context["colleagues"]] == [
        "Petugas rina · PPID",
        *(f"Petugas u{n:02d} · PPID Pelaksana (unit)" for n in range(count)),
    ]


def test_profile_says_how_the_agency_counts(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    rows = {row["label"]: row["value"] for row in client.get(PROFILE).context["profile"]}
    assert rows == {
        "Jenis": "Badan publik lain",
        "Jam layanan": "Senin–Jumat, 08.00–16.00 WIB",
        "Hari libur": "Libur nasional dan cuti bersama",
        "Diterima di luar jam layanan": "dihitung tanggal itu juga",
        "10 hari kerja dihitung": "sejak dinyatakan lengkap",
        "Alamat": "–",
        "Kontak": "–",
    }
    Agency.objects.update(
        calendar_scope="national", receipt_policy="next_working_day", notice_basis="receipt", week_days=6,
        timezone="Asia/Makassar", address="Jalan A", phone="0411", email="a@b.example", opens_at=dt.time(7, 30),
    )  # fmt: skip
    rows = {row["label"]: row["value"] for row in client.get(PROFILE).context["profile"]}
    assert rows == {
        "Jenis": "Badan publik lain",
        "Jam layanan": "Senin–Sabtu, 07.30–16.00 WITA",
        "Hari libur": "Libur nasional saja",
        "Diterima di luar jam layanan": "dihitung hari kerja berikutnya",
        "10 hari kerja dihitung": "sejak diterima",
        "Alamat": "Jalan A",
        "Kontak": ["0411", "a@b.example"],
    }


def test_profile_of_an_agency_without_units(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    page = client.get(PROFILE).content.decode()
    assert "Belum ada unit kerja." in page
    assert "PPID" in page
