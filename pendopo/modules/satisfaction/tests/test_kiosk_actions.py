"""Screens at counters: pairing, revoking, batches that come twice, late, wrong, or after the survey closed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.limits import count_try
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import kiosks
from pendopo.modules.satisfaction.models import Answer, Kiosk
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.traits import CHANNELS
from pendopo.modules.satisfaction.tests.collecting import marks, questionnaire, screen, ticked
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed


def send(office: Surveyed, client: Client, *answers: Any) -> Any:
    """Send a batch as the screen's script does."""
    body = {"answers": list(answers)}
    return client.post(office.url("send_from_kiosk"), body, content_type="application/json")


def test_a_code_pairs_one_device_once(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    made, code = kiosks.make_kiosk(survey=survey, name="Loket 1", by=office.ppid)
    assert client.get(office.url("kiosk")).status_code == 403
    assert client.post(office.url("pair_kiosk"), {"code": f" {code[:4].lower()}-{code[4:]} "}).status_code == 303
    assert client.get(office.url("kiosk")).status_code == 200
    assert Client().post(office.url("pair_kiosk"), {"code": code}).status_code == 422
    kept = Kiosk.objects.get()
    assert (kept.state, kept.code_digest, kept.paired_at is not None) == ("paired", "", True)
    assert made.state == "waiting"


def test_a_code_ends_after_an_hour_and_tries_are_counted(office: Surveyed) -> None:
    survey = office.open()
    _made, code = kiosks.make_kiosk(survey=survey, name="Loket 1", by=office.ppid)
    with clock.frozen(clock.now() + dt.timedelta(minutes=limits.PAIRING_MINUTES)):
        assert kiosks.pair(agency=office.agency, code=code, by=CITIZEN) is None
    for _try in range(limits.PAIRING_PER_ADDRESS.tries):
        count_try("pair:127.0.0.1", limits.PAIRING_PER_ADDRESS)
    assert Client().post(office.url("pair_kiosk"), {"code": code}).status_code == 429


def test_what_comes_twice_is_there_once(office: Surveyed, django_assert_max_num_queries) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client)
    batch = [questionnaire(survey, f"{n:032x}", told={"gender": "male"}) for n in range(50)]
    with django_assert_max_num_queries(4 + 4 * 50):
        said = send(office, client, *batch).json()
    assert said == {"done": [each["key"] for each in batch], "refused": [], "held": [], "reason": ""}
    assert send(office, client, *batch).json()["done"] == said["done"]
    assert Answer.objects.count() == 50
    assert {CHANNELS[channel][0] for channel in Answer.objects.values_list("channel", flat=True)} == {"kiosk"}


def test_a_bad_answer_holds_no_other_back(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client)
    good = questionnaire(survey, "a" * 32)
    five = questionnaire(survey, "b" * 32, values={KEYS[0]: 5})
    text = questionnaire(survey, "c" * 32, values={KEYS[0]: "4,0"})
    empty = questionnaire(survey, "d" * 32, "000000000")
    elsewhere = questionnaire(survey, "e" * 32, service=str(uuid4()))
    odd = questionnaire(survey, "f" * 32, told={"gender": "x"})
    said = send(office, client, five, good, text, empty, elsewhere, odd).json()
    assert said["done"] == ["a" * 32]
    assert said["refused"] == [letter * 32 for letter in "bcdef"]
    assert marks() == ["344443344"]


def test_the_time_is_the_screens_only_while_it_can_be_true(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client)
    assert survey.opened_at is not None
    now = survey.opened_at + dt.timedelta(hours=5)
    told = ["2020-01-01T00:00:00Z", (now - dt.timedelta(hours=1)).isoformat(), "2999-01-01T00:00:00Z", "gestern", ""]
    with clock.frozen(now):
        sent = [questionnaire(survey, f"{n:032x}", at=at) for n, at in enumerate(told)]
        assert len(send(office, client, *sent).json()["done"]) == 5
    hours = sorted((now - at) / dt.timedelta(hours=1) for at in Answer.objects.values_list("received_at", flat=True))
    assert hours == [0, 0, 0, 0, 1]


def test_what_a_closed_survey_does_not_take_stays_on_the_screen(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client)
    actions.close(survey=survey, by=office.ppid)
    late = questionnaire(survey, "a" * 32)
    said = send(office, client, late).json()
    assert (said["done"], said["held"]) == ([], ["a" * 32])
    assert "tidak sedang dibuka" in said["reason"]
    assert client.get(office.url("kiosk")).status_code == 409
    actions.reopen(survey=office.fresh(survey), by=office.ppid)
    assert send(office, client, late).json()["done"] == ["a" * 32]


