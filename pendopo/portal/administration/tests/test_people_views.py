from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.portal.administration.tests.cases import ask, open_inquiry
from pendopo.portal.administration.tests.test_settings_views import errors, said
from pendopo.portal.tests.conftest import PASSWORD

AT = "/dinas-contoh/meja/pengaturan/"
SOMEBODY = uuid.UUID(int=7)


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def unit(agency: Agency) -> Unit:
    return Unit.objects.create(agency=agency, name="Bidang Data")


@pytest.mark.parametrize("count", [1, 50])
def test_units_with_their_work_in_few_queries(
    client: Client, agency: Agency, admin: User, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        unit = Unit.objects.create(agency=agency, name=f"Bidang {n:02d}")
        ask(open_inquiry(agency, unit, seq=n), unit, admin)
    Unit.objects.create(agency=agency, name="Aset", is_active=False)
    with django_assert_max_num_queries(8):
        rows = client.get(f"{AT}unit/").context["rows"]
    assert [(row.unit.name, row.inquiries, row.materials) for row in rows] == [
        *((f"Bidang {n:02d}", 1, 1) for n in range(count)),
        ("Aset", 0, 0),
    ]


def test_unit_is_added_and_renamed(client: Client, agency: Agency, unit: Unit) -> None:
    assert "Belum ada unit kerja" not in client.get(f"{AT}unit/").content.decode()
    assert client.get(f"{AT}unit/baru/").status_code == 200
    answer = client.post(f"{AT}unit/baru/", {"name": "  Bidang   Umum "})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}unit/")
    assert said(client, AT) == ["Unit Bidang Umum ditambahkan."]
    assert errors(client.post(f"{AT}unit/baru/", {"name": ""})) == {"name": ["Tulis nama unit."]}
    taken = {"name": ["Sudah ada unit dengan nama ini. Tulis nama lain, atau aktifkan kembali unit itu."]}
    assert errors(client.post(f"{AT}unit/baru/", {"name": "BIDANG DATA"})) == taken
    own = f"{AT}unit/{unit.pk}/"
    assert client.get(own).context["form"].initial == {"name": "Bidang Data"}
    assert errors(client.post(own, {"name": "Bidang Umum"})) == taken
    assert errors(client.post(own, {"name": ""})) == {"name": ["Tulis nama unit."]}
    assert client.post(own, {"name": "Bidang Statistik"}).headers["Location"] == f"{AT}unit/"
    assert [found.name for found in Unit.objects.order_by("name")] == ["Bidang Statistik", "Bidang Umum"]


def test_agency_without_units_is_told_why_it_needs_one(client: Client) -> None:
    assert "Belum ada unit kerja" in client.get(f"{AT}unit/").content.decode()


def test_busy_unit_is_not_closed(client: Client, agency: Agency, unit: Unit) -> None:
    inquiry = open_inquiry(agency, unit)
    status = f"{AT}unit/{unit.pk}/status/"
    assert "Nonaktifkan unit" not in client.get(f"{AT}unit/{unit.pk}/").content.decode()
    answer = client.post(status, {"aktif": "0"})
    page = answer.content.decode()
    assert (answer.status_code, "Unit ini masih memegang 1 permohonan terbuka" in page) == (409, True)
    inquiry.state = "completed"
    inquiry.save()
    assert "Nonaktifkan unit" in client.get(f"{AT}unit/{unit.pk}/").content.decode()
    assert client.post(status, {"aktif": "0"}).headers["Location"] == f"{AT}unit/"
    assert said(client, AT) == ["Unit nonaktif: tidak dapat lagi menerima permohonan."]
    assert "Aktifkan unit" in client.get(f"{AT}unit/{unit.pk}/").content.decode()
    client.post(status, {"aktif": "1"})
    assert said(client, AT) == ["Unit aktif kembali."]


def test_unit_and_account_of_another_agency_are_not_there(
    client: Client, other_agency: Agency, hire: Callable[..., User], unit: Unit
) -> None:
    foreign = Unit.objects.create(agency=other_agency, name="Lain")
    asing = hire("asing", other_agency)
    grant = RoleGrant.objects.get(user=asing)
    gets = [f"unit/{foreign.pk}/", f"unit/{SOMEBODY}/", f"petugas/{asing.pk}/", f"petugas/{SOMEBODY}/"]
    posts = [
        f"unit/{foreign.pk}/", f"unit/{foreign.pk}/status/", f"petugas/{asing.pk}/peran/",
        f"petugas/{asing.pk}/peran/{grant.pk}/cabut/", f"petugas/{asing.pk}/status/", f"petugas/{asing.pk}/sandi/",
    ]  # fmt: skip
    assert [client.get(AT + page).status_code for page in gets] == [404] * 4
    assert [client.post(AT + page, {"name": "x"}).status_code for page in posts] == [404] * 6
    assert "asing" not in client.get(f"{AT}petugas/").content.decode()


