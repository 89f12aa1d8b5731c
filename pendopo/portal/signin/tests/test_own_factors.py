from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.portal.signin import factors, shelf
from pendopo.portal.signin.actions import own_factors
from pendopo.portal.signin.adapters import AccountAdapter, ProviderAdapter
from pendopo.portal.signin.factors import Authenticator
from pendopo.portal.signin.tests.phone import (
    SECRET,
    code,
    mails,
    send_password,
    shown_codes,
    shown_secret,
    sign_in,
    trail,
    with_app,
)
from pendopo.portal.tests.conftest import PASSWORD

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)
DESK = "/dinas-contoh/meja/instansi/"
OWN = "/akun/langkah-kedua/"
APP = f"{OWN}aplikasi/"
CODES = f"{OWN}kode/"
AGAIN = "/akun/konfirmasi/"


@pytest.fixture
def rina(agency: Agency, hire: Callable[..., User]) -> User:
    user = hire("rina", agency)
    user.email = "rina@contoh.example"
    user.save()
    return user


def key(user: User, name: str) -> Authenticator:
    """Keep a passkey as its row only; making a real one takes a browser (test_passkeys)."""
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": {}})


def test_whoever_has_no_factor_is_led_to_enrol(client: Client, rina: User) -> None:
    assert send_password(client, next=DESK).headers["Location"] == DESK
    for address in (DESK, "/meja/", "/akun/sesi/", "/akun/kalender/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{OWN}?next={address}")
    assert client.post(DESK).headers["Location"] == OWN
    page = client.get(f"{OWN}?next={DESK}").content.decode()
    assert "Pasang dahulu langkah kedua" in page
    assert f'href="{APP}?next={DESK}"' in page
    assert "Kalender tenggat saya" not in page
    assert client.get("/akun/sandi/").status_code == 200
    assert client.get("/dinas-contoh/").status_code == 200


def test_app_is_enrolled_and_codes_are_shown_once(client: Client, rina: User) -> None:
    send_password(client, next=DESK)
    page = client.get(f"{APP}?next={DESK}").content.decode()
    secret = shown_secret(page)
    assert ("<svg" in page, "style=" in page, f"secret={secret}&amp;issuer=" in page) == (True, False, True)
    assert shown_secret(client.get(APP).content.decode()) == secret
    assert secret not in str(dict(client.session.items()))
    wrong = client.post(APP, {"code": code(secret, 9), "next": DESK})
    assert wrong.context["form"].errors["code"] == [
        "Kode ini tidak cocok. Tunggu kode berikutnya di aplikasi, lalu tulis keenam angkanya."
    ]
    assert (wrong.status_code, shown_secret(wrong.content.decode()), factors.has_factor(rina)) == (422, secret, False)
    answer = client.post(APP, {"code": code(secret), "next": DESK})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{CODES}?next={DESK}")
    codes = shown_codes(client.get(answer.headers["Location"]).content.decode())
    assert (len(codes), len(set(codes))) == (10, 10)
    assert shown_codes(client.get(CODES).content.decode()) == codes
    file = client.get(f"{CODES}unduh/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="kode-cadangan.txt"'
    assert file.content.decode().split("\r\n")[2:-1] == codes
    assert client.post(CODES, {"simpan": "1", "next": DESK}).headers["Location"] == DESK
    assert shown_codes(client.get(CODES).content.decode()) == []
    assert client.get(f"{CODES}unduh/").status_code == 404
    assert client.get(DESK).status_code == 200
    assert trail() == [
        ("dinas-contoh", "account.log_in", {"second_step": ""}),
        ("dinas-contoh", "account.add_factor", {"factor": "totp"}),
    ]
    assert mails() == [("rina@contoh.example", "Langkah kedua saat masuk ditambahkan")]
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)


def test_own_password_comes_before_enrolling(client: Client, rina: User) -> None:
    User.objects.filter(pk=rina.pk).update(must_change_password=True)
    send_password(client)
    for address in (OWN, APP):
        assert client.get(address).headers["Location"] == f"/akun/sandi/?next={address}"


def test_secret_is_forgotten_after_ten_minutes(client: Client, rina: User) -> None:
    with clock.frozen(NOON):
        send_password(client)
        secret = shown_secret(client.get(APP).content.decode())
    with clock.frozen(NOON + dt.timedelta(minutes=10)):
        client.post(AGAIN, {"password": PASSWORD, "next": APP})
        page = client.post(APP, {"code": code(secret)})
        assert (page.status_code, shown_secret(page.content.decode()) == secret) == (200, False)
    assert not factors.has_factor(rina)


