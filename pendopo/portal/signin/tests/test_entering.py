from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import Knock, User
from pendopo.portal.signin import factors
from pendopo.portal.signin.actions import own_factors
from pendopo.portal.signin.tests.phone import code, mails, send_password, sign_in, trail, with_app

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)
DESK = "/dinas-contoh/meja/instansi/"
STEP = "/masuk/langkah-kedua/"
WRONG = "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."


@pytest.fixture
def rina(agency: Agency, hire: Callable[..., User]) -> User:
    user = hire("rina", agency)
    User.objects.filter(pk=user.pk).update(email="rina@contoh.example")
    return with_app(user)


def test_password_alone_opens_nothing(client: Client, rina: User) -> None:
    answer = send_password(client, next=DESK)
    assert (answer.status_code, answer.headers["Location"]) == (303, STEP)
    assert "_auth_user_id" not in client.session
    assert client.get(DESK).headers["Location"] == f"/masuk/?next={DESK}"
    page = client.get(STEP)
    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (200, True)
    assert "Kata sandi Anda benar. Tinggal satu langkah lagi." in page.content.decode()


def test_code_opens_the_wanted_page_in_a_new_session(client: Client, rina: User) -> None:
    send_password(client, next=DESK)
    before = client.session.session_key
    answer = client.post(STEP, {"code": f" {code()[:3]} {code()[3:]} "})
    assert (answer.status_code, answer.headers["Location"]) == (303, DESK)
    assert client.session.session_key != before
    assert client.session.get_expiry_age() == 1800
    assert client.get(DESK).status_code == 200
    assert trail() == [("dinas-contoh", "account.log_in", {"second_step": "totp"})]
    assert client.get(STEP).headers["Location"] == "/meja/"


def test_code_is_good_once_in_every_process(client: Client, rina: User) -> None:
    with clock.frozen(NOON):
        assert sign_in(client).status_code == 303
        other = Client()
        answer = sign_in(other)
        assert (answer.status_code, answer.context["form"].errors) == (422, {"code": [WRONG]})
        assert "_auth_user_id" not in other.session
        assert factors.accepts_code(rina, code(steps=1)) == "totp"
        assert factors.accepts_code(rina, code()) == ""


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
@pytest.mark.django_db
def test_clocks_may_differ_by_one_step(steps: int, right: bool) -> None:
    with clock.frozen(NOON):
        found = factors.matching_step("JBSWY3DPEHPK3PXP", code("JBSWY3DPEHPK3PXP", steps))
    assert (found is not None) is right


def test_wrong_code_is_said_and_counted(client: Client, rina: User) -> None:
    with clock.frozen(NOON):
        send_password(client)
        assert client.post(STEP, {"code": ""}).context["form"].errors == {"code": ["Tulis kodenya."]}
        assert [client.post(STEP, {"code": "000000"}).status_code for _ in range(5)] == [422] * 5
        answer = client.post(STEP, {"code": code()})
        assert (answer.status_code, "Tunggu 5 menit" in answer.content.decode()) == (429, True)
    with clock.frozen(NOON + dt.timedelta(minutes=5)):
        assert client.post(STEP, {"code": code()}).status_code == 303
    assert list(Knock.objects.values_list("kind", "user")) == [("failed", rina.pk)] * 5


def test_recovery_code_opens_once_and_tells_its_owner(client: Client, rina: User) -> None:
    first, second, *_rest = own_factors.renew_codes(by=rina)
    assert factors.codes_left(rina) == 10
    send_password(client)
    assert client.post(STEP, {"code": f"{first[:4]} {first[4:]}"}).status_code == 303
    again = Client()
    send_password(again)
    assert again.post(STEP, {"code": first}).status_code == 422
    assert again.post(STEP, {"code": second}).status_code == 303
    assert factors.codes_left(rina) == 8
    assert mails() == [
        ("rina@contoh.example", subject) for subject in ("Kode cadangan baru", *["Kode cadangan dipakai"] * 2)
    ]


def test_sign_in_waits_a_quarter_of_an_hour(client: Client, rina: User) -> None:
    send_password(client)
    session = client.session
    session["account_login"] = {
        **session["account_login"],
        "initiated_at": session["account_login"]["initiated_at"] - 901,
    }
    session.save()
    assert client.post(STEP, {"code": code()}).headers["Location"] == "/masuk/"


def test_account_closed_meanwhile_stays_outside(client: Client, rina: User) -> None:
    send_password(client)
    User.objects.filter(pk=rina.pk).update(is_active=False)
    assert client.post(STEP, {"code": code()}).headers["Location"] == "/masuk/"
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_second_step_without_a_first_leads_to_the_login(client: Client) -> None:
    assert client.get(STEP).headers["Location"] == "/masuk/"


def test_nonsense_instead_of_a_passkey_is_refused_in_words(client: Client, rina: User) -> None:
    send_password(client)
    for sent in ("", '{"response": 1}', "[" * 50_000):
        answer = client.post(STEP, {"credential": sent})
        assert (answer.status_code, "Peramban tidak mengirim kunci sandi" in answer.content.decode()) == (422, True)
    for sent in (
        {"response": {}},
        {"id": "x", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "eA"}},
    ):
        answer = client.post(STEP, {"credential": json.dumps(sent)})
        assert (answer.status_code, "Kunci sandi ini tidak dikenali" in answer.content.decode()) == (422, True)


