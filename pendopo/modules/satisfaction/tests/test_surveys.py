"""A survey from its preparation to its result, and the instrument it uses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from pendopo.kernel.agencies.models import Agency, RegisterCounter, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.events import on
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.services.models import Service
from pendopo.kernel.services.queries import active_services, service_of
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.models import Move
from pendopo.modules.satisfaction import actions, permissions
from pendopo.modules.satisfaction.events import IndexFell, SurveyPublished
from pendopo.modules.satisfaction.models import Instrument, PastResult, Survey
from pendopo.modules.satisfaction.queries import surveys as queries
from pendopo.modules.satisfaction.rules import instruments
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed, answer


def heard(event: type) -> list[Any]:
    """Return the list into which events of this kind fall from now on."""
    from pendopo.kernel import events

    found: list[Any] = []
    on(event, found.append)
    assert events  # the listeners live as long as the process; each test has a list of its own
    return found


def test_the_way_of_a_survey(office: Surveyed, django_capture_on_commit_callbacks: Any) -> None:
    survey = office.prepare(unit=office.unit)
    assert (survey.number, survey.state, str(survey)) == ("PPID-SKM-2026-0001", "prepared", survey.number)
    assert (survey.starts_on, survey.ends_on) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    actions.open_survey(survey=survey, by=office.ppid)
    for marks in ("444444444", "333333333", "044444444"):
        answer(office.fresh(survey), marks)
    actions.close(survey=survey, by=office.ppid)
    actions.reopen(survey=survey, by=office.ppid)
    assert office.fresh(survey).closed_at is None
    actions.close(survey=survey, by=office.ppid)
    published = heard(SurveyPublished)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(survey=survey, by=office.superior)
    done = office.fresh(survey)
    assert (done.published_index, done.published_n, done.published_by, done.current.name) == (
        Decimal("87.50"), 2, office.superior.user, "published",
    )  # fmt: skip
    assert published == [SurveyPublished(office.agency.pk, survey.pk, Decimal("87.50"))]
    moves = Move.objects.filter(subject_id=survey.pk).order_by("id").values_list("step", flat=True)
    assert list(moves) == ["prepare_survey", "open_survey", "close", "reopen", "close", "publish"]
    assert Entry.objects.filter(subject_id=survey.pk, action="survey.publish").get().details["index"] == "87.50"
    with pytest.raises(WrongState):
        actions.publish(survey=done, by=office.superior)


def test_what_is_published_stays(office: Surveyed) -> None:
    survey = office.open()
    kept_answer, removed = answer(survey, "444444444"), answer(survey, "222222222")
    actions.close(survey=survey, by=office.ppid)
    actions.publish(survey=survey, by=office.ppid)
    actions.remove_answer(answer=removed, reason="respondent", by=office.ppid)
    assert office.fresh(survey).published_index == Decimal("75.00")
    assert queries.answers_of(survey).get() == kept_answer


def test_nothing_to_publish(office: Surveyed) -> None:
    survey = office.open()
    answer(survey, "044444444")
    actions.close(survey=survey, by=office.ppid)
    with pytest.raises(NotAllowed, match="terisi lengkap"):
        actions.publish(survey=survey, by=office.ppid)


def test_one_survey_a_period(office: Surveyed) -> None:
    office.prepare()
    with pytest.raises(NotAllowed, match="sudah ada"):
        office.prepare()
    office.prepare(unit=office.unit)
    with pytest.raises(NotAllowed, match="sudah ada"):
        office.prepare(unit=office.unit)
    assert queries.surveys(office.agency).count() == 2
    with pytest.raises(NotAllowed):
        office.prepare("2026-Q4", by=office.actor("front_office"))
    with pytest.raises(NotAllowed, match="Bunyi pertanyaan"):
        office.prepare("2026-Q4", instrument=queries.shipped_instrument("kep25_2004"))
    with pytest.raises(ValueError, match="no period"):
        office.prepare("soon")


def test_an_error_that_is_no_second_survey_is_not_hidden(office: Surveyed) -> None:
    from django.db import IntegrityError

    office.prepare()
    RegisterCounter.objects.all().delete()
    with pytest.raises(IntegrityError):
        office.prepare("2026-Q4")


def test_it_ends_no_sooner_than_it_begins(office: Surveyed) -> None:
    """One day given and the other left to the period; found by the fuzzer."""
    survey = office.prepare()
    for days in (
        {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2026, 8, 31)},
        {"starts_on": dt.date(2027, 1, 1)},
        {"ends_on": dt.date(2026, 6, 30)},
    ):
        with pytest.raises(NotAllowed, match="berakhir sebelum dimulai"):
            office.prepare("2026-Q4", **days)
        with pytest.raises(NotAllowed, match="berakhir sebelum dimulai"):
            actions.arrange(survey=survey, by=office.ppid, **days)
    actions.arrange(survey=survey, by=office.ppid, starts_on=dt.date(2026, 9, 30))
    assert [(each.starts_on, each.ends_on) for each in Survey.objects.all()] == [
        (dt.date(2026, 9, 30), dt.date(2026, 9, 30))
    ]


def test_only_what_is_the_agencys_own(office: Surveyed) -> None:
    other = Agency.objects.create(slug="lain", name="Lain", short_name="Lain")
    theirs = Service.objects.create(agency=other, name="KTP")
    unit = Unit.objects.create(agency=other, name="Bidang")
    own = Instrument.objects.create(
        agency=other, key="x", version="1", title="X", content=instruments.shipped()["permen14_2017"]
    )
    for wrong in ({"services": [theirs]}, {"services": []}, {"unit": unit}, {"instrument": own}):
        with pytest.raises(ValueError, match="belong to the agency"):
            office.prepare("2026-Q4", **wrong)
    assert Survey.objects.count() == 0
    assert [str(service) for service in active_services(office.agency)] == ["Permohonan informasi", "Perpustakaan"]
    assert service_of(office.agency, theirs.pk) is None
    assert service_of(other, theirs.pk) == theirs


def test_preparation_may_change(office: Surveyed) -> None:
    survey = office.prepare()
    changed = actions.arrange(
        survey=survey,
        by=office.ppid,
        services=office.services[1:],
        title="Lain",
        numbering="regulation",
        fall=Decimal(1),
    )
    found = office.fresh(changed)
    assert (found.title, found.numbering, found.fall) == ("Lain", "regulation", Decimal("1.00"))
    asked = queries.asked_about(found)
    assert [each.service for each in asked] == office.services[1:]
    assert queries.asked_for(found, office.services[1].pk) == asked[0]
    assert queries.asked_for(found, office.services[0].pk) is None
    with pytest.raises(ValueError, match="cannot be arranged"):
        actions.arrange(survey=survey, by=office.ppid, state="open")
    found.services.all().delete()
    with pytest.raises(NotAllowed, match="Belum ada layanan"):
        actions.open_survey(survey=found, by=office.ppid)
    actions.arrange(survey=survey, by=office.ppid, services=office.services)
    actions.open_survey(survey=survey, by=office.ppid)
    with pytest.raises(WrongState):
        actions.arrange(survey=survey, by=office.ppid, title="Terlambat")
    assert queries.open_surveys(office.agency).get() == survey
    assert queries.published_surveys(office.agency).count() == 0


def test_planning_a_sample(office: Surveyed) -> None:
    survey = office.open()
    asked = queries.asked_about(survey)[0]
    planned = actions.plan_sample(
        asked=asked, population=320, by=office.ppid, quotas={"gender=female": 80, "age=20s": 0}
    )
    assert (planned.target, planned.quotas, str(planned)) == (175, {"gender=female": 80}, f"{asked.service_id}: 175")
    assert actions.plan_sample(asked=asked, population=320, target=200, by=office.ppid).target == 200
    assert actions.plan_sample(asked=asked, population=None, target=30, by=office.ppid).target == 30
    for wrong in ({"quotas": {"faith=x": 3}}, {"quotas": {"age=20s": -1}}, {"target": -1}):
        with pytest.raises(ValueError, match="quota"):
            actions.plan_sample(asked=asked, population=10, by=office.ppid, **wrong)
    actions.close(survey=survey, by=office.ppid)
    with pytest.raises(WrongState):
        actions.plan_sample(asked=asked, population=10, by=office.ppid)


@pytest.mark.parametrize(("marks", "told"), [("222222222", True), ("333333333", False)])
def test_people_are_told_when_the_index_falls(
    office: Surveyed, marks: str, told: bool, django_capture_on_commit_callbacks: Any
) -> None:
    before = office.open("2026-Q2")
    answer(before, "333333332")
    actions.close(survey=before, by=office.ppid)
    admin = office.actor("agency_admin")
    now = office.open("2026-Q3")
    answer(now, marks)
    fell = heard(IndexFell)
    with django_capture_on_commit_callbacks(execute=True):
        actions.close(survey=now, by=office.ppid)
    assert [(item.user, item.params["before"], item.params["now"]) for item in InboxItem.objects.all()] == (
        [(admin.user, "72.22", "50.00")] if told else []
    )
    assert fell == ([IndexFell(office.agency.pk, now.pk, Decimal("72.22"), Decimal("50.00"))] if told else [])


def test_an_index_before_may_stand_in_an_older_report(office: Surveyed) -> None:
    from pendopo.modules.satisfaction.queries.trend import index_before

    survey = office.open()
    assert index_before(survey) is None
    past = PastResult.objects.create(
        agency=office.agency, instrument=survey.instrument, period="2025", ends_on=dt.date(2025, 12, 31),
        published_index=Decimal("80.10"), source="Laporan 2025",
    )  # fmt: skip
    assert (index_before(survey), str(past)) == (Decimal("80.10"), "2025: 80.10")
    empty = office.open("2026-Q2")
    actions.close(survey=empty, by=office.ppid)
    assert index_before(survey) is None  # the period before is known, and nobody answered in it


def test_an_agencys_own_instrument(office: Surveyed) -> None:
    base = queries.shipped_instrument("permen14_2017")
    added = [{"key": "keamanan", "name": "Keamanan", "question": "Bagaimana keamanan?", "labels": ["a", "b", "c", "d"]}]
    weights = dict.fromkeys((*KEYS, "keamanan"), "0.1")
    own = actions.adapt_instrument(
        agency=office.agency,
        base=base,
        title="Dengan keamanan",
        version="2026",
        added=added,
        weights=weights,
        by=office.ppid,
    )
    assert (own.definition.keys[-1], str(own)) == ("keamanan", "Dengan keamanan")
    assert own in queries.instruments_for(office.agency)
    with pytest.raises(NotAllowed, match="sudah ada"):
        actions.adapt_instrument(
            agency=office.agency, base=base, title="Lagi", version="2026", added=added, by=office.ppid
        )
    for wrong in (weights | {"keamanan": "0.11"}, {"keamanan": "1"}):
        with pytest.raises(instruments.BadInstrument):
            actions.adapt_instrument(
                agency=office.agency, base=base, title="X", version="3", added=added, weights=wrong, by=office.ppid
            )
    with pytest.raises(instruments.BadInstrument, match="At most"):
        actions.adapt_instrument(
            agency=office.agency, base=base, title="X", version="4", added=added * 12, by=office.ppid
        )
    with pytest.raises(NotAllowed, match="penyusunan"):
        actions.adapt_instrument(
            agency=office.agency, base=base, title="X", version="5", added=added, by=office.superior
        )
    survey = office.open(instrument=own)
    assert answer(survey, "444444444").marks == "4444444440"
    assert actions.install_instruments() == 0


def test_which_steps_are_offered(office: Surveyed) -> None:
    survey = office.prepare()
    offered = {
        (role, state): [step.name for step in permissions.next_steps(office.actor(role), survey)]
        for state in ("prepared", "open", "closed", "published")
        for role in ("ppid", "superior", "auditor")
        if setattr(survey, "state", state) is None
    }
    assert {key: steps for key, steps in offered.items() if steps} == {
        ("ppid", "prepared"): ["open_survey"],
        ("ppid", "open"): ["close"],
        ("ppid", "closed"): ["reopen", "publish"],
        ("superior", "closed"): ["publish"],
    }
    assert permissions.may_answer(CITIZEN, office.open("2026-Q1"), "K")
