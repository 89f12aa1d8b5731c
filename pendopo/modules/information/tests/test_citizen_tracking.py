"""Tracking: one answer for every wrong pair, few tries, half an hour."""

from __future__ import annotations

import datetime as dt
import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.tracking.rules import shown
from pendopo.kernel.tracking.views import cookie_of
from pendopo.modules.information import actions
from pendopo.modules.information.tests.citizen_cases import make_agency, make_inquiry, officer, open_own, path

COOKIE = cookie_of("inquiry")
pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 8, 3, 3, 10, tzinfo=dt.UTC)


@pytest.fixture
def agency() -> Agency:
    return make_agency()


def track(client: Client, agency: Agency, number: str, code: str, **more: Any) -> Any:
    return client.post(path(agency, "lacak/"), {"number": number, "code": code}, **more)


def test_number_and_code_open_the_request(client: Client, agency: Agency) -> None:
    inquiry, code = make_inquiry(agency)
    response = track(client, agency, inquiry.number, code)
    assert (response.status_code, response["Location"]) == (303, path(agency, "lacak/permohonan/"))
    cookie = response.cookies[COOKIE]
    told = {name: cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")}
    assert told == {"path": "/contoh/lacak/", "httponly": True, "samesite": "Lax", "secure": "", "max-age": 1800}
    assert code not in cookie.value
    assert not CountedTry.objects.exists()
    page = client.get(response["Location"])
    assert inquiry.number in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"


def test_the_code_is_read_as_people_copy_it(agency: Agency) -> None:
    inquiry, code = make_inquiry(agency)
    heard = code.replace("0", "O").replace("1", "l")
    for typed in (shown(code), code.lower(), f" {shown(code).lower()} ", shown(code).replace("-", "–"), heard):
        assert track(Client(), agency, inquiry.number, typed).status_code == 303, typed
    assert track(Client(), agency, f" {inquiry.number.lower().replace('-', '–')} ", code).status_code == 303


def test_both_fields_are_needed(client: Client, agency: Agency) -> None:
    response = track(client, agency, "", "")
    assert response.status_code == 422
    assert response.context["form"].errors == {"number": ["Tulis nomor pendaftaran."], "code": ["Tulis kode lacak."]}
    assert not CountedTry.objects.exists()


def without_token(page: bytes, number: str) -> bytes:
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return page.replace(number.encode(), b"NUMBER")


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(agency: Agency) -> None:
    inquiry, code = make_inquiry(agency)
    other = make_agency("lain")
    elsewhere, other_code = make_inquiry(other)
    pairs = [
        (inquiry.number, "ABCDE12345"),
        ("PPID-2026-999999", "ABCDE12345"),
        ("PPID-2026-999999", code),
        (elsewhere.number, other_code),
    ]
    answers = []
    for number, typed in pairs:
        response = track(Client(), agency, number, typed)
        assert response.status_code == 422
        page = without_token(response.content, number).replace(typed.encode(), b"CODE")
        # A reference of its own for each request tells nothing.
        headers = {name: value for name, value in response.items() if name not in {"Content-Length", "X-Request-ID"}}
        answers.append((page, headers, sorted(response.cookies)))
    assert answers == [answers[0]] * 4
    assert "Nomor atau kode lacak tidak cocok." in answers[0][0].decode()


def test_five_wrong_codes_close_a_number_for_the_hour(agency: Agency) -> None:
    inquiry, code = make_inquiry(agency)
    with clock.frozen(AT):
        for n in range(5):
            assert track(Client(), agency, inquiry.number, f"SALAH{n}", REMOTE_ADDR=f"10.0.0.{n}").status_code == 422
        response = track(Client(), agency, inquiry.number, code, REMOTE_ADDR="10.0.0.9")
        assert (response.status_code, response["Retry-After"]) == (429, "3000")
        page = response.content.decode()
        assert "Nomor dan kode lacak sudah terlalu sering salah" in page
        assert "Coba lagi 50 menit lagi" in page
        # Another number, another agency with the same number: not touched.
        second, second_code = make_inquiry(agency)
        assert track(Client(), agency, second.number, second_code, REMOTE_ADDR="10.0.0.9").status_code == 303
    with clock.frozen(AT + dt.timedelta(seconds=3000)):
        assert track(Client(), agency, inquiry.number, code, REMOTE_ADDR="10.0.0.9").status_code == 303


def test_a_number_that_does_not_exist_is_closed_the_same_way(agency: Agency) -> None:
    with clock.frozen(AT):
        codes = [
            track(Client(), agency, "ppid-2026-000404", "X", REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(6)
        ]
    assert codes == [422] * 5 + [429]


def test_twenty_wrong_tries_close_the_door_for_an_address(agency: Agency, settings: Any) -> None:
    inquiry, code = make_inquiry(agency)
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    behind = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.7"}
    with clock.frozen(AT):
        for n in range(20):
            assert track(Client(), agency, f"PPID-2026-1{n:05d}", "X", **behind).status_code == 422
        assert track(Client(), agency, inquiry.number, code, **behind).status_code == 429
        neighbour = behind | {"HTTP_X_FORWARDED_FOR": "203.0.113.7, 203.0.113.8"}
        assert track(Client(), agency, inquiry.number, code, **neighbour).status_code == 303


def test_without_an_address_the_number_alone_is_counted(agency: Agency) -> None:
    track(Client(), agency, "PPID-2026-000404", "X", REMOTE_ADDR="")
    assert CountedTry.objects.count() == 1


# --------------------------------------------------------------------------------------------------- the half hour


def test_nobody_reads_without_the_cookie(agency: Agency) -> None:
    make_inquiry(agency)
    places = ["permohonan/", "lengkapi/", "cabut/", "berkas/018f0000-0000-7000-8000-000000000000/"]
    answers = [Client().get(path(agency, f"lacak/{place}")) for place in places]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (303, path(agency, "lacak/") + "?usai")
    ] * 4
    assert "Halaman Anda sudah ditutup" in Client().get(path(agency, "lacak/?usai")).content.decode()


def test_the_cookie_ends_after_half_an_hour(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry, code = make_inquiry(agency)
    client = Client()
    open_own(client, agency, inquiry, code)
    began = time.time()
    # Django's signer asks the machine for the time, not our clock.
    monkeypatch.setattr("django.core.signing.time", SimpleNamespace(time=lambda: began + 1799))
    renewed = client.get(path(agency, "lacak/permohonan/"))
    assert renewed.status_code == 200
    monkeypatch.setattr("django.core.signing.time", SimpleNamespace(time=lambda: began + 1799 + 1801))
    assert client.get(path(agency, "lacak/permohonan/")).status_code == 303


def test_a_forged_or_foreign_cookie_opens_nothing(agency: Agency) -> None:
    inquiry, code = make_inquiry(agency)
    other = make_agency("lain")
    client = Client()
    value = open_own(client, agency, inquiry, code).cookies[COOKIE].value
    for place, cookie in (("contoh", f"{value}x"), ("contoh", inquiry.pk.hex), ("lain", value)):
        stranger = Client(headers={"cookie": f"{COOKIE}={cookie}"})
        assert stranger.get(f"/{place}/lacak/permohonan/").status_code == 303
    assert other.slug == "lain"


def test_a_new_code_ends_what_the_old_one_had_opened(agency: Agency) -> None:
    inquiry, code = make_inquiry(agency)
    client = Client()
    open_own(client, agency, inquiry, code)
    new = actions.reissue_code(inquiry=inquiry, by=officer(agency))
    assert client.get(path(agency, "lacak/permohonan/")).status_code == 303
    assert track(Client(), agency, inquiry.number, code).status_code == 422
    assert track(Client(), agency, inquiry.number, new).status_code == 303


def test_leaving_closes_the_request_in_this_browser(client: Client, agency: Agency) -> None:
    inquiry, code = make_inquiry(agency)
    open_own(client, agency, inquiry, code)
    assert client.get(path(agency, "lacak/keluar/")).status_code == 405
    response = client.post(path(agency, "lacak/keluar/"))
    assert (response.status_code, response["Location"]) == (303, path(agency, "lacak/"))
    assert response.cookies[COOKIE]["max-age"] == 0
    assert client.get(path(agency, "lacak/permohonan/")).status_code == 303
