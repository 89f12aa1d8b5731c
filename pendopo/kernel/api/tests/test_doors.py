"""Who may call which operation: every operation by every kind of key; limits; what problems say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import get_resolver

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import rules
from pendopo.kernel.api.models import Token
from pendopo.kernel.api.problems import KINDS
from pendopo.kernel.api.registry import scopes
from pendopo.kernel.api.tests.calling import Program, key_for
from pendopo.kernel.calendar.seeding import seed_calendar
from pendopo.kernel.people.rules import Limit

from tests.guards.structure import walk

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def agency(db: None) -> Agency:
    seed_calendar()
    return Agency.objects.create(slug="badan-contoh", name="Badan Contoh", short_name="Contoh")


def operations() -> list[tuple[str, str, str, str]]:
    """Return name, method, address below /api/v1/, and door of every operation."""
    found = []
    for name, route, view in walk(get_resolver().url_patterns):
        if name.startswith("api:") and name != "api:nowhere":
            operation = next(each for each in view.operations if each.url_name == name.removeprefix("api:"))
            path = route.removeprefix("/api/v1/").replace("<slug:agency_slug>", "badan-contoh")
            for place in ("entry", "answer", "survey", "inquiry"):
                path = path.replace(f"<uuidstr:{place}>", NOBODY)
            found.append((name, operation.methods[0], path, view.door))
    return found


def answer(program: Program, method: str, path: str) -> str:
    """Return status and kind of problem, if any."""
    response = program.get(path) if method == "GET" else program.post(path, {})
    if response.headers["Content-Type"] != "application/problem+json":
        return str(response.status_code)
    said = response.json()
    kind = said["type"].partition("#")[2]
    assert (said["status"], said["title"], said["instance"]) == (
        response.status_code, KINDS[kind].title, f"/api/v1/{path}"
    )  # fmt: skip
    return kind


# What somebody is told who is in: something, nothing by this key, or that an empty body is no call.
INSIDE = {"200", "not-found", "invalid"}


def test_operations_by_kinds_of_keys(agency: Agency) -> None:
    """Each operation lets in the one scope that it names, and no other key."""
    child = Agency.objects.create(slug="anak", name="Anak", short_name="Anak", parent=agency)
    elsewhere = Agency.objects.create(slug="lain", name="Lain", short_name="Lain")
    asleep = Agency.objects.create(slug="tidur", name="Tidur", short_name="Tidur", is_active=False)
    now, hour = clock.now(), dt.timedelta(hours=1)
    callers = {
        "nobody": Program(),
        "unknown": Program(f"pdp_zzzzzzzz_{'x' * 43}"),
        "nonsense": Program("x"),
        "expired": Program(key_for(agency, *scopes(), made_at=now - 2 * hour, expires_at=now - hour)),
        "of_inactive": Program(key_for(asleep, *scopes())),
        "other": Program(key_for(elsewhere, *scopes(), with_children=True)),
        "child": Program(key_for(child, *scopes(), with_children=True)),
    }
    one_each = {scope: Program(key_for(agency, scope)) for scope in scopes()}
    surprises = []
    asked = operations()
    assert {door for _name, _method, _path, door in asked} == {
        "open", "public", "token:", "token:requests:read", "token:requests:write", "token:statistics:read",
        "token:survey:write", "token:duties:read",
    }  # fmt: skip
    for name, method, path, door in asked:
        scope = door.partition(":")[2]
        for who, program in {**callers, **one_each}.items():
            got = answer(program, method, path)
            wanted = INSIDE
            if door.startswith("token:"):
                refused = {
                    "nobody": "token-missing",
                    "expired": "token-expired",
                    "other": "not-found",
                    "child": "not-found",
                }
                refused |= dict.fromkeys(("unknown", "nonsense", "of_inactive"), "token-unknown")
                if who in refused and (scope or who not in {"other", "child"}):
                    wanted = {refused[who]}
                elif who in one_each and scope and scope != who:
                    wanted = {"scope"}
            if got not in wanted:
                surprises.append(f"{name}: {who} got {got}, wanted {wanted}")
    assert "\n".join(surprises) == ""


def test_parents_key_reaches_children_when_it_says_so(agency: Agency) -> None:
    child = Agency.objects.create(slug="anak", name="Anak", short_name="Anak", parent=agency)
    Agency.objects.create(slug="cucu", name="Cucu", short_name="Cucu", parent=child)
    far = Program(key_for(agency, "requests:read", with_children=True))
    near = Program(key_for(agency, "requests:read"))
    got = {slug: (far.get(f"agencies/{slug}/requests").status_code, near.get(f"agencies/{slug}/requests").status_code)
           for slug in ("badan-contoh", "anak", "cucu")}  # fmt: skip
    assert got == {"badan-contoh": (200, 200), "anak": (200, 404), "cucu": (200, 404)}


def test_revoked_key_is_told_so(agency: Agency) -> None:
    key = key_for(agency, "requests:read")
    token = Token.objects.get()
    Token.objects.update(revoked_at=clock.now(), revoked_by=token.made_by)
    refused = Program(key, language="en").get("token")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    assert refused.json() == {
        "type": "http://localhost:8000/api/#token-revoked",
        "title": "API key revoked",
        "status": 401,
        "detail": "This key has been revoked. Ask the agency's admin for a new one.",
        "instance": "/api/v1/token",
    }


def test_calls_are_counted_by_key(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PER_TOKEN", Limit(2, 3600))
    first, second = Program(key_for(agency)), Program(key_for(agency))
    assert [first.get("token").status_code for _ in range(3)] == [200, 200, 429]
    refused = first.get("token")
    assert 1 <= int(refused.headers["Retry-After"]) <= 3600
    assert second.get("token").status_code == 200


def test_last_use_is_remembered(agency: Agency) -> None:
    program = Program(key_for(agency))
    program.get("token")
    first = Token.objects.get().last_used_at
    program.get("token")
    assert first is not None
    assert Token.objects.get().last_used_at == first


def test_operation_without_door_refuses_everybody(agency: Agency) -> None:
    from pendopo.kernel.api.doors import Door
    from pendopo.kernel.api.instance import the_api

    assert [type(each) for each in (the_api().auth or ())] == [Door]  # type: ignore[union-attr]
    assert all(each.auth_callbacks[0].door for each in _all_operations())


def _all_operations() -> list[Any]:
    from pendopo.kernel.api.description import operations as described

    return described()
