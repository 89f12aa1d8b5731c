from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import Knock, User
from pendopo.portal.signin.actions import passwords
from pendopo.portal.signin.actions.passwords import answer_knocks
from pendopo.portal.signin.tests.phone import mails, send_password, sign_in, trail, with_app
from pendopo.portal.tasks import see_to_knocks
from pendopo.portal.tests.conftest import PASSWORD
from pendopo.portal.tests.test_accounts import without_token

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)
ASK = "/masuk/lupa-sandi/"
NEW = "/masuk/sandi-baru/"
CHOSEN = "gerimis di beranda"


@pytest.fixture
def rina(agency: Agency, hire: Callable[..., User]) -> User:
    user = hire("rina", agency)
    user.email = "rina@contoh.example"
    user.save()
    return user


def ask(client: Client, name: str = "rina") -> Any:
    return client.post(ASK, {"username": name})


def link() -> str:
    (found,) = re.findall(r"http://localhost:8000(/masuk/sandi-baru/\S+)", OutboxMessage.objects.latest("pk").body)
    return str(found)


def choose(client: Client, password: str = CHOSEN, again: str | None = None) -> Any:
    return client.post(NEW, {"password1": password, "password2": password if again is None else again})


def test_link_leads_to_a_new_password_and_no_further(client: Client, rina: User) -> None:
    with_app(rina)
    elsewhere = Client()
    assert sign_in(elsewhere).status_code == 303
    ask(client)
    assert see_to_knocks() == 1
    assert mails() == [("rina@contoh.example", "Membuat kata sandi baru")]
    address = link()
    opened = client.get(address)
    assert (opened.status_code, opened.headers["Location"]) == (303, NEW)
    page = client.get(NEW)
    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (200, True)
    assert "Untuk akun <strong>rina</strong>" in page.content.decode()
    answer = choose(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/masuk/")
    assert "_auth_user_id" not in client.session
    assert "Masuklah dengan kata sandi yang baru." in client.get("/masuk/").content.decode()
    assert elsewhere.get("/meja/").headers["Location"] == "/masuk/?next=/meja/"
    assert send_password(client, password=PASSWORD).status_code == 422
    assert send_password(client, password=CHOSEN).headers["Location"] == "/masuk/langkah-kedua/"
    stale = Client()
    stale.get(address)
    assert stale.get(NEW).status_code == 410
    told = [action for _agency, action, _details in trail()]
    assert told == ["account.log_in", "account.ask_new_password", "account.reset_password"]
    assert mails()[-1] == ("rina@contoh.example", "Kata sandi diganti")


def test_link_is_good_for_half_an_hour(client: Client, rina: User) -> None:
    with clock.frozen(NOON):
        ask(client)
        answer_knocks()
        client.get(link())
    with clock.frozen(NOON + dt.timedelta(minutes=30)):
        assert client.get(NEW).status_code == 200
    with clock.frozen(NOON + dt.timedelta(minutes=30, seconds=1)):
        page = client.get(NEW)
        assert (page.status_code, "Tautan berlaku 30 menit" in page.content.decode()) == (410, True)
        assert choose(client).status_code == 410
    assert User.objects.get(pk=rina.pk).check_password(PASSWORD)


def test_of_two_at_once_one_uses_the_link(rina: User) -> None:
    token = passwords.tokens.make_token(rina)
    assert passwords.set_new_password(user=rina, token=token, password=CHOSEN)
    assert not passwords.set_new_password(user=rina, token=token, password="lain sama sekali")
    assert User.objects.get(pk=rina.pk).check_password(CHOSEN)


def test_link_of_a_closed_account_opens_nothing(client: Client, rina: User) -> None:
    token = passwords.tokens.make_token(rina)
    User.objects.filter(pk=rina.pk).update(is_active=False)
    client.get(f"{NEW}{rina.pk}/{token}/")
    assert client.get(NEW).status_code == 410
    assert not passwords.set_new_password(user=rina, token=token, password=CHOSEN)


@pytest.mark.parametrize(
    ("password", "again", "errors"),
    [
        ("pendek", "pendek", {"password1": ["Kata sandi terlalu pendek. Harus mengandung setidaknya 12 karakter."]}),
        (CHOSEN, "lain", {"password2": ["Kedua kata sandi baru tidak sama. Tulis lagi yang kedua."]}),
        ("x1" * 65, "x1" * 65, {"password1": ["Kata sandi paling banyak 128 karakter."]}),
        ("", "", {"password1": ["Tulis kata sandi baru."], "password2": ["Tulis kata sandi baru sekali lagi."]}),
    ],
    ids=["short", "repeated", "long", "empty"],
)
def test_wrong_password_is_said_beside_the_field(
    client: Client, rina: User, password: str, again: str, errors: dict[str, list[str]]
) -> None:
    client.get(f"{NEW}{rina.pk}/{passwords.tokens.make_token(rina)}/")
    answer = choose(client, password, again)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, errors)
    assert choose(client).status_code == 303


