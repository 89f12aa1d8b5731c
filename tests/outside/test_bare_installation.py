"""What an installation keeps and tells of its secrets, and what it does not have: accounts, consoles, folders to look into."""

from __future__ import annotations

import logging
from math import log2
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.test import Client

from pendopo.config import settings as loaded
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.session_store import SessionStore
from pendopo.portal.signin.actions.own_factors import renew_codes

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once
PASSWORD = "  Gerimis di Beranda  "


@pytest.fixture
def rina(db: None) -> User:
    agency = Agency.objects.create(slug="dinas-contoh", name="Dinas Contoh", short_name="Dinas")
    user = User.objects.create_user("rina", password=PASSWORD, name="Petugas Rina")
    RoleGrant.objects.create(user=user, agency=agency, role="auditor")
    return user


def enter(client: Client, password: str) -> Any:
    return client.post("/masuk/", {"username": "rina", "password": password}, secure=True)


def test_password_is_compared_as_it_was_typed(rina: User) -> None:
    tries = (PASSWORD.strip(), PASSWORD.lower(), PASSWORD[:-1], PASSWORD)
    assert [enter(Client(), password).status_code for password in tries] == [422, 422, 422, 303]


def test_password_is_kept_as_argon2id(settings: Any) -> None:
    settings.PASSWORD_HASHERS = loaded.PASSWORD_HASHERS
    kept = make_password(PASSWORD)
    assert kept.startswith("argon2$argon2id$")
    cost = dict(part.split("=") for part in kept.split("$")[3].split(","))
    # RFC 9106's second choice is 64 MiB, three rounds; OWASP's least 19 MiB, two.
    assert (int(cost["m"]) >= 65536, int(cost["t"]) >= 2) == (True, True)
    assert (check_password(PASSWORD, kept), check_password(PASSWORD.strip(), kept)) == (True, False)


def test_login_hides_what_is_typed_and_lets_password_managers_in(db: None) -> None:
    page = Client().get("/masuk/").content.decode()
    field = page[page.index('name="password"') - 200 : page.index('name="password"') + 200]
    assert ('type="password"' in field, 'autocomplete="current-password"' in field) == (True, True)
    assert "onpaste" not in page


def test_key_of_a_session_cannot_be_guessed(db: None) -> None:
    keys = set()
    for _turn in range(3):
        session = SessionStore()
        session.create()
        keys.add(str(session.session_key))
    assert (len(keys), {len(key) for key in keys}) == (3, {32})
    assert 32 * log2(len(VALID_KEY_CHARS)) >= 128


def test_a_new_installation_has_no_account_and_no_console(db: None) -> None:
    assert not User.objects.exists()
    assert [app for app in loaded.INSTALLED_APPS if "admin" in app.lower() and "administration" not in app] == []
    assert [app for app in loaded.INSTALLED_APPS if "debug" in app or "silk" in app] == []


@pytest.mark.parametrize(
    "address", ["/static/", "/static/pendopo/", "/.git/config", "/static/../secret.key", "/media/", "/admin/"]
)
def test_folders_and_files_beside_the_program_are_not_shown(db: None, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_trace_is_no_method(db: None) -> None:
    for address in ("/", "/masuk/", "/api/v1/agencies"):
        answer = Client().trace(address, headers={"x-secret": "kenari"})
        assert (answer.status_code, b"kenari" in answer.content) == (405, False), address


def test_every_kind_of_answer_names_its_letters(db: None) -> None:
    kinds = {
        path: Client().get(path).headers["Content-Type"] for path in ("/", "/masuk/", "/tidak/ada/", "/robots.txt")
    }
    assert {path: kind.partition("; charset=")[2] for path, kind in kinds.items()} == dict.fromkeys(kinds, "utf-8")
    problem = Client().get("/api/v1/tidak/ada")
    assert problem.headers["Content-Type"] == "application/problem+json"


def test_what_is_refused_is_a_line_of_the_log(rina: User, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.force_login(rina)
    with caplog.at_level(logging.INFO, "pendopo.request"):
        client.get("/dinas-contoh/meja/pengaturan/petugas/")
        client.get("/instansi-lain/meja/")
        Client().get("/dinas-contoh/meja/")
    told = [vars(each)["pendopo"] for each in caplog.records if each.name == "pendopo.request"]
    assert [each["status"] for each in told] == [403, 404, 302]
    assert (told[0]["role"], told[0]["agency"], "petugas" in str(told)) == ("auditor", "dinas-contoh", False)


def test_words_of_sql_are_words(rina: User) -> None:
    for typed in ("' OR 1=1 --", "'; DROP TABLE agencies_agency; --", "%' OR name LIKE '%", "\\' OR 1=1 --"):
        answer = Client().get("/", {"kata": typed})
        assert answer.status_code == 200
        assert Client().post("/masuk/", {"username": typed, "password": typed}).status_code == 422
    assert Agency.objects.get().slug == "dinas-contoh"


def test_what_stands_in_an_address_is_no_part_of_a_form(rina: User) -> None:
    asked = f"/masuk/?username=rina&password={PASSWORD}"
    assert Client().post(asked, {}).status_code == 422
    assert Client().post(asked, {"username": ["rina", "lain"], "password": [PASSWORD, PASSWORD]}).status_code == 422
    assert Client().post(asked, {"username": ["lain", "rina"], "password": ["", PASSWORD]}).status_code == 303


def test_the_example_of_a_proxy_speaks_newer_tls_only() -> None:
    text = (ROOT / "deploy" / "nginx" / "pendopo.conf").read_text(encoding="utf-8")
    assert text.count("ssl_protocols TLSv1.2 TLSv1.3;") == text.count("ssl_protocols") == 1
    assert "autoindex on" not in text


def test_recovery_codes_are_long_enough(rina: User) -> None:
    codes = renew_codes(by=rina)
    assert (len(codes), {len(code) for code in codes}) == (10, {8})
    # Digits alone already carry more than the twenty bits that a code must have.
    assert 8 * log2(10) >= 20
