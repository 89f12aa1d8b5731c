from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.models import User
from pendopo.portal.administration.words import action_words, detail_rows
from pendopo.portal.signin import factors
from pendopo.portal.signin.actions import own_factors
from pendopo.portal.signin.tests.phone import mails, send_password, sign_in, trail, with_app

AT = "/dinas-contoh/meja/pengaturan/petugas/"


@pytest.fixture
def rina(agency: Agency, hire: Callable[..., User]) -> User:
    user = hire("rina", agency)
    user.email = "rina@contoh.example"
    user.save()
    return with_app(user)


@pytest.fixture
def admin(client: Client, agency: Agency, hire: Callable[..., User]) -> User:
    """Return an admin who is signed in at `client`, with an app."""
    user = with_app(hire("admin", agency, role="agency_admin"))
    assert sign_in(client, "admin").status_code == 303
    return user


def test_admin_resets_a_colleagues_second_step(client: Client, admin: User, rina: User) -> None:
    own_factors.renew_codes(by=rina)
    session = Client()
    sign_in(session)
    own = f"{AT}{rina.pk}/"
    assert "Atur ulang langkah kedua" in client.get(own).content.decode()
    asked = client.post(f"{own}langkah-kedua/", {})
    assert (asked.status_code, "Pilih alasannya." in asked.content.decode()) == (422, True)
    assert client.post(f"{own}langkah-kedua/", {"reason": "lost"}).headers["Location"] == own
    page = client.get(own).content.decode()
    assert ("diatur ulang. Pemiliknya diminta" in page, "Belum terpasang." in page) == (True, True)
    assert session.get("/meja/").headers["Location"] == "/masuk/?next=/meja/"
    assert (factors.has_factor(rina), factors.codes_left(rina)) == (False, None)
    assert trail()[-1] == ("dinas-contoh", "account.reset_second_step", {"reason": "lost"})
    assert mails()[-1] == ("rina@contoh.example", "Langkah kedua saat masuk diatur ulang")
    entry = Entry.objects.latest("seq")
    assert (entry.user, entry.subject_id, action_words(entry)) == (admin, rina.pk, "Atur ulang langkah kedua akun")
    assert detail_rows(entry.details) == [{"label": "Alasan", "value": "Ponsel atau kunci keamanan hilang"}]
    client.post(f"{own}langkah-kedua/", {"reason": "lost"})
    assert "Akun ini tidak memiliki langkah kedua." in client.get(own).content.decode()
    send_password(session)
    assert session.get("/meja/").headers["Location"] == "/akun/langkah-kedua/?next=/meja/"


def test_ones_own_and_anothers_accounts_are_refused(
    client: Client, admin: User, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    shared = with_app(hire("bersama", agency, other_agency))
    stranger = with_app(hire("asing", other_agency))
    for user, said in ((admin, "Ini akun Anda sendiri."), (shared, "juga terdaftar di instansi lain")):
        refused = client.post(f"{AT}{user.pk}/langkah-kedua/", {"reason": "lost"})
        assert (refused.status_code, said in refused.content.decode()) == (409, True)
        assert said in client.get(f"{AT}{user.pk}/").content.decode()
    assert client.post(f"{AT}{stranger.pk}/langkah-kedua/", {"reason": "lost"}).status_code == 404
    assert all(factors.has_factor(user) for user in (admin, shared, stranger))


def test_unknown_reason_is_a_mistake_of_the_caller(rina: User) -> None:
    from pendopo.kernel.people.actors import SYSTEM

    with pytest.raises(ValueError, match="no reason"):
        own_factors.reset_second_step(user=rina, reason="because", by=SYSTEM)


def test_page_says_when_no_second_step_is_used(client: Client, admin: User, rina: User, settings: object) -> None:
    settings.PENDOPO_MFA = False  # type: ignore[attr-defined]
    assert "Langkah kedua saat masuk tidak dipakai di sini." in client.get(f"{AT}{rina.pk}/").content.decode()