def test_known_and_unknown_read_and_cost_the_same(
    client: Client, agency: Agency, rina: User, hire: Callable[..., User]
) -> None:
    User.objects.filter(pk=hire("tutup", agency).pk).update(is_active=False)
    pages, work = [], []
    for name in ("rina", "nobo", "tutup", "rina@contoh.example", "nobo@contoh.example"):
        visitor = Client()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = ask(visitor, name)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{ASK}?terkirim=1")
        pages.append(without_token(visitor.get(answer.headers["Location"]).content))
        work.append([re.sub(r"'[^']*'|\b\d+\b|NULL", "?", query["sql"]) for query in captured.captured_queries])
    assert len(set(pages)) == 1
    assert [len(each) for each in work[:3]] == [len(work[0])] * 3
    assert len(work[3]) == len(work[4])
    assert "Bila akun itu ada dan memiliki alamat surel" in pages[0].decode()


def test_nobody_without_account_address_or_own_password_gets_a_link(
    client: Client, agency: Agency, hire: Callable[..., User]
) -> None:
    hire("tanpa-surel", agency)
    closed, sso = hire("tutup", agency), hire("sso", agency)
    User.objects.filter(pk=closed.pk).update(is_active=False, email="tutup@contoh.example")
    sso.set_unusable_password()
    sso.email = "sso@contoh.example"
    sso.save()
    for name in ("tanpa-surel", "tutup", "sso", "nobo"):
        ask(client, name)
    assert answer_knocks() == 4
    assert (mails(), Knock.objects.count()) == ([], 0)


def test_asking_is_limited_by_name_and_address(client: Client, rina: User) -> None:
    with clock.frozen(NOON):
        assert client.post(ASK, {"username": ""}).context["form"].errors == {"username": ["Tulis nama pengguna Anda."]}
        assert [ask(client, "Rina ").status_code for _ in range(6)] == [303] * 5 + [429]
        assert "Tunggu 60 menit" in ask(client, "rina").content.decode()
        answers = [ask(client, f"nama{n}").status_code for n in range(16)]
        assert answers == [303] * 15 + [429]


def test_failures_come_as_one_entry(client: Client, rina: User) -> None:
    for _try in range(3):
        send_password(client, password="salah")
    send_password(client, "nobo", "salah")
    assert see_to_knocks() == 4
    assert trail() == [("dinas-contoh", "account.fail_log_in", {"tries": 3})]
    assert see_to_knocks() == 0
    assert str(Knock(kind="failed", at=NOON)) == "failed 2026-08-03 05:00:00+00:00"


def test_owner_hears_of_many_failures_once_an_hour(
    client: Client, rina: User, agency: Agency, hire: Callable[..., User]
) -> None:
    closed = hire("tutup", agency)
    User.objects.filter(pk=closed.pk).update(is_active=False, email="tutup@contoh.example")

    def fail(tries: int, *names: str) -> tuple[int, int]:
        """Let so many tries fail from as many addresses; return how many lines and mails there are by now."""
        Knock.objects.bulk_create(
            Knock(kind="failed", user=user, at=clock.now())
            for user in (User.objects.get(username=name) for name in names)
            for _try in range(tries)
        )
        see_to_knocks()
        return InboxItem.objects.count(), OutboxMessage.objects.count()

    with clock.frozen(NOON):
        assert [fail(4, "rina", "tutup"), fail(2, "rina", "tutup"), fail(90, "rina")] == [(0, 0), (1, 1), (1, 1)]
    line = InboxItem.objects.get()
    assert (line.agency, line.user, line.url) == (agency, rina, "/akun/sesi/")
    assert line.sentence.startswith("Sedikitnya 6 percobaan masuk ke akun Anda gagal dalam jam ini.")
    assert mails() == [("rina@contoh.example", "Banyak percobaan masuk gagal")]
    body = OutboxMessage.objects.get().body
    assert "di http://localhost:8000/akun/sesi/." in body
    assert "Bila bukan Anda yang melakukannya, segera hubungi admin instansi Anda." in body
    with clock.frozen(NOON + dt.timedelta(hours=1)):
        assert fail(5, "rina") == (2, 2)
