"""Requests that programs bring and read: the same action as the desk's, once for a key, identities only with the scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api.models import KeptAnswer
from pendopo.kernel.api.tests.calling import Program, key_for
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.privacy.queries.views import views_of
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import Office, drafted, make_office, registered, tracked_inquiry

NOW = dt.datetime(2026, 8, 3, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ASKED: dict[str, Any] = {
    "requester": {
        "name": "Siti Aminah",
        "nik": "3304011201900001",
        "address": "Jl. Melati 1, Sukamaju",
        "email": "siti@contoh.id",
    },
    "details": "Salinan laporan keuangan tahun 2025",
    "purpose": "Penelitian",
}
KEY = {"Idempotency_Key": "lapor-8812734"}


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    with clock.frozen(NOW):
        yield make_office()


def address(office: Office, more: str = "") -> str:
    return f"agencies/{office.agency.slug}/requests{more}"


def program(office: Office, *scopes: str, language: str = "") -> Program:
    return Program(key_for(office.agency, *(scopes or ("requests:write",))), language)


def test_request_is_registered_as_the_desk_does(office: Office) -> None:
    answer = program(office).post(address(office), {**ASKED, "received_at": "2026-08-03T09:15:00+07:00"}, **KEY)
    assert answer.status_code == 201
    made = Inquiry.objects.get()
    body = answer.json()
    code = body.pop("code")
    assert body == {
        "id": str(made.pk),
        "number": made.number,
        "state": "registered",
        "received_at": "2026-08-03T09:15:00+07:00",
        "page": f"http://localhost:8000/{office.agency.slug}/lacak/",
    }
    assert answer.headers["Location"] == f"/api/v1/{address(office)}/{made.pk}"
    assert tracked_inquiry(office.agency, made.number, code) == made
    assert (made.contact.name, made.contact.nik, made.channel) == ("Siti Aminah", "3304011201900001", "web")
    move = Move.objects.get(subject_id=made.pk)
    assert (move.step, move.user, move.by_label[:12]) == ("register", None, "API · LAPOR!")
    assert OutboxMessage.objects.get().recipient == "siti@contoh.id"
    assert verify(office.agency).intact


def test_a_year_without_a_calendar_is_a_problem_in_words(office: Office) -> None:
    with clock.frozen(dt.datetime(2036, 1, 7, 10, tzinfo=dt.UTC)):
        answer = program(office, "requests:write", language="en").post(address(office), ASKED, **KEY)
    assert (answer.status_code, answer.json()["type"]) == (422, "http://localhost:8000/api/#invalid")
    covered = "The calendar of working days covers the years 2025 to 2027, but this calculation needs the year 2036."
    assert covered in answer.json()["detail"]
    assert not Inquiry.objects.exists()


def test_same_call_gets_the_same_answer(office: Office) -> None:
    """Also after the kept answer is gone; a key is good for one call of one program."""
    one = program(office)
    first, again = (one.post(address(office), ASKED, **KEY) for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    other = one.post(address(office), {**ASKED, "purpose": "Lain"}, **KEY)
    assert (other.status_code, other.json()["type"]) == (422, "http://localhost:8000/api/#key-reused")
    assert first.json()["code"].encode() not in bytes(KeptAnswer.objects.get().sealed)
    KeptAnswer.objects.all().delete()
    assert one.post(address(office), ASKED, **KEY).json() == first.json()
    assert Inquiry.objects.count() == 1
    assert program(office).post(address(office), ASKED, **KEY).json()["number"] != first.json()["number"]


def test_refused_call_can_be_corrected_under_its_key(office: Office) -> None:
    wrong = {
        **ASKED,
        "channel": "phone",
        "delivery_way": "email",
        "requester": {**ASKED["requester"], "email": "", "nik": "12"},
    }
    one = program(office, language="en")
    refused = one.post(address(office), wrong, **KEY)
    assert (refused.status_code, sorted(each["pointer"] for each in refused.json()["errors"])) == (
        422, ["#/read_back", "#/requester/email", "#/requester/nik"]
    )  # fmt: skip
    assert one.post(address(office), ASKED, **KEY).status_code == 201
    late = one.post(address(office), {**ASKED, "received_at": "9999-12-31T23:59:59-12:00"}, Idempotency_Key="k" * 8)
    assert [each["pointer"] for each in late.json()["errors"]] == ["#/received_at", "#/received_at"]
    for moment in (0, "2026-08-03T09:15:00", "kemarin"):
        naive = one.post(address(office), {**ASKED, "received_at": moment}, Idempotency_Key="k" * 8)
        assert [each["pointer"] for each in naive.json()["errors"]] == ["#/received_at"]
    hidden = one.post(address(office), {**ASKED, "details": "a\x00b"}, Idempotency_Key="k" * 8)
    assert [each["pointer"] for each in hidden.json()["errors"]] == ["#/details"]


@pytest.mark.django_db(transaction=True)
def test_of_two_calls_at_once_one_is_done_and_both_are_answered() -> None:
    office = make_office()
    key = key_for(office.agency, "requests:write")
    start = Barrier(4)

    def call(_turn: int) -> Any:
        try:
            start.wait()
            return Program(key).post(address(office), ASKED, **KEY).json()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(call, range(4)))
    assert [each["number"] for each in answers] == [answers[0]["number"]] * 4
    assert Inquiry.objects.count() == KeptAnswer.objects.count() == 1


def test_register_without_and_with_identities(office: Office, django_assert_num_queries: Any) -> None:
    asked, answered = registered(office), drafted(office)
    reader = program(office, "requests:read")
    rows = reader.get(address(office)).json()["items"]
    assert {row["number"] for row in rows} == {asked.number, answered.number}
    row = reader.get(address(office), {"number": asked.number.lower()}).json()["items"][0]
    assert row == {
        "id": str(asked.pk), "number": asked.number, "state": "registered", "state_label": "Periksa kelengkapan",
        "is_open": True, "channel": asked.channel, "received_at": row["received_at"],
        "registered_at": row["registered_at"], "unit": None, "due_on": row["due_on"],
        "working_days_left": row["working_days_left"], "is_late": False, "decision": None, "decided_at": None,
        "closed_at": None, "requester": None,
    }  # fmt: skip
    assert row["due_on"] is not None
    refused = reader.get(address(office), {"identity": "true"})
    assert (refused.status_code, refused.json()["type"].partition("#")[2]) == (403, "scope")
    with_names = program(office, "requests:read", "requests:identity")
    named = with_names.get(address(office), {"identity": "true", "number": asked.number}).json()["items"][0]
    assert named["requester"]["name"] == asked.contact.name
    entry = views_of(office.agency).get()
    assert (entry.action, entry.details) == ("api_token.read_identities", {"numbers": [asked.number]})
    assert asked.contact.name not in str(Entry.objects.values_list("details", flat=True))


def test_register_by_state_time_and_page(office: Office, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        registered(office)
    reader, today = program(office, "requests:read"), clock.today(office.agency.timezone)
    first = reader.get(address(office), {"limit": 2, "state": "registered", "start": today, "end": today}).json()
    assert first["next"]
    then = reader.get(address(office), {"limit": 2, "state": "registered", "cursor": first["next"]}).json()
    assert (len(first["items"]), len(then["items"]), then["next"]) == (2, 1, None)
    assert not {each["id"] for each in first["items"]} & {each["id"] for each in then["items"]}
    assert reader.get(address(office), {"end": today - dt.timedelta(days=400)}).json()["items"] == []
    for far in ("0001-01-01", "9999-12-31"):
        assert reader.get(address(office), {"start": far}).status_code == 200
        assert reader.get(address(office), {"end": far}).status_code == 200
    with django_assert_num_queries(6):
        reader.get(address(office), {"limit": 1})
    with django_assert_num_queries(6):
        reader.get(address(office), {"limit": 3})


def test_one_request_with_its_steps(office: Office) -> None:
    asked = registered(office)
    other = Agency.objects.create(slug="tetangga", name="Tetangga", short_name="T")
    found = program(office, "requests:read").get(address(office, f"/{asked.pk}")).json()
    assert (found["details"], found["moves"][0]["step"], found["requester"]) == (asked.details, "register", None)
    foreign = Program(key_for(other, "requests:read")).get(f"agencies/tetangga/requests/{asked.pk}")
    assert foreign.status_code == 404