@pytest.mark.parametrize("count", [1, 50])
def test_accounts_with_their_roles_in_few_queries(
    client: Client, agency: Agency, hire: Callable[..., User], count: int, unit: Unit,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(count - 1):
        RoleGrant.objects.create(user=hire(f"u{n:02d}"), agency=agency, unit=unit, role="back_office")
    with django_assert_max_num_queries(8):
        answer = client.get(f"{AT}petugas/")
    assert [(row.user.username, [str(grant.role) for grant in row.grants]) for row in answer.context["rows"]] == [
        ("admin", ["agency_admin"]),
        *((f"u{n:02d}", ["back_office"]) for n in range(count - 1)),
    ]


def test_system_administrator_sees_an_agency_without_accounts(
    client: Client, other_agency: Agency, hire: Callable[..., User]
) -> None:
    client.force_login(hire("sistem", superuser=True))
    assert "Belum ada akun di instansi ini" in client.get("/badan-contoh/meja/pengaturan/petugas/").content.decode()


def password_on(page: str) -> list[str]:
    return re.findall(r'<strong class="p-code">([a-z2-9-]{19})</strong>', page)


def test_account_is_made_and_its_password_shown_once(client: Client, agency: Agency, unit: Unit) -> None:
    assert client.get(f"{AT}petugas/baru/").status_code == 200
    given = {"name": "Siti Aminah", "username": " Siti.A ", "email": "", "role": "back_office", "unit": str(unit.pk)}
    answer = client.post(f"{AT}petugas/baru/", given)
    siti = User.objects.get(username="siti.a")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}petugas/{siti.pk}/")
    assert staff(siti, agency).unit_ids == {unit.pk}
    client.head(answer.headers["Location"])
    page = client.get(answer.headers["Location"])
    (password,) = password_on(page.content.decode())
    assert "no-store" in page.headers["Cache-Control"]
    assert authenticate(None, username="siti.a", password=password) == siti
    assert password_on(client.get(answer.headers["Location"]).content.decode()) == []
    assert password not in str(dict(client.session))


def test_password_of_one_account_is_not_shown_on_another(client: Client, agency: Agency, admin: User) -> None:
    client.post(f"{AT}petugas/baru/", {"name": "Siti", "username": "siti", "role": "ppid", "unit": ""})
    assert password_on(client.get(f"{AT}petugas/{admin.pk}/").content.decode()) == []


def test_account_that_cannot_be_made(
    client: Client, agency: Agency, other_agency: Agency, unit: Unit, hire: Any
) -> None:
    hire("rina", other_agency)
    closed = Unit.objects.create(agency=agency, name="Tutup", is_active=False)
    good = {"name": "Siti", "username": "siti", "email": "", "role": "ppid", "unit": ""}
    sentences = {
        "name": ({"name": ""}, "Tulis nama lengkap."),
        "username": ({"username": "s i"}, "Pakai 3 sampai 60 huruf kecil, angka, titik, garis bawah, atau tanda hubung, tanpa spasi."),
        "email": ({"email": "x"}, "Tulis alamat surel lengkap, misalnya nama@instansi.go.id."),
        "role": ({"role": ""}, "Pilih peran."),
        "unit": ({"role": "back_office"}, "Pilih unit tempat PPID Pelaksana ini bertugas."),
    }  # fmt: skip
    for field, (wrong, sentence) in sentences.items():
        assert errors(client.post(f"{AT}petugas/baru/", {**good, **wrong})) == {field: [sentence]}
    others = [
        ({"unit": str(unit.pk)}, "Peran ini berlaku untuk seluruh instansi. Pilih “Tanpa unit”."),
        ({"role": "back_office", "unit": str(closed.pk)}, "Unit ini tidak ada atau sudah nonaktif. Pilih unit dari daftar."),
    ]  # fmt: skip
    for wrong, sentence in others:
        assert errors(client.post(f"{AT}petugas/baru/", {**good, **wrong})) == {"unit": [sentence]}
    assert errors(client.post(f"{AT}petugas/baru/", {**good, "username": "Rina"})) == {
        "username": ["Nama pengguna ini sudah dipakai. Pilih nama lain, atau berikan peran kepada akun yang sudah ada."]
    }
    assert {user.username for user in User.objects.all()} == {"admin", "rina"}


