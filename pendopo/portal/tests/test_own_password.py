from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.portal.tests.conftest import PASSWORD
from pendopo.portal.tests.test_accounts import NOON, enter

AT = "/akun/sandi/"
NEW = "gerimis di beranda"
TOO_KNOWN = (
    "Kata sandi tidak boleh hanya terdiri atas nama instansi, nama Anda, atau kata yang mudah ditebak. "
    "Tambahkan beberapa kata lain."
)


def change(client: Client, **more: str) -> Any:
    given = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW, **more}
    return client.post(AT, given)


def flag(user: User) -> User:
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    return user


def trail() -> list[tuple[str, str, object, str, object, dict[str, object]]]:
    return [
        (entry.agency.slug, entry.action, entry.subject_id, entry.actor, entry.user_id, entry.details)
        for entry in Entry.objects.order_by("agency__slug", "seq")
    ]


def test_page_asks_three_times_and_is_stored_nowhere(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    answer = client.get(AT)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert [page.count(f'autocomplete="{what}-password"') for what in ("current", "new")] == [1, 2]
    assert ("Paling sedikit 12 karakter" in page, "Ganti dahulu kata sandi awal" in page) == (True, False)
    assert PASSWORD not in page


@pytest.mark.django_db
def test_page_is_for_those_who_are_logged_in(client: Client) -> None:
    assert client.get(AT).headers["Location"] == "/masuk/?next=/akun/sandi/"
    assert change(client).headers["Location"] == "/masuk/?next=/akun/sandi/"


def test_password_is_changed_here_and_other_sessions_end(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    rina = flag(hire("rina", agency))
    elsewhere = Client()
    enter(client, "rina")
    enter(elsewhere, "rina")
    before = client.cookies["sessionid"].value
    answer = change(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/meja/")
    assert client.cookies["sessionid"].value != before
    assert client.session.get_expiry_age() == 1800
    page = client.get("/dinas-contoh/meja/instansi/")
    assert page.status_code == 200
    assert "Kata sandi Anda sudah diganti. Sesi Anda di perangkat lain berakhir." in page.content.decode()
    assert elsewhere.get("/dinas-contoh/meja/").headers["Location"] == "/masuk/?next=/dinas-contoh/meja/"
    rina.refresh_from_db()
    assert not rina.must_change_password
    assert authenticate(None, username="rina", password=PASSWORD) is None
    assert authenticate(None, username="rina", password=NEW) == rina


def test_every_agency_of_the_account_finds_it_in_its_trail(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    left = Agency.objects.create(slug="lama", name="Lama", short_name="Lama")
    rina = hire("rina", agency, other_agency, left)
    RoleGrant.objects.create(user=rina, agency=agency, role="auditor")
    RoleGrant.objects.filter(agency=left).update(is_active=False)
    client.force_login(rina)
    change(client)
    told = ("account.change_password", rina.pk, "Petugas rina", rina.pk, {})
    assert trail() == [("badan-contoh", *told), ("dinas-contoh", *told)]


def test_account_of_no_agency_changes_its_password_too(client: Client, agency: Agency, hire: Any) -> None:
    chief = hire("sistem", superuser=True)
    client.force_login(chief)
    assert change(client).status_code == 303
    assert authenticate(None, username="sistem", password=NEW) == chief
    assert trail() == []


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"old_password": "salah"}, {"old_password": ["Kata sandi ini tidak cocok dengan yang sekarang. Periksa huruf besar dan kecilnya."]}),
        ({"new_password2": "lain sama sekali"}, {"new_password2": ["Kedua kata sandi baru tidak sama. Tulis lagi yang kedua."]}),
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, {"new_password1": ["Kata sandi baru harus berbeda dari yang sekarang."]}),
        ({"new_password1": "gerimis-11x", "new_password2": "gerimis-11x"}, {"new_password2": ["Kata sandi terlalu pendek. Harus mengandung setidaknya 12 karakter."]}),
        ({"new_password1": "petugas-rina", "new_password2": "petugas-rina"}, {"new_password2": ["Kata sandi terlalu mirip dengan nama lengkap.", TOO_KNOWN]}),
        (
            {"old_password": "", "new_password1": "", "new_password2": ""},
            {
                "old_password": ["Tulis kata sandi Anda yang sekarang."],
                "new_password1": ["Tulis kata sandi baru."],
                "new_password2": ["Tulis kata sandi baru sekali lagi."],
            },
        ),
    ],
    ids=["old", "repeated", "same", "short", "similar", "empty"],
)  # fmt: skip
def test_wrong_input_is_said_beside_the_field(
    client: Client, agency: Agency, hire: Callable[..., User], wrong: dict[str, str], errors: dict[str, list[str]]
) -> None:
    rina = flag(hire("rina", agency))
    client.force_login(rina)
    answer = change(client, **wrong)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, errors)
    page = answer.content.decode()
    assert "<title>Kesalahan: Ganti kata sandi" in page
    assert (PASSWORD in page, NEW in page) == (False, False)
    rina.refresh_from_db()
    assert (rina.must_change_password, rina.check_password(PASSWORD), trail()) == (True, True, [])