ALONE = "/masuk/kunci-sandi/"


def test_passkey_alone_refuses_what_is_none_and_counts(client: Client, rina: User) -> None:
    assert client.get(f"{ALONE}?next=//jahat.example/").context["next"] == "/meja/"
    handle = base64.urlsafe_b64encode(rina.pk.hex.encode()).decode().rstrip("=")
    made = {"id": "eA", "rawId": "eA", "type": "public-key"}
    said = {"clientDataJSON": "eA", "authenticatorData": "eA", "signature": "eA"}
    with clock.frozen(NOON):
        assert client.post(ALONE, {"credential": ""}).status_code == 422
        assert not Knock.objects.exists()
        pages = set()
        for response in (
            {},
            said,
            {**said, "userHandle": handle},
            {**said, "userHandle": "eA"},
            {**said, "userHandle": 1},
        ):
            answer = client.post(ALONE, {"credential": json.dumps({**made, "response": response})})
            assert (answer.status_code, "_auth_user_id" in client.session) == (422, False)
            pages.add(tuple(answer.context["form"].non_field_errors()))
        assert pages == {("Kunci sandi ini tidak dikenali. Coba lagi, atau pakai cara lain.",)}
        # Whose key it claimed to be is written down nowhere: nobody has proven it.
        assert set(Knock.objects.values_list("kind", "user")) == {("failed", None)}
        for _try in range(5):
            client.post(ALONE, {"credential": json.dumps({**made, "response": {}})})
        assert client.post(ALONE, {"credential": json.dumps({**made, "response": {}})}).status_code == 429


def test_without_the_requirement_the_password_is_enough(client: Client, rina: User, settings: Any) -> None:
    settings.PENDOPO_MFA = False
    assert send_password(client, next=DESK).headers["Location"] == DESK
    assert client.get(DESK).status_code == 200
    page = client.get("/akun/langkah-kedua/").content.decode()
    assert "Administrator sistem mematikan langkah kedua" in page
    assert client.get("/akun/langkah-kedua/aplikasi/").status_code == 404


def test_demo_says_that_the_second_step_is_off(client: Client, rina: User, settings: Any) -> None:
    settings.PENDOPO_MFA, settings.PENDOPO_DEMO = False, True
    said = "Langkah kedua saat masuk (kode atau kunci sandi) dimatikan di situs contoh."
    assert said in client.get("/masuk/").content.decode()
    send_password(client)
    assert said in client.get("/akun/langkah-kedua/").content.decode()


def test_session_begun_before_the_requirement_is_asked(client: Client, rina: User) -> None:
    client.force_login(rina)
    assert client.get(DESK).headers["Location"] == f"/akun/langkah-kedua/?next={DESK}"
    answer = client.get(f"/akun/langkah-kedua/?next={DESK}")
    assert answer.headers["Location"] == f"/akun/konfirmasi/?next={DESK}"
    asked = client.get(answer.headers["Location"]).content.decode()
    assert "Kami perlu memastikan bahwa ini benar Anda." in asked
    assert client.post("/akun/konfirmasi/", {"code": "000000", "next": DESK}).status_code == 422
    assert client.post("/akun/konfirmasi/", {"code": code(), "next": DESK}).headers["Location"] == DESK
    assert client.get(DESK).status_code == 200


def test_email_names_the_account_where_it_is_the_only_one(
    client: Client, rina: User, agency: Agency, hire: Callable[..., User]
) -> None:
    assert sign_in(client, "RINA@contoh.example").status_code == 303
    User.objects.filter(pk=hire("siti", agency).pk).update(email="rina@contoh.example")
    assert send_password(Client(), "rina@contoh.example").status_code == 422


def test_session_ends_after_twelve_hours_however_busy(client: Client, rina: User) -> None:
    with clock.frozen(NOON):
        sign_in(client)
    for minutes in (0, 11 * 60 + 59):
        with clock.frozen(NOON + dt.timedelta(minutes=minutes)):
            assert client.get(DESK).status_code == 200
    with clock.frozen(NOON + dt.timedelta(hours=12)):
        assert client.get(DESK).headers["Location"] == f"/masuk/?next={DESK}"
    assert "_auth_user_id" not in client.session


def test_known_and_unknown_names_cost_the_same(client: Client, rina: User) -> None:
    work = []
    for name in ("rina", "nobo", "rina@contoh.example", "nobo@contoh.example"):
        with CaptureQueriesContext(connection) as captured:
            assert send_password(Client(REMOTE_ADDR=f"10.0.0.{len(work)}"), name, "salah").status_code == 422
        work.append(len(captured))
    assert (work[0] == work[1], work[2] == work[3]) == (True, True)


@pytest.mark.django_db
def test_anonymous_pages_know_no_session(client: Client, agency: Agency) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get("/dinas-contoh/")
    assert [each["sql"] for each in captured if "session" in each["sql"] or "account" in each["sql"]] == []
