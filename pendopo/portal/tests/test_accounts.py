from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.limits import count_try
from pendopo.kernel.people.models import CountedTry, RoleGrant, User
from pendopo.kernel.people.rules import LOGIN_PER_ACCOUNT
from pendopo.portal.signin.actions.entering import IN_HEADER
from pendopo.portal.tests.conftest import PASSWORD

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)
MISMATCH = "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."


def enter(client: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/masuk/", {"username": username, "password": password}, **more)


@pytest.mark.django_db
def test_login_page_is_stored_nowhere(client: Client) -> None:
    answer = client.get("/masuk/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Akun contoh" not in answer.content.decode()
    assert 'autocomplete="current-password"' in answer.content.decode()


def test_login_leads_on_to_the_wanted_page(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    hire("rina", agency)
    answer = client.post("/masuk/", {"username": "rina", "password": PASSWORD, "next": "/dinas-contoh/meja/instansi/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dinas-contoh/meja/instansi/")


@pytest.mark.parametrize("wanted", ["https://jahat.example/", "", "//jahat.example"])
def test_login_never_leads_elsewhere(client: Client, agency: Agency, hire: Callable[..., User], wanted: str) -> None:
    hire("rina", agency)
    answer = client.post("/masuk/", {"username": "rina", "password": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == "/meja/"


def test_login_keeps_next_through_a_wrong_try(client: Client, agency: Agency) -> None:
    answer = client.get("/masuk/?next=/dinas-contoh/meja/")
    assert '<input type="hidden" name="next" value="/dinas-contoh/meja/">' in answer.content.decode()


def without_token(page: bytes) -> bytes:
    head, _, rest = page.partition(b'name="csrfmiddlewaretoken" value="')
    return head + rest[64:]


def test_unknown_name_wrong_password_and_closed_account_read_the_same(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    hire("rina", agency)
    User.objects.filter(pk=hire("tutup", agency).pk).update(is_active=False)
    pages = []
    for username in ("rina", "nobo", "tutup"):
        answer = enter(client, username, "salah" if username == "rina" else PASSWORD)
        assert answer.status_code == 422
        pages.append(without_token(answer.content).replace(username.encode(), b"NAME"))
    assert pages[0] == pages[1] == pages[2]
    assert MISMATCH in pages[0].decode()


@pytest.mark.django_db
def test_empty_form_says_what_is_missing_and_counts_no_try(client: Client) -> None:
    answer = client.post("/masuk/", {"username": "", "password": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Kesalahan: Masuk petugas" in page
    assert "Tulis nama pengguna Anda." in page
    assert "Tulis kata sandi Anda." in page
    assert MISMATCH not in page
    assert not CountedTry.objects.filter(count__gt=0).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["a\x00b", "x" * 255])
def test_names_that_cannot_be_are_refused_in_words(client: Client, username: str) -> None:
    assert enter(client, username).status_code == 422


def test_sixth_try_of_a_name_waits_even_with_the_right_password(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    hire("rina", agency)
    with clock.frozen(NOON):
        assert [enter(client, "Rina ", "salah").status_code for _ in range(5)] == [422] * 5
        answer = enter(client, "rina")
        assert answer.status_code == 429
        assert "Terlalu banyak percobaan masuk" in answer.content.decode()
        assert "Tunggu 5 menit" in answer.content.decode()
        assert enter(client, "lain", "salah").status_code == 422
    with clock.frozen(NOON + dt.timedelta(minutes=5)):
        assert enter(client, "rina").status_code == 303


@pytest.mark.django_db
def test_unknown_names_are_limited_like_known_ones(client: Client) -> None:
    with clock.frozen(NOON):
        assert [enter(client, "nobody", "x").status_code for _ in range(6)] == [422] * 5 + [429]


@pytest.mark.django_db
def test_ten_tries_a_minute_from_one_address_stop_all_names(client: Client) -> None:
    with clock.frozen(NOON):
        answers = [enter(client, f"nama{n}", "x").status_code for n in range(11)]
        assert answers == [422] * 10 + [429]
        assert "Tunggu 1 menit" in enter(client, "lain", "x").content.decode()
        assert enter(client, "lain", "x", REMOTE_ADDR="203.0.113.9").status_code == 422
    with clock.frozen(NOON + dt.timedelta(minutes=1)):
        assert enter(client, "lain", "x").status_code == 422


def test_name_is_open_from_elsewhere_until_a_hundred_tries_in_an_hour(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    hire("rina", agency)
    with clock.frozen(NOON):
        for _try in range(6):
            enter(client, "rina", "salah")
        assert enter(client, "rina", REMOTE_ADDR="203.0.113.9").status_code == 303
        for _try in range(LOGIN_PER_ACCOUNT.tries):
            count_try("login-account:rina", LOGIN_PER_ACCOUNT)
        answer = enter(client, "rina", REMOTE_ADDR="203.0.113.10")
        assert (answer.status_code, "Tunggu 60 menit" in answer.content.decode()) == (429, True)


def test_login_ends_after_half_an_hour_without_a_page(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    hire("rina", agency)
    with clock.frozen(NOON):
        enter(client, "rina")
        assert client.session.get_expiry_age() == 1800
        before = client.session["renewed"]
    with clock.frozen(NOON + dt.timedelta(seconds=59)):
        client.get("/dinas-contoh/meja/instansi/")
        assert client.session["renewed"] == before
    with clock.frozen(NOON + dt.timedelta(seconds=60)):
        answer = client.get("/dinas-contoh/meja/instansi/")
        assert client.session["renewed"] == before + 60
        assert answer.cookies["sessionid"]["max-age"] == 1800


def test_public_pages_never_write_a_session(
    client: Client, agency: Agency, hire: Callable[..., User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hire("rina", agency)
    with clock.frozen(NOON):
        enter(client, "rina")
    with clock.frozen(NOON + dt.timedelta(minutes=10)), django_assert_num_queries(4):
        assert "sessionid" not in client.get("/dinas-contoh/").cookies


def test_new_session_at_login(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    hire("rina", agency)
    client.session.create()
    client.cookies["sessionid"] = old = "a" * 32
    enter(client, "rina")
    assert client.cookies["sessionid"].value != old


def test_logout_asks_first_and_then_ends(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    page = client.get("/keluar/")
    assert page.status_code == 200
    assert "Keluar dari meja kerja?" in page.content.decode()
    assert "_auth_user_id" in client.session
    answer = client.post("/keluar/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/masuk/?keluar=1")
    assert "_auth_user_id" not in client.session
    assert "Anda sudah keluar" in client.get("/masuk/?keluar=1").content.decode()
    assert client.get("/dinas-contoh/meja/").headers["Location"] == "/masuk/?next=/dinas-contoh/meja/"


@pytest.mark.django_db
def test_login_and_logout_need_a_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in ("/masuk/", "/keluar/"):
        answer = strict.post(address, {"username": "a", "password": "b"})
        assert answer.status_code == 403
        assert "Formulir sudah kedaluwarsa" in answer.content.decode()


def test_one_agency_is_entered_directly(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    answer = client.get("/meja/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dinas-contoh/meja/")


def test_several_agencies_are_offered(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    user = hire("rina", agency, other_agency)
    Agency.objects.create(slug="asing", name="Asing", short_name="Asing")
    client.force_login(user)
    answer = client.get("/meja/")
    assert [place.slug for place in answer.context["page"]] == ["badan-contoh", "dinas-contoh"]
    assert 'href="/badan-contoh/meja/"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    RoleGrant.objects.filter(agency=other_agency).update(is_active=False)
    assert client.get("/meja/").headers["Location"] == "/dinas-contoh/meja/"


def test_account_without_role_is_told_what_to_do(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina"))
    assert "Akun Anda belum memiliki peran" in client.get("/meja/").content.decode()


def test_system_administrator_is_offered_all_agencies(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    client.force_login(hire("sistem", superuser=True))
    assert [place.slug for place in client.get("/meja/").context["page"]] == ["badan-contoh", "dinas-contoh"]


@pytest.mark.django_db
def test_chooser_sends_strangers_to_the_login(client: Client) -> None:
    assert client.get("/meja/").headers["Location"] == "/masuk/?next=/meja/"


def test_login_remembers_the_agencies_for_the_header(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    hire("rina", agency, other_agency)
    enter(client, "rina")
    assert client.session["workplaces"] == [["badan-contoh", "Badan Contoh"], ["dinas-contoh", "Dinas Contoh"]]
    agencies = client.get("/dinas-contoh/meja/instansi/").context["agencies"]
    assert agencies == [
        {"name": "Badan Contoh", "url": "/badan-contoh/meja/", "current": False},
        {"name": "Dinas Contoh", "url": "/dinas-contoh/meja/", "current": True},
    ]


@pytest.mark.django_db
def test_header_holds_a_few_agencies_only(client: Client, hire: Callable[..., User]) -> None:
    places = [Agency.objects.create(slug=f"i{n:02d}", name=f"I{n:02d}", short_name=f"I{n:02d}") for n in range(14)]
    hire("rina", *places)
    hire("sistem", superuser=True)
    enter(client, "rina")
    assert [slug for slug, _name in client.session["workplaces"]] == [f"i{n:02d}" for n in range(IN_HEADER)]
    enter(client, "sistem")
    assert client.session["workplaces"] == []


@pytest.mark.django_db
def test_example_shows_its_accounts_and_password(client: Client, settings: Any) -> None:
    settings.PENDOPO_DEMO = True
    page = client.get("/masuk/").content.decode()
    assert "Ini situs contoh" in page
    assert '<strong class="p-code">pendopo-demo</strong>' in page
    for username in ("ult", "unit", "ppid", "ppid2", "atasan", "admin", "auditor", "sistem"):
        assert f'<span class="p-code">{username}</span>' in page