def test_change_of_the_second_step_asks_for_the_password_again(client: Client, rina: User) -> None:
    with_app(rina)
    with clock.frozen(NOON):
        sign_in(client)
    with clock.frozen(NOON + dt.timedelta(minutes=9)):
        assert client.get(APP).status_code == 200
    with clock.frozen(NOON + dt.timedelta(minutes=11)):
        assert client.get(APP).headers["Location"] == f"{AGAIN}?next={APP}"
        assert client.post(CODES).headers["Location"] == f"{AGAIN}?next={OWN}"
        wrong = client.post(AGAIN, {"password": "salah", "next": APP})
        assert wrong.context["form"].errors == {
            "password": ["Kata sandi ini tidak cocok dengan yang sekarang. Periksa huruf besar dan kecilnya."]
        }
        assert client.get(f"{AGAIN}?next={APP}").status_code == 200
        assert client.post(AGAIN, {"password": PASSWORD, "next": APP}).headers["Location"] == APP
        page = client.get(APP).content.decode()
        assert "Aplikasi ini menggantikan yang lama" in page
        secret = shown_secret(page)
        assert client.post(APP, {"code": code(secret)}).headers["Location"] == CODES
        assert factors.accepts_code(rina, code()) == ""
        for _try in range(5):
            client.post(AGAIN, {"password": "salah"})
        assert client.post(AGAIN, {"password": PASSWORD}).status_code == 429


def test_account_without_password_confirms_with_a_code(client: Client, rina: User) -> None:
    with_app(rina)
    rina.set_unusable_password()
    rina.save()
    client.force_login(rina)
    session = client.session
    session["second_step"] = True
    session.save()
    assert client.get(APP).headers["Location"] == f"{AGAIN}?next={APP}"
    assert "Kami perlu memastikan" in client.get(AGAIN).content.decode()
    assert client.post(AGAIN, {"code": code(), "next": APP}).headers["Location"] == APP
    assert client.get(APP).status_code == 200


def test_last_factor_stays(client: Client, rina: User) -> None:
    with_app(rina)
    sign_in(client)
    (app,) = factors.factors_of(rina)
    answer = client.post(f"{OWN}{app.pk}/hapus/")
    assert (answer.status_code, "Ini satu-satunya langkah kedua akun Anda." in answer.content.decode()) == (409, True)
    laptop = key(rina, "Laptop kantor")
    page = client.get(OWN).content.decode()
    assert ("Laptop kantor" in page, "Tidak ada lagi" in page, page.count("/hapus/")) == (True, True, 2)
    assert client.post(f"{OWN}{laptop.pk}/hapus/").headers["Location"] == OWN
    assert client.post(f"{OWN}{laptop.pk}/hapus/").headers["Location"] == OWN
    assert [row.pk for row in factors.factors_of(rina)] == [app.pk]
    assert trail()[-1] == ("dinas-contoh", "account.remove_factor", {"factor": "webauthn"})


def test_anothers_factor_is_out_of_reach(client: Client, rina: User, agency: Agency, hire: Callable[..., User]) -> None:
    other = key(hire("siti", agency), "Kunci Siti")
    with_app(rina)
    key(rina, "Kunci saya")
    sign_in(client)
    client.post(f"{OWN}{other.pk}/hapus/")
    assert Authenticator.objects.filter(pk=other.pk).exists()


def test_codes_are_made_anew(client: Client, rina: User) -> None:
    with_app(rina)
    old = own_factors.renew_codes(by=rina)
    sign_in(client)
    assert "Tersisa 10 kode" in client.get(CODES).content.decode()
    assert client.post(CODES).headers["Location"] == CODES
    codes = shown_codes(client.get(CODES).content.decode())
    assert (len(codes), {each.replace(" ", "") for each in codes} & set(old)) == (10, set())
    assert [factors.accepts_code(rina, old[0]), factors.accepts_code(rina, codes[0])] == ["", "recovery_codes"]
    assert client.post(CODES, {"simpan": "1"}).headers["Location"] == OWN


def test_codes_alone_are_no_second_step(client: Client, rina: User) -> None:
    send_password(client)
    assert client.post(CODES).headers["Location"] == OWN
    assert factors.codes_left(rina) is None