def test_open_session_is_no_place_for_guessing(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    with clock.frozen(NOON):
        assert change(client, new_password2="x").status_code == 422
        assert [change(client, old_password=f"salah{n}").status_code for n in range(5)] == [422] * 5
        answer = change(client)
        assert (answer.status_code, "Tunggu 5 menit" in answer.content.decode()) == (429, True)
    with clock.frozen(NOON.replace(minute=5)):
        assert change(client).status_code == 303


def test_one_time_password_opens_the_page_of_ones_own_first(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    rina = flag(hire("rina", agency, other_agency))
    assert enter(client, "rina").headers["Location"] == "/meja/"
    asked = {
        "/meja/": "/akun/sandi/?next=/meja/",
        "/dinas-contoh/meja/instansi/?a=1": "/akun/sandi/?next=/dinas-contoh/meja/instansi/%3Fa%3D1",
        "/tidak-ada/meja/": "/akun/sandi/?next=/tidak-ada/meja/",
    }
    for address, there in asked.items():
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, there)
    posted = client.post("/dinas-contoh/meja/instansi/")
    assert (posted.status_code, posted.headers["Location"]) == (302, "/akun/sandi/")
    page = client.get("/akun/sandi/?next=/dinas-contoh/meja/instansi/").content.decode()
    assert ("Ganti dahulu kata sandi awal Anda" in page, ">Batal<" in page) == (True, False)
    assert '<input type="hidden" name="next" value="/dinas-contoh/meja/instansi/">' in page
    assert client.get("/keluar/").status_code == 200
    assert client.get("/dinas-contoh/").status_code == 200
    answer = change(client, next="/dinas-contoh/meja/instansi/")
    assert answer.headers["Location"] == "/dinas-contoh/meja/instansi/"
    assert client.get(answer.headers["Location"]).status_code == 200
    rina.refresh_from_db()
    assert not rina.must_change_password


def test_menu_of_the_workspace_leads_to_the_page(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    assert 'href="/akun/sandi/"' in client.get("/dinas-contoh/meja/instansi/").content.decode()
    assert client.get("/akun/sandi/?next=https://jahat.example/").context["next"] == "/meja/"


def test_period_of_a_password_is_told_apart_from_a_first_one(
    client: Client, agency: Agency, hire: Callable[..., User], settings: Any
) -> None:
    settings.PENDOPO_PASSWORD_DAYS = 90
    rina = hire("rina", agency)
    User.objects.filter(pk=rina.pk).update(password_changed_at=NOON)
    client.force_login(rina)
    assert client.get("/dinas-contoh/meja/instansi/").headers["Location"].startswith(AT)
    assert "Kata sandi Anda sudah waktunya diganti" in client.get(AT).content.decode()
    change(client)
    assert client.get("/dinas-contoh/meja/instansi/").status_code == 200
