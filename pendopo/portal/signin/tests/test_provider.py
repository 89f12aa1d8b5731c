from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.portal.signin import provider
from pendopo.portal.signin.tests.oidc_server import CLIENT, SECRET, Provider
from pendopo.portal.signin.tests.phone import code, trail, with_app

# What is tested is the way over HTTP; the rows it writes are those of the other files.
pytestmark = pytest.mark.once

DESK = "/dinas-contoh/meja/instansi/"
FAILED = "Masuk lewat SSO Kota tidak berhasil."
STALE = "Jawaban dari SSO Kota ini bukan untuk peramban ini, sudah dipakai,"


@pytest.fixture(scope="module")
def _running() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.close()


@pytest.fixture
def idp(_running: Provider, settings: Any) -> Provider:
    settings.PENDOPO_OIDC, settings.PENDOPO_OIDC_NAME = _running.url, "SSO Kota"
    settings.PENDOPO_OIDC_CLIENT, settings.PENDOPO_OIDC_SECRET = CLIENT, SECRET
    _running.claims = {"sub": "orang-1", "preferred_username": "rina"}
    _running.told, _running.omits_token, _running.published = None, False, _running.key
    return _running


@pytest.fixture
def rina(agency: Agency, hire: Callable[..., User]) -> User:
    return with_app(hire("rina", agency))


