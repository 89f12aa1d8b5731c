"""While only reading is allowed, every address refuses what would write, keeps what was typed, and shows all pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.html import escape

from pendopo.config.console import cli, reading_only
from pendopo.config.middleware.reading_only import ALLOWED
from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.tasks import run_due
from pendopo.kernel.operation import rules
from pendopo.kernel.operation.actions import allow_only_reading, allow_writing
from pendopo.kernel.people.models import CountedTry
from pendopo.ui.formats import moment

from tests.guards.structure import walk
from tests.napping import take_over_sleep

pytestmark = pytest.mark.django_db
UNTIL = dt.datetime(2026, 3, 2, 5, 0, tzinfo=dt.UTC)
SAMPLES: dict[str, Any] = {
    "uuid": "0192d3c0-0000-7000-8000-000000000000", "int": "1", "slug": "contoh", "str": "contoh", "path": "a/b",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _maintenance(agency: Agency) -> Iterator[None]:
    with clock.frozen(UNTIL - dt.timedelta(hours=1)):
        allow_only_reading(until=UNTIL)
        yield


def addresses() -> Iterator[tuple[str, str, Any]]:
    """Yield (name, address, view) of every address that stands in the matrix with samples in its places."""
    for name, route, view in walk(get_resolver().url_patterns):
        if "(?P" in route:
            continue
        address = route.replace("<agency:agency_slug>", "dinas-contoh")
        for kind, sample in SAMPLES.items():
            while f"<{kind}:" in address:
                start = address.index(f"<{kind}:")
                address = address[:start] + sample + address[address.index(">", start) + 1 :]
        if "<" not in address:
            yield name, address, view


def test_every_address_refuses_every_method_that_writes() -> None:
    browser = Client(headers={"accept": "text/html"})
    wrong, looked = [], 0
    for name, address, view in addresses():
        if name in ALLOWED | {"health", "ready", "metrics"} or getattr(view, "writes_nothing", False):
            continue
        # The methods are told apart by one line; a page is dear.
        for method in ("post",) if looked % 40 else ("post", "put", "patch", "delete"):
            answer = getattr(browser, method)(address, {"isian": "Isi saya"} if method == "post" else None)
            looked += 1
            if answer.status_code != 503 or answer.headers.get("Retry-After") != "3600":
                wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []
    assert looked > 250


def test_what_was_typed_stands_in_the_page_until_it_can_be_sent() -> None:
    typed = 'Salinan "DPA" 2025 & lampirannya'
    address = reverse("information:wish", args=["dinas-contoh"]) + "?langkah=2"
    answer = Client().post(address, {"wish": typed, "purpose": ""})
    body = answer.content.decode()
    assert answer.status_code == 503
    assert f"Sistem sedang dirawat sampai kira-kira {moment(UNTIL)}" in body
    assert f'<input type="hidden" name="wish" value="{escape(typed)}">' in body
    assert f'<form method="post" action="{address}"' in body
    assert answer.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("field", ["password", "kode", "tracking_code", "sandi_baru"])
def test_secrets_are_never_written_into_the_page(field: str) -> None:
    body = Client().post("/masuk/", {"username": "budi", field: "rahasia-sekali"}).content.decode()
    assert "rahasia-sekali" not in body
    # The rest is there, and whoever sends it is asked for the secret alone.
    assert '<input type="hidden" name="username" value="budi">' in body
    assert "kecuali sandi dan kode" in body
    alone = Client().post("/masuk/", {field: "rahasia-sekali"}).content.decode()
    assert "p-form" not in alone
    assert "Kembali ke halaman sebelumnya; isiannya masih ada di sana." in alone


def test_texts_can_be_copied_and_what_is_too_much_stays_in_the_browser() -> None:
    address = reverse("information:wish", args=["dinas-contoh"])
    story = "Saya memerlukan laporan keuangan tahun 2025.\r\nTerima kasih."
    token = "CsZvGqmNwo7QmTjdhCQ12EpkVZ65L6J3Sy617wjHqgJnfxVTCrH7Cs91xf7yCX6S"
    sent = {"csrfmiddlewaretoken": token, "details": story, "kind": "person"}
    body = Client().post(address, sent).content.decode()
    assert "Saya memerlukan laporan keuangan tahun 2025." in body[body.index("<textarea") : body.index("</textarea>")]
    assert not {"person", token} & set(body[body.index("<textarea") : body.index("</textarea>")].split())
    assert f'value="{token}"' in body
    huge = Client().post(address, {"details": "x" * 100_001}).content.decode()
    assert "xxx" not in huge
    assert "isiannya masih ada di sana" in huge


@pytest.mark.parametrize(
    ("language", "title", "detail"),
    [
        ("", "Layanan sedang tidak tersedia", "hanya dapat dibaca sampai kira-kira 2026-03-02T05:00+00:00."),
        ("en", "The service is not available", "only be read until about 2026-03-02T05:00+00:00."),
    ],
)
def test_machines_get_a_problem_in_the_asked_language(language: str, title: str, detail: str) -> None:
    asked = {"accept-language": language} if language else {}
    body = {"content_type": "application/json", "headers": asked}
    for address in ("/api/v1/agencies/dinas-contoh/requests", "/dinas-contoh/layar/kirim/"):
        answer = Client().post(address, {"a": 1}, **body)
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
        assert answer.headers["Retry-After"] == "3600"
        told = answer.json()
        assert (told["type"], told["status"], told["title"], told["instance"]) == (
            "http://localhost:8000/api/#busy", 503, title, address,
        )  # fmt: skip
        assert detail in told["detail"]
    allow_only_reading()
    told = Client().post("/api/v1/agencies/dinas-contoh/requests", {"a": 1}, **body).json()
    assert told["detail"].count(".") == 2
    # An address that is none stays 404, and what is only read by POST is answered.
    assert Client().post("/api/v1/permohonan", {"a": 1}, **body).status_code == 404
    for address in ("/api/3/action/package_list", "/dinas-contoh/api/3/action/package_list"):
        assert Client().post(address, {}, content_type="application/json").status_code == 200


def test_pages_are_read_and_an_unknown_address_stays_unknown() -> None:
    browser = Client()
    assert browser.get("/").status_code == 200
    assert browser.get("/dinas-contoh/").status_code == 200
    assert browser.post("/tidak-ada/apa-apa/di-sini/").status_code == 404
    assert browser.get("/readyz").content == b"ready, read-only\n"


def test_a_language_can_be_chosen_and_a_workplace_left() -> None:
    browser = Client()
    assert browser.post("/bahasa/", {"language": "en"}).status_code == 303
    assert browser.post("/keluar/").status_code != 503


def test_workers_pause() -> None:
    CountedTry.objects.create(key="x", window=0, count=1)
    assert run_due() == 0
    assert CountedTry.objects.exists()


def test_afterwards_all_is_as_before() -> None:
    allow_writing()
    assert Client().post("/masuk/", {"username": "", "password": ""}).status_code != 503


def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    take_over_sleep(monkeypatch, reading_only, waited.append)
    said = [
        CliRunner().invoke(cli, ["read-only", *words])
        for words in (["off"], ["status"], ["on", "--minutes", "30"], ["status"])
    ]
    assert [answer.exit_code for answer in said] == [0, 0, 0, 1]
    assert [answer.output for answer in said] == [
        "Writing is possible again; every process knows in a few seconds.\n",
        "Reading and writing are possible.\n",
        "Only reading is possible now. It does not end by itself: `pendopo read-only off`.\n",
        "Only reading is possible until 2026-03-02T04:30+00:00.\n",
    ]
    assert waited == [rules.READ_ONLY_KEPT_SECONDS + 0.5]


def test_a_public_page_asks_nothing_more(django_assert_num_queries: Any) -> None:
    from pendopo.kernel.operation import queries

    browser = Client()
    browser.get("/aksesibilitas/")
    queries.forget()
    with django_assert_num_queries(0):
        browser.get("/privasi/")
    assert rules.READ_ONLY_KEPT_SECONDS <= 5
