"""Passkeys in a real Chromium whose authenticator is a virtual one: real keys, real signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.portal.signin import factors
from pendopo.portal.signin.tests.phone import trail
from pendopo.portal.tests.conftest import PASSWORD

from tests.browser import go_by

pytestmark = pytest.mark.browser

DESK = "/dinas-contoh/meja/instansi/"


def plug_in(page: Any) -> tuple[Any, str]:
    """Plug a virtual authenticator with a fingerprint into the browser; return the session and its key."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def send_password(page: Any) -> None:
    page.goto(f"/masuk/?next={DESK}")
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    go_by(page.get_by_role("button", name="Masuk", exact=True))


def opens_alone(page: Any, devtools: Any, key: str) -> None:
    """Sign in with the key and nothing else; it says itself of which account it is."""
    page.context.clear_cookies()
    page.goto(f"/masuk/?next={DESK}")
    go_by(page.get_by_role("link", name="Masuk dengan kunci sandi"))
    go_by(page.get_by_role("button", name="Pakai kunci sandi"))
    assert urlsplit(page.url).path == DESK
    assert trail()[-1][2] == {"second_step": "webauthn"}
    page.goto("/akun/langkah-kedua/")
    assert page.locator("h1").inner_text() == "Langkah kedua saat masuk"
    # A key that does not ask who holds it is one step and no two; nor does it open a closed account.
    page.context.clear_cookies()
    page.goto("/masuk/kunci-sandi/")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.locator("[data-passkey-trouble]").wait_for(state="visible")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    User.objects.update(is_active=False)
    go_by(page.get_by_role("button", name="Pakai kunci sandi"))
    told = page.locator(".p-errors li").all_inner_texts()
    assert told == ["Kunci sandi ini tidak dikenali. Coba lagi, atau pakai cara lain."]
    User.objects.update(is_active=True)


def test_passkey_is_made_and_opens_the_desk(
    open_page: Callable[..., Any], axe: Callable[[Any], None], agency: Agency, hire: Callable[..., User]
) -> None:
    rina = hire("rina", agency)
    page = open_page(width="desk")
    devtools, key = plug_in(page)
    send_password(page)
    assert page.locator("h1").inner_text() == "Langkah kedua saat masuk"
    axe(page)
    go_by(page.get_by_role("link", name="Kunci sandi (passkey)"))
    axe(page)
    assert page.get_by_label("Nama kunci").input_value() == "Chrome – Linux"
    page.get_by_label("Nama kunci").fill("")
    go_by(page.get_by_role("button", name="Buat kunci sandi"))
    assert page.locator(".p-errors li").all_inner_texts() == ["Tulis nama kunci ini."]
    page.get_by_label("Nama kunci").fill("Laptop kantor")
    go_by(page.get_by_role("button", name="Buat kunci sandi"))
    assert page.locator("h1").inner_text() == "Kode cadangan"
    axe(page)
    page.get_by_role("button", name="Sudah saya simpan").click()
    page.wait_for_url(f"**{DESK}")
    (row,) = factors.factors_of(rina)
    assert (row.type, row.data["name"]) == ("webauthn", "Laptop kantor")

    page.context.clear_cookies()
    send_password(page)
    assert page.locator("h1").inner_text() == "Langkah kedua"
    axe(page)
    go_by(page.get_by_role("button", name="Pakai kunci sandi"))
    page.wait_for_url(f"**{DESK}")
    assert [action for _agency, action, _details in trail()][-1] == "account.log_in"
    assert trail()[-1][2] == {"second_step": "webauthn"}

    opens_alone(page, devtools, key)

    # Another authenticator's key is not known here, and its answer opens nothing.
    page.context.clear_cookies()
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plug_in(page)
    send_password(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    trouble = page.locator("[data-passkey-trouble]")
    trouble.wait_for(state="visible")
    assert trouble.inner_text() == "Kunci sandi tidak dipakai. Coba lagi, atau tulis kode."
    assert page.url.endswith("/masuk/langkah-kedua/")


def test_answer_to_an_older_question_opens_nothing(
    open_page: Callable[..., Any], agency: Agency, hire: Callable[..., User]
) -> None:
    hire("rina", agency)
    page = open_page()
    plug_in(page)
    send_password(page)
    page.goto("/akun/langkah-kedua/kunci/")
    page.get_by_label("Nama kunci").fill("Ponsel")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    go_by(page.get_by_role("button", name="Buat kunci sandi"))
    page.context.clear_cookies()
    send_password(page)
    go_by(page.get_by_role("button", name="Pakai kunci sandi"))
    used = sent[-1]
    page.context.clear_cookies()
    send_password(page)
    answer = page.evaluate(
        """async (used) => {
          const old = new URLSearchParams(used);
          old.set("csrfmiddlewaretoken", document.querySelector("main [name=csrfmiddlewaretoken]").value);
          const answer = await fetch("/masuk/langkah-kedua/", {method: "POST", body: old});
          return [answer.status, await answer.text()];
        }""",
        used,
    )
    assert (answer[0], "Kunci sandi ini tidak dikenali." in answer[1]) == (422, True)