def test_second_app_of_an_open_session_brings_no_codes(client: Client, rina: User) -> None:
    with_app(rina)
    own_factors.renew_codes(by=rina)
    sign_in(client)
    secret = shown_secret(client.get(APP).content.decode())
    assert client.post(APP, {"code": code(secret)}).headers["Location"] == OWN
    assert Authenticator.objects.filter(user=rina, type="totp").count() == 1


@pytest.mark.django_db
def test_account_of_no_agency_gets_its_mail_from_any(hire: Callable[..., User], agency: Agency) -> None:
    chief = hire("sistem", superuser=True)
    own_factors.renew_codes(by=chief)
    assert mails() == []
    User.objects.filter(pk=chief.pk).update(email="chief@contoh.example")
    own_factors.renew_codes(by=chief)
    assert mails() == [("chief@contoh.example", "Kode cadangan baru")]
    stranger = hire("tamu")
    User.objects.filter(pk=stranger.pk).update(email="tamu@contoh.example")
    own_factors.renew_codes(by=stranger)
    assert len(mails()) == 1


def test_shelf_is_empty_when_nothing_was_kept(client: Client, rina: User, rf: Any) -> None:
    request = rf.get("/")
    request.session = {}
    assert shelf.look(request, shelf.CODES) == ""


def test_secret_in_the_row_is_sealed(rina: User) -> None:
    with_app(rina)
    data = Authenticator.objects.get().data
    assert (SECRET in str(data), data["last_step"]) == (False, 0)


def test_nonsense_is_no_passkey(client: Client, rina: User) -> None:
    send_password(client)
    at = f"{OWN}kunci/"
    options = json.loads(client.get(at).context["options"])["publicKey"]
    assert (options["rp"]["id"], options["user"]["name"], options["excludeCredentials"]) == ("testserver", "rina", [])
    strange = {
        "id": "eA",
        "rawId": "eA",
        "type": "public-key",
        "response": {"clientDataJSON": "eA", "attestationObject": "eA"},
    }
    for sent in ("", "null", '{"response": {}}', json.dumps({**strange, "response": {}}), json.dumps(strange)):
        answer = client.post(at, {"name": "Laptop", "credential": sent})
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"__all__"}), sent
    hidden = client.post(at, {"name": "Lap\u202etop", "credential": "{}"})
    assert hidden.context["form"].errors["name"] == ["Tulis nama tanpa karakter tersembunyi."]
    assert not factors.has_factor(rina)


def made_passkey(challenge: str) -> str:
    """Return what a browser sends that has just made a real key for `challenge` (attestation "none")."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(bytes(16), b"k" * 16, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, held)
    response = {
        "clientDataJSON": CollectedClientData.create("webauthn.create", challenge, "https://testserver"),
        "attestationObject": AttestationObject.create("none", told, {}),
    }
    texts = {name: websafe_encode(value) for name, value in response.items()}
    key_id = websafe_encode(held.credential_id)
    return json.dumps({"id": key_id, "rawId": key_id, "type": "public-key", "response": texts})


def test_passkey_that_answers_our_challenge_is_kept(client: Client, rina: User) -> None:
    send_password(client)
    at = f"{OWN}kunci/"
    asked = json.loads(client.get(at).context["options"])["publicKey"]["challenge"]
    sent = {"name": "Laptop", "credential": made_passkey(asked)}
    assert client.post(at, sent).headers["Location"] == CODES
    (row,) = factors.factors_of(rina)
    assert (row.type, row.data["name"]) == ("webauthn", "Laptop")
    assert trail()[-1] == ("dinas-contoh", "account.add_factor", {"factor": "webauthn"})
    # The challenge is over: the same answer once more is none.
    assert client.post(at, sent).status_code == 422


def test_account_has_ten_passkeys_at_most(rina: User) -> None:
    for n in range(10):
        key(rina, f"Kunci {n}")
    with pytest.raises(ValidationError, match="sudah memiliki sepuluh kunci sandi"):
        own_factors.enrol_passkey(by=rina, name="Kunci ke-11", credential={})


def test_wrong_passkey_of_whoever_has_none_is_refused(rina: User) -> None:
    assert not factors.accepts_passkey(rina, {"id": "eA", "rawId": "eA", "type": "public-key", "response": {}})


def test_nobody_signs_up(rf: Any) -> None:
    request = rf.get("/")
    assert not AccountAdapter().is_open_for_signup(request)
    assert not ProviderAdapter().is_open_for_signup(request, None)
    assert AccountAdapter().respond_user_inactive(request, User()).headers["Location"] == "/masuk/"