def come_back(client: Client, wanted: str = DESK) -> Any:
    """Go to the provider as a browser does, and come back from it."""
    answer = client.get("/masuk/sso/", {"next": wanted})
    assert answer.status_code == 302, answer.content.decode()
    back = requests.get(answer.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_person_known_to_the_provider_gives_our_second_step(client: Client, idp: Provider, rina: User) -> None:
    assert "Masuk dengan SSO Kota" in client.get("/masuk/").content.decode()
    answer = come_back(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/masuk/langkah-kedua/")
    assert "_auth_user_id" not in client.session
    assert client.post("/masuk/langkah-kedua/", {"code": code()}).headers["Location"] == DESK
    assert client.get(DESK).status_code == 200
    bound = SocialAccount.objects.get()
    assert (bound.user, bound.uid, bound.extra_data) == (rina, "orang-1", {})
    assert trail() == [
        ("dinas-contoh", "account.bind_provider", {}),
        ("dinas-contoh", "account.log_in", {"second_step": "totp"}),
    ]


@pytest.mark.parametrize("said", [{"amr": ["pwd", "otp"]}, {"amr": "mfa"}, {"acr": "mfa"}])
def test_second_step_of_the_provider_counts_when_it_says_so(
    client: Client, idp: Provider, rina: User, said: dict[str, object]
) -> None:
    idp.claims |= said
    assert come_back(client).headers["Location"] == DESK
    assert client.get(DESK).status_code == 200
    assert trail()[-1] == ("dinas-contoh", "account.log_in", {"second_step": "provider"})


def test_person_stays_bound_to_the_account(
    client: Client, idp: Provider, rina: User, agency: Agency, hire: Callable[..., User]
) -> None:
    hire("siti", agency)
    idp.claims["amr"] = ["mfa"]
    come_back(client)
    idp.claims["preferred_username"] = "siti"
    again = Client()
    assert come_back(again).headers["Location"] == DESK
    assert again.session["_auth_user_id"] == str(rina.pk)
    idp.claims |= {"sub": "orang-2", "preferred_username": "rina"}
    assert turned_away(Client())


def turned_away(client: Client, sentence: str = FAILED) -> bool:
    answer = come_back(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/masuk/")
    assert "_auth_user_id" not in client.session
    return sentence in client.get("/masuk/").content.decode()


@pytest.mark.parametrize(
    "claims", [{"preferred_username": "nobo"}, {"preferred_username": ""}, {"preferred_username": "tutup"}]
)
def test_nobody_gets_an_account_by_coming(
    client: Client, idp: Provider, agency: Agency, hire: Callable[..., User], claims: dict[str, str]
) -> None:
    User.objects.filter(pk=hire("tutup", agency).pk).update(is_active=False)
    idp.claims |= claims
    assert turned_away(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_closed_account_is_turned_away_although_it_is_bound(client: Client, idp: Provider, rina: User) -> None:
    idp.claims["amr"] = ["mfa"]
    come_back(client)
    User.objects.filter(pk=rina.pk).update(is_active=False)
    assert turned_away(Client())


@pytest.mark.parametrize(("verified", "entered"), [(True, True), (False, False)])
def test_account_is_named_by_a_verified_email(
    client: Client, idp: Provider, rina: User, settings: Any, verified: bool, entered: bool
) -> None:
    User.objects.filter(pk=rina.pk).update(email="rina@contoh.example")
    settings.PENDOPO_OIDC_CLAIM = "email"
    idp.claims = {"sub": "orang-1", "email": "Rina@contoh.example", "email_verified": verified, "amr": ["mfa"]}
    assert (come_back(client).headers["Location"] == DESK) is entered


def test_answer_with_another_signature_is_not_believed(client: Client, idp: Provider, rina: User) -> None:
    idp.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert turned_away(client)


def test_token_signed_with_the_public_key_as_a_password_is_not_believed(
    client: Client, idp: Provider, rina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    import jwt

    real = jwt.encode
    monkeypatch.setattr(jwt, "encode", lambda said, _key, **_more: real(said, "x" * 32, headers={"kid": "satu"}))
    assert turned_away(client)
    monkeypatch.setattr(jwt, "encode", lambda said, _key, **_more: real(said, None, algorithm="none"))
    assert turned_away(client)


def test_key_that_an_answer_brings_along_is_not_believed(
    client: Client, idp: Provider, rina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    import jwt

    idp.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = jwt.algorithms.RSAAlgorithm.to_jwk(idp.key.public_key(), as_dict=True)
    brought = {"kid": "satu", "jwk": own, "jku": f"{idp.url}/jwks", "x5u": f"{idp.url}/x"}
    real = jwt.encode
    monkeypatch.setattr(jwt, "encode", lambda said, key, **_more: real(said, key, algorithm="RS256", headers=brought))
    assert turned_away(client)


@pytest.mark.parametrize("claims", [{"aud": "lain"}, {"iss": "http://jahat.example"}, {"exp": 1}])
def test_answer_for_another_or_of_another_or_too_late_is_not_believed(
    client: Client, idp: Provider, rina: User, claims: dict[str, object]
) -> None:
    idp.claims |= claims
    assert turned_away(client)


@pytest.mark.parametrize("nonce", ["lain", None, 7])
def test_answer_without_the_word_of_this_sign_in_is_refused(
    client: Client, idp: Provider, rina: User, nonce: object
) -> None:
    idp.claims |= {"amr": ["mfa"], "nonce": nonce}
    assert turned_away(client, STALE)


def test_answer_made_for_another_sign_in_is_refused(client: Client, idp: Provider, rina: User) -> None:
    idp.claims["amr"] = ["mfa"]
    come_back(client)
    assert len(set(idp.nonces)) == len(idp.nonces)
    assert len(idp.nonces[-1]) == 43
    idp.claims["nonce"] = idp.nonces[-1]
    for other in (Client(), Client()):
        assert turned_away(other, STALE)
    assert client.get(DESK).status_code == 200


def test_answers_that_do_not_fit_together_are_not_believed(client: Client, idp: Provider, rina: User) -> None:
    idp.told = {"sub": "orang-lain", "preferred_username": "rina"}
    assert turned_away(client)
    idp.told, idp.omits_token = None, True
    assert turned_away(client)


def test_answer_is_taken_once_and_only_by_who_asked(client: Client, idp: Provider, rina: User) -> None:
    there = client.get("/masuk/sso/").headers["Location"]
    assert "code_challenge_method=S256" in there
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"].removeprefix("http://testserver")
    assert "&nonce=" in there
    stranger = Client()
    assert stranger.get(back).headers["Location"] == "/masuk/"
    assert STALE in stranger.get("/masuk/").content.decode()
    assert client.get(back).headers["Location"] == "/masuk/langkah-kedua/"
    assert client.get(back).headers["Location"] == "/masuk/"
    assert Client().get("/masuk/sso/kembali/?error=access_denied&state=x").headers["Location"] == "/masuk/"


def test_provider_that_is_down_is_said_in_words(client: Client, idp: Provider, rina: User, settings: Any) -> None:
    settings.PENDOPO_OIDC = "http://127.0.0.1:9"
    answer = client.get("/masuk/sso/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/masuk/")


@pytest.mark.django_db
def test_without_a_provider_there_is_no_way_to_one(client: Client) -> None:
    assert provider.app() is None
    assert [client.get(at).status_code for at in ("/masuk/sso/", "/masuk/sso/kembali/")] == [404, 404]
    assert "/masuk/sso/" not in client.get("/masuk/").content.decode()
