"""Reading without a key has a limit at every address of machines, said as each of them speaks; kept answers are free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api.tests.calling import key_for
from pendopo.kernel.people import readings
from pendopo.kernel.people.readings import Readings
from pendopo.kernel.people.rules import Limit

# What is tested are answers; how is counted, `kernel/people` tests on every database.
pytestmark = pytest.mark.once

NOON = dt.datetime(2026, 8, 3, 5, 0, 20, tzinfo=dt.UTC)
VISITOR = "203.0.113.9"


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(slug="badan-contoh", name="Badan Contoh", short_name="Contoh")


@pytest.fixture
def _spent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a visitor read once a minute, and have that used up."""
    spent = Readings(Limit(1, 60), told_after=30, most=100)
    monkeypatch.setattr(readings, "readings", spent)
    with clock.frozen(NOON):
        spent.count(VISITOR)
        yield


def ask(path: str, **headers: str) -> Any:
    return Client(REMOTE_ADDR=VISITOR).get(path, headers=headers)


@pytest.mark.usefixtures("_spent")
def test_too_many_readings_are_a_problem_in_the_asked_language(agency: Agency) -> None:
    for path in ("agencies", "agencies/badan-contoh/units", "openapi.json"):
        refused = ask(f"/api/v1/{path}", accept_language="en")
        assert (refused.status_code, refused.headers["Content-Type"]) == (429, "application/problem+json")
        assert (refused.headers["Retry-After"], refused.headers["Cache-Control"]) == ("40", "no-store")
        assert refused.json() == {
            "type": "http://localhost:8000/api/#too-many",
            "title": "Too many calls",
            "status": 429,
            "detail": "Wait for the seconds in the header Retry-After, and try again.",
            "instance": f"/api/v1/{path}",
        }
    refused = ask("/api/v1/agencies")
    assert refused.json()["detail"] == "Tunggu selama detik yang disebut header Retry-After, lalu coba lagi."
    # Pages of other sites may read the answer, and when to come again.
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]


@pytest.mark.usefixtures("_spent")
def test_older_and_open_data_addresses_say_it_in_their_own_way(agency: Agency) -> None:
    older = [ask("/api/v1/due-date?rule=notice"), Client(REMOTE_ADDR=VISITOR).post("/api/v1/skm/compute", {})]
    sentence = "Tunggu selama detik yang disebut header Retry-After, lalu coba lagi."
    assert [each.json() for each in older] == [{"errors": [{"parameter": "", "message": sentence}]}] * 2
    ckan = [
        ask(path)
        for path in (
            "/api/3/action/package_search",
            "/badan-contoh/api/action/package_list",
            "/katalog.ttl",
            "/badan-contoh/data-terbuka/dip.csv",
        )
    ]
    told = {"success": False, "error": {"__type": "Too Many Requests", "message": "Try again after 40 seconds."}}
    assert [each.json() for each in ckan] == [told] * 4
    assert {(each.status_code, each.headers["Retry-After"]) for each in [*older, *ckan]} == {(429, "40")}


@pytest.mark.usefixtures("_spent")
def test_keys_pages_and_others_are_not_held_up(agency: Agency) -> None:
    key = {"authorization": f"Bearer {key_for(agency)}"}
    assert [ask("/api/v1/token", **key).status_code, ask("/api/").status_code] == [200, 200]
    assert Client(REMOTE_ADDR="203.0.113.10").get("/api/v1/agencies").status_code == 200


def test_a_kept_answer_is_not_counted(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = Readings(Limit(2, 3600), told_after=30, most=100)
    monkeypatch.setattr(readings, "readings", counts)
    assert [ask("/api/v1/agencies").status_code for _ in range(5)] == [200] * 5
    assert counts._counts[VISITOR].own == 1
    assert [ask(f"/api/v1/agencies?limit={size}").status_code for size in (1, 2)] == [200, 429]