def test_role_for_an_account_of_another_agency(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    maria = hire("maria", other_agency)
    tutup = hire("tutup", other_agency)
    User.objects.filter(pk=tutup.pk).update(is_active=False, email="rahasia@contoh.example")
    assert client.get(f"{AT}petugas/tambah/").status_code == 200
    unknown = {"username": ["Tidak ada akun aktif dengan nama pengguna ini. Periksa ejaannya, atau buat akun baru."]}
    for name in ("Maria", "mari", "tutup"):
        assert errors(client.post(f"{AT}petugas/tambah/", {"username": name, "role": "auditor", "unit": ""})) == unknown
    assert set(errors(client.post(f"{AT}petugas/tambah/", {}))) == {"username", "role"}
    given = {"username": "maria", "role": "auditor", "unit": ""}
    answer = client.post(f"{AT}petugas/tambah/", given)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}petugas/{maria.pk}/")
    assert errors(client.post(f"{AT}petugas/tambah/", given)) == {"role": ["Akun ini sudah memiliki peran itu."]}
    page = client.get(answer.headers["Location"]).content.decode()
    assert ("juga di instansi lain" in page, "Buat kata sandi baru" in page, "Nonaktifkan akun" in page) == (
        True,
        False,
        False,
    )
    assert ("Badan Contoh" in page, "Surel</dt>" in page) == (False, False)
    for what in ("sandi", "status"):
        refused = client.post(f"{AT}petugas/{maria.pk}/{what}/", {"aktif": "0"})
        assert (refused.status_code, "diatur administrator sistem" in refused.content.decode()) == (409, True)
    grant = RoleGrant.objects.get(user=maria, agency=agency)
    answer = client.post(f"{AT}petugas/{maria.pk}/peran/{grant.pk}/cabut/")
    assert answer.headers["Location"] == f"{AT}petugas/"
    assert client.get(f"{AT}petugas/{maria.pk}/").status_code == 404
    assert staff(maria, other_agency).roles == {"ppid"}


def test_roles_are_given_and_taken_on_the_accounts_page(
    client: Client, agency: Agency, admin: User, hire: Callable[..., User]
) -> None:
    rina = hire("rina", agency)
    own = f"{AT}petugas/{rina.pk}/"
    assert client.post(f"{own}peran/", {"role": "auditor", "unit": ""}).headers["Location"] == own
    assert errors(client.post(f"{own}peran/", {"role": "auditor", "unit": ""})) == {
        "role": ["Akun ini sudah memiliki peran itu."]
    }
    assert errors(client.post(f"{own}peran/", {})) == {"role": ["Pilih peran."]}
    grant = RoleGrant.objects.get(user=rina, role="ppid")
    take = f"{own}peran/{grant.pk}/cabut/"
    assert client.post(take).headers["Location"] == own
    assert client.post(take).status_code == 404
    assert said(client, own)[-1] == "Peran PPID dicabut dari Petugas rina."
    assert staff(rina, agency).roles == {"auditor"}
    admins = RoleGrant.objects.get(user=admin)
    assert client.post(f"{own}peran/{admins.pk}/cabut/").status_code == 404
    refused = client.post(f"{AT}petugas/{admin.pk}/peran/{admins.pk}/cabut/")
    assert (refused.status_code, "Anda tidak dapat mencabut peran admin sendiri" in refused.content.decode()) == (
        409,
        True,
    )


def test_account_is_closed_and_opened(client: Client, agency: Agency, admin: User, hire: Callable[..., User]) -> None:
    rina = hire("rina", agency)
    own = f"{AT}petugas/{rina.pk}/"
    session = Client()
    session.force_login(rina)
    assert client.post(f"{own}status/", {"aktif": "0"}).headers["Location"] == own
    assert session.get("/dinas-contoh/meja/").headers["Location"] == "/masuk/?next=/dinas-contoh/meja/"
    page = client.get(own).content.decode()
    assert ("Aktifkan akun" in page, "Beri peran lain" in page) == (True, False)
    client.post(f"{own}status/", {"aktif": "1"})
    assert session.get("/dinas-contoh/meja/instansi/").status_code == 200
    refused = client.post(f"{AT}petugas/{admin.pk}/status/", {"aktif": "0"})
    assert (refused.status_code, "akun sendiri" in refused.content.decode()) == (409, True)


def test_new_password_ends_sessions_and_ones_own_is_changed_elsewhere(
    client: Client, agency: Agency, admin: User, hire: Callable[..., User]
) -> None:
    rina = hire("rina", agency)
    session = Client()
    session.force_login(rina)
    own = f"{AT}petugas/{rina.pk}/"
    assert client.post(f"{own}sandi/").headers["Location"] == own
    (password,) = password_on(client.get(own).content.decode())
    assert authenticate(None, username="rina", password=password) == rina
    assert session.get("/dinas-contoh/meja/").headers["Location"] == "/masuk/?next=/dinas-contoh/meja/"
    mine = f"{AT}petugas/{admin.pk}/"
    assert "Buat kata sandi baru" not in client.get(mine).content.decode()
    refused = client.post(f"{mine}sandi/")
    assert (refused.status_code, "Ini akun Anda sendiri" in refused.content.decode()) == (409, True)
    assert authenticate(None, username="admin", password=PASSWORD) == admin
    assert client.get(mine).status_code == 200


def test_one_time_password_is_good_for_choosing_ones_own_only(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    rina = hire("rina", agency)
    own = f"{AT}petugas/{rina.pk}/"
    client.post(f"{own}sandi/")
    (password,) = password_on(client.get(own).content.decode())
    session = Client()
    session.post("/masuk/", {"username": "rina", "password": password})
    assert session.get("/dinas-contoh/meja/").headers["Location"] == "/akun/sandi/?next=/dinas-contoh/meja/"
    new = "gerimis di beranda"
    session.post("/akun/sandi/", {"old_password": password, "new_password1": new, "new_password2": new})
    assert session.get("/dinas-contoh/meja/instansi/").status_code == 200