def test_a_revoked_screen_sends_nothing_more(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    kiosk = screen(office, survey, client)
    kiosks.revoke_kiosk(kiosk=kiosk, by=office.ppid)
    response = send(office, client, questionnaire(survey, "a" * 32))
    assert (response.status_code, response.json()["reason"]) == (
        403,
        "Layar ini tidak lagi terpasang. Hubungi petugas.",
    )
    with pytest.raises(NotAllowed):
        kiosks.renew_code(kiosk=kiosk, by=office.ppid)
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"[]", "application/json", 422),
        (b"{", "application/json", 422),
        (b'{"answers": [{}]}', "application/json", 422),
        (b'{"answers": [{"key": "k"}]}', "application/json", 422),
        (b'{"answers": [1]}', "application/json", 422),
        (b'{"answers": []}', "text/plain", 415),
        (b" " * (limits.KIOSK_BYTES + 1), "application/json", 413),
    ],
)
def test_what_is_no_batch(office: Surveyed, body: bytes, kind: str, status: int) -> None:
    client = Client()
    screen(office, office.open(), client)
    assert client.generic("POST", office.url("send_from_kiosk"), body, content_type=kind).status_code == status


def test_too_many_at_once_is_no_batch(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client)
    batch = [questionnaire(survey, f"{n:032x}") for n in range(limits.KIOSK_BATCH + 1)]
    assert send(office, client, *batch).status_code == 422


def test_hidden_signs_in_a_comment_lose_the_comment_and_not_the_answer(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client)
    send(office, client, questionnaire(survey, "a" * 32, comment="baik\x00sekali"))
    assert Answer.objects.get().comment == ""


def test_without_scripts_the_screen_is_a_plain_page(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client, service=None, layout="compact")
    services = [str(each.service_id) for each in asked_about(survey)]
    assert client.post(office.url("kiosk"), ticked()).status_code == 422
    response = client.post(office.url("kiosk"), ticked(layanan=services[1]))
    assert (response.status_code, response["Location"]) == (303, office.url("kiosk_thanks"))
    assert client.get(office.url("kiosk_thanks")).status_code == 200
    made = Answer.objects.get()
    assert (made.service_id, CHANNELS[made.channel][0]) == (UUID(services[1]), "kiosk")


def test_a_screen_is_pointed_at_the_next_survey(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    kiosk = screen(office, survey, client)
    following = office.open("2026-Q4")
    kiosks.point_kiosk(kiosk=kiosk, survey=following, by=office.ppid, service=None, layout="compact")
    assert str(following.pk) in client.get(office.url("kiosk")).content.decode()
    # What was collected for the survey before still arrives there.
    assert send(office, client, questionnaire(survey, "a" * 32)).json()["done"] == ["a" * 32]
    assert Answer.objects.get().survey_id == survey.pk


def test_who_may_set_up_screens(office: Surveyed) -> None:
    survey = office.open()
    for role in ("superior", "auditor"):
        with pytest.raises(NotAllowed):
            kiosks.make_kiosk(survey=survey, name="Loket", by=office.actor(role))
    kiosks.make_kiosk(survey=survey, name="Loket", by=office.actor("front_office"))


def test_screens_are_bounded(office: Surveyed) -> None:
    survey = office.open()
    made_at = clock.now()
    Kiosk.objects.bulk_create(
        Kiosk(agency=office.agency, survey=survey, name=str(n), made_at=made_at) for n in range(limits.KIOSKS_MAX)
    )
    with pytest.raises(NotAllowed):
        kiosks.make_kiosk(survey=survey, name="Loket", by=office.ppid)


def test_the_screen_is_seen_at_most_every_few_minutes(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    kiosk = screen(office, survey, client)
    later = clock.now() + dt.timedelta(hours=1)
    with clock.frozen(later):
        send(office, client, questionnaire(survey, "a" * 32))
    kiosk.refresh_from_db()
    assert kiosk.seen_at == later


def test_the_worker_may_serve_the_screen_and_nothing_else(office: Surveyed) -> None:
    response = Client().get(office.url("kiosk_worker"))
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert office.url("kiosk_worker").startswith(office.url("kiosk"))


def test_what_no_screen_sends_is_refused_and_breaks_nothing(office: Surveyed) -> None:
    survey, client = office.open(), Client()
    screen(office, survey, client)
    good = questionnaire(survey, "a" * 32)
    # Half a character, which JSON can spell and no database keeps.
    for half in ({"key": "\ud800" * 32}, {"comment": "\ud800"}):
        assert send(office, client, {**good, **half}).status_code == 422
    pairs = {**good, "values": [[1, 4], ["lain", 4]]}
    assert send(office, client, pairs).json()["refused"] == ["a" * 32]
    assert send(office, client, good).json()["done"] == ["a" * 32]
