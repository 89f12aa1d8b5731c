"""Nobody learns who or what is here: sign-in, forgotten password and tracking answer alike in every part but time.

Text, status, headers, cookies, where it leads, and how many statements the database is asked; of time the measurements
speak (benchmarks/sign_in.py, benchmarks/tracking.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import CountedTry, User
from pendopo.modules.information.tests.citizen_cases import make_agency, make_inquiry
from pendopo.portal.signin.tests.phone import with_app
from pendopo.portal.tests.conftest import PASSWORD

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# Of this answer alone, and nothing about anybody: its reference, the second it was made in.
_OWN = ("X-Request-ID", "Content-Length", "Expires")


def told(address: str, sent: dict[str, str]) -> tuple[Any, ...]:
    """Return everything that somebody outside learns from sending a form, without what they have typed themselves."""
    CountedTry.objects.all().delete()
    cache.clear()
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(address, sent)
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    for value in sent.values():
        page = page.replace(value, "TYPED") if value else page
    headers = {name: value for name, value in answer.items() if name not in _OWN}
    cookies = {name: (cookie["path"], cookie["max-age"]) for name, cookie in answer.cookies.items()}
    statements = [re.sub(r"'[^']*'|\b\d+\b|\b[0-9a-f]{32}\b", "?", each["sql"]) for each in asked.captured_queries]
    return answer.status_code, page, headers, cookies, statements


@pytest.fixture
def accounts(agency: Agency, hire: Callable[..., User], settings: Any) -> None:
    """Make accounts of every kind: plain, with a second step, closed, without a password, with an e-mail address."""
    settings.PENDOPO_MFA = True
    hire("akun-biasa", agency)
    with_app(hire("akun-berdua", agency))
    User.objects.filter(pk=hire("akun-tutup", agency).pk).update(is_active=False)
    User.objects.create(username="akun-nirkata", name="Nir Kata", password="!")
    User.objects.filter(username="akun-berdua").update(email="akun-berdua@contoh.example")


# By name or by e-mail address, known and not: which of the two was typed is no secret to who typed it.
NAMES = (
    "akun-biasa",
    "akun-berdua",
    "akun-tutup",
    "akun-nirkata",
    "akun-entah",
    "akun-berdua@contoh.example",
    "akun-entah@contoh.example",
)


def assert_alike(answers: dict[str, tuple[Any, ...]]) -> None:
    """Fail unless all answers are the same in status, text, headers and cookies, and in number of statements by kind."""
    first = answers["akun-entah"]
    for part in range(4):
        assert {name: answer[part] for name, answer in answers.items()} == dict.fromkeys(answers, first[part])
    for unknown in ("akun-entah", "akun-entah@contoh.example"):
        kind = [name for name in answers if ("@" in name) == ("@" in unknown)]
        assert {name: len(answers[name][4]) for name in kind} == dict.fromkeys(kind, len(answers[unknown][4]))


def test_sign_in_says_the_same_of_every_wrong_pair(accounts: None) -> None:
    with clock.frozen(dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)):
        wrong = {name: told("/masuk/", {"username": name, "password": "salah-sekali-pokoknya"}) for name in NAMES}
        # The right password of a closed account is as wrong as any other.
        wrong["akun-tutup, right"] = told("/masuk/", {"username": "akun-tutup", "password": PASSWORD})
    assert wrong["akun-entah"][0] == 422
    assert_alike(wrong)


def test_a_forgotten_password_says_the_same_of_every_name(accounts: None) -> None:
    with clock.frozen(dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)):
        answers = {name: told("/masuk/lupa-sandi/", {"username": name}) for name in NAMES}
    first = answers["akun-entah"]
    assert (first[0], first[2]["Location"]) == (303, "/masuk/lupa-sandi/?terkirim=1")
    assert_alike(answers)


def test_tracking_says_the_same_of_every_wrong_pair() -> None:
    here, there = make_agency("sini"), make_agency("sana")
    with clock.frozen(dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)):
        inquiry, code = make_inquiry(here)
        _other, other_code = make_inquiry(there)
        pairs = {
            "wrong code": (inquiry.number, "ABCDE-12345"),
            "code of another agency": (inquiry.number, other_code),
            "wrong number": ("PPID-2026-999999", "ABCDE-12345"),
            "right code, wrong number": ("PPID-2026-999999", code),
            "no number at all": ("apa saja", "ABCDE-12345"),
            "number of an objection": ("KBR-2026-000001", code),
        }
        answers = {
            name: told("/sini/lacak/", {"number": number, "code": typed}) for name, (number, typed) in pairs.items()
        }
    first = answers["wrong number"]
    assert first[0] == 422
    for part in range(4):
        assert {name: answer[part] for name, answer in answers.items()} == dict.fromkeys(answers, first[part])
    assert {name: len(answer[4]) for name, answer in answers.items()} == dict.fromkeys(answers, len(first[4]))
