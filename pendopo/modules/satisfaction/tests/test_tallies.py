"""Tallies equal a recount, whatever happened in whatever order, and a recount finds and repairs what is wrong."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.actors import CITIZEN, SYSTEM
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import recounting, tallying
from pendopo.modules.satisfaction.models import Answer, Tally
from pendopo.modules.satisfaction.queries.surveys import answer_for, asked_about
from pendopo.modules.satisfaction.rules import traits
from pendopo.modules.satisfaction.rules.proving import Evidence, compare_all
from pendopo.modules.satisfaction.tests.surveying import (
    KEYS,
    PERMEN,
    Surveyed,
    answer,
    by_hand,
    filled,
    kept,
)

MARKS = st.text("01234", min_size=9, max_size=9).filter(lambda marks: set(marks) != {"0"})
TOLD = st.fixed_dictionaries(
    {}, optional={trait.key: st.sampled_from([key for key, _ in trait.values.values()]) for trait in traits.TRAITS}
)
# Few keys, so that the same answer comes again and again.
KEY = st.integers(0, 12).map(lambda number: uuid5(UUID(int=0), str(number)))
SERVICE = st.integers(0, 1)
STEP = st.one_of(
    st.tuples(st.just("answer"), KEY, SERVICE, MARKS, TOLD, st.sampled_from("TLKP")),
    st.tuples(st.just("correct"), st.integers(0, 99), st.none() | MARKS, st.none() | TOLD, st.none() | SERVICE),
    st.tuples(st.just("remove"), st.integers(0, 99)),
    st.tuples(
        st.just("import"), st.lists(st.tuples(KEY, SERVICE, MARKS, TOLD), max_size=5, unique_by=lambda row: row[0])
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=10))
def test_tallies_equal_a_recount_after_any_interleaving(office: Surveyed, steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        survey = office.open()
        asked = asked_about(survey)
        for step in steps:
            _take(office, survey, asked, step)
            assert kept() == by_hand()
        found = actions.recount(by=SYSTEM)
        assert (found.wrong, found.answers) == ((), Answer.objects.filter(is_current=True).count())
        transaction.set_rollback(True)


def _take(office: Surveyed, survey: Any, asked: list[Any], step: tuple[Any, ...]) -> None:
    match step:
        case ("answer", key, service, marks, told, channel):
            by = office.ppid if channel == "P" else CITIZEN
            try:
                actions.record_answer(
                    survey=survey, filled=filled(asked[service], marks, key=key, told=told), channel=channel, by=by
                )
            except IntegrityError:
                raise AssertionError("a key that came before must find its answer") from None
        case ("import", rows):
            batch = [filled(asked[service], marks, key=key, told=told) for key, service, marks, told in rows]
            actions.record_answers(survey=survey, filled=batch, by=office.ppid, source=survey.pk)
        case ("correct", place, marks, told, service):
            if there := list(Answer.objects.filter(is_current=True).order_by("pk")):
                values = marks and filled(asked[0], marks).values
                actions.correct_answer(
                    answer=there[place % len(there)], reason="typing", by=office.ppid, values=values or None, told=told,
                    service=None if service is None else asked[service],
                )  # fmt: skip
        case ("remove", place):
            if there := list(Answer.objects.filter(is_current=True).order_by("pk")):
                actions.remove_answer(answer=there[place % len(there)], reason="respondent", by=office.ppid)


def test_a_recount_finds_and_repairs(office: Surveyed) -> None:
    survey = office.open()
    for marks in ("344432114", "333333333", "044444444"):
        answer(survey, marks, told={"gender": "female"})
    right = kept()
    everybody = Tally.objects.get(segment="", is_complete=True)
    everybody.counts[1] += 5
    everybody.save()
    Tally.objects.filter(segment="gender=female", is_complete=False).delete()
    Tally.objects.filter(segment="channel=link", is_complete=True).update(n=77)
    ghost = Tally(agency=survey.agency, survey=survey, service=everybody.service, segment="age=20s", is_complete=True)
    ghost.n, ghost.counts = 1, [0, 0, 0, 0, 1] * 9
    ghost.save()
    steps: list[int] = []
    found = actions.recount(by=SYSTEM, progress=steps.append)
    assert {(wrong.segment, wrong.is_complete) for wrong in found.wrong} == {
        ("", True), ("gender=female", False), ("channel=link", True), ("age=20s", True),
    }  # fmt: skip
    assert (found.surveys, found.answers, steps) == (1, 3, [1])
    assert kept() != right
    again = actions.recount(by=SYSTEM, agency=survey.agency, fix=True)
    assert len(again.wrong) == 4
    assert kept() == right == by_hand()
    assert actions.recount(by=SYSTEM, fix=True).wrong == ()
    assert [entry.details for entry in Entry.objects.filter(action="survey.recount")] == [{"tallies": 4}]
    other = Agency.objects.create(slug="lain", name="Lain", short_name="Lain")
    assert actions.recount(by=SYSTEM, agency=other) == actions.Recount(0, 0, 0, ())


def test_a_tally_never_falls_below_nobody(office: Surveyed) -> None:
    survey = office.open()
    made = answer(survey, "333333333")
    changes = {made.service_id: {("", True): [0, 0, 0, -2, 0] * 9}}
    with pytest.raises(IntegrityError), transaction.atomic():
        tallying.add(survey, changes, PERMEN)
    assert kept() == by_hand()


@pytest.mark.django_db(transaction=True)
def test_a_tally_is_changed_inside_a_transaction_only() -> None:
    with pytest.raises(TransactionManagementError):
        tallying.add(None, {}, PERMEN)  # type: ignore[arg-type]


def test_whoever_comes_second_is_told(office: Surveyed) -> None:
    survey = office.open()
    made = answer(survey, "333333333")
    stale = answer_for(office.agency, made.pk)
    new = actions.correct_answer(
        answer=made, reason="typing", by=office.ppid, values=filled(asked_about(survey)[0], "444444444").values
    )
    assert (new.corrects_id, new.marks, Answer.objects.get(pk=made.pk).is_current) == (made.pk, "444444444", False)
    for change in (
        lambda: actions.correct_answer(answer=stale, reason="typing", by=office.ppid, told={}),
        lambda: actions.remove_answer(answer=stale, reason="respondent", by=office.ppid),
    ):
        with pytest.raises(NotAllowed, match="sudah diubah"):
            change()
    actions.remove_answer(answer=new, reason="respondent", by=office.ppid)
    assert (Answer.objects.count(), kept()) == (0, {})
    told = list(Entry.objects.filter(action__in=["survey.correct_answer", "survey.remove_answer"]).order_by("seq"))
    assert [entry.details for entry in told] == [
        {"answer": str(made.pk), "reason": "typing", "changed": ["marks"]},
        {"answer": str(made.pk), "reason": "respondent"},
    ]


def test_a_corrected_answer_goes_on_with_what_was_written(office: Surveyed) -> None:
    from pendopo.modules.satisfaction.models import Voice

    survey = office.open()
    made = answer(survey, "333333333", comment="Ramah")
    first = actions.correct_answer(answer=made, reason="double_entry", by=office.ppid, told={"age": "30s"})
    second = actions.correct_answer(answer=first, reason="service", by=office.ppid, service=asked_about(survey)[1])
    assert (second.corrects_id, second.comment, second.told) == (made.pk, "Ramah", {"age": "30s"})
    assert Voice.objects.get().answer == second
    assert Voice.objects.get().service == second.service
    assert kept() == by_hand()
    actions.remove_answer(answer=second, reason="respondent", by=office.ppid)
    assert (Answer.objects.count(), Voice.objects.count()) == (0, 0)


@pytest.mark.parametrize("action", ["correct_answer", "remove_answer"])
def test_reasons_are_words_of_a_list(office: Surveyed, action: str) -> None:
    made = answer(office.open(), "333333333")
    with pytest.raises(ValueError, match="no reason"):
        getattr(actions, action)(answer=made, reason="karena Budi", by=office.ppid)
    with pytest.raises(NotAllowed):
        getattr(actions, action)(answer=made, reason="typing", by=office.actor("front_office"))


def test_who_may_answer_by_which_way(office: Surveyed) -> None:
    survey = office.open()
    asked = asked_about(survey)[0]
    with pytest.raises(NotAllowed, match="kertas"):
        answer(survey, "333333333", channel="P")
    with pytest.raises(NotAllowed, match="impor"):
        actions.record_answers(
            survey=survey, filled=[filled(asked, "333333333")], by=office.actor("front_office"), source=survey.pk
        )
    by = office.actor("front_office")
    assert answer(survey, "333333333", channel="P", by=by).entered_by == by.user
    elsewhere = asked_about(office.open("2026-Q4"))[0]
    with pytest.raises(actions.BadAnswer, match="tidak termasuk"):
        actions.record_answer(survey=survey, filled=filled(elsewhere, "333333333"), channel="L", by=CITIZEN)
    with pytest.raises(actions.BadAnswer, match="tidak dikenal"):
        answer(survey, "333333333", told={"gender": "?"})
    assert actions.record_answers(survey=survey, filled=[], by=office.ppid, source=survey.pk) == 0
    actions.close(survey=survey, by=office.ppid)
    shut = office.fresh(survey)
    with pytest.raises(NotAllowed, match="tidak sedang dibuka"):
        answer(shut, "333333333")
    late = [filled(asked, "444444444")]
    assert actions.record_answers(survey=shut, filled=late, by=office.ppid, source=shut.pk) == 1
    assert actions.record_answers(survey=shut, filled=late, by=office.ppid, source=shut.pk) == 0
    actions.publish(survey=shut, by=office.superior)
    with pytest.raises(NotAllowed, match="tidak sedang dibuka"):
        actions.record_answers(survey=office.fresh(survey), filled=[], by=office.ppid, source=shut.pk)


def test_a_survey_without_an_open_link(office: Surveyed) -> None:
    survey = office.prepare()
    actions.arrange(survey=survey, by=office.ppid, allows_open_link=False)
    actions.open_survey(survey=survey, by=office.ppid)
    survey = office.fresh(survey)
    with pytest.raises(NotAllowed, match="hanya menerima"):
        answer(survey, "333333333", channel="L")
    assert answer(survey, "333333333", channel="T").channel == "T"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing() -> None:
    """Threads answer, correct and remove at once, on one service: the tallies still equal a recount."""
    import threading

    actions.install_instruments()
    office = Surveyed(Agency.objects.create(slug="ramai", name="Ramai", short_name="Ramai"))
    survey = office.open()
    first, ppid, failed = asked_about(survey), office.ppid, []

    def work(number: int) -> None:
        try:
            mine = []
            for place in range(8):
                marks = str(111111111 + (number + place) % 4 * 111111111)
                told = {"gender": ("male", "female")[place % 2]}
                mine.append(
                    actions.record_answer(
                        survey=survey, filled=filled(first[place % 2], marks, told=told), channel="L", by=CITIZEN
                    )
                )
            new = actions.correct_answer(
                answer=mine[0], reason="typing", by=ppid, told={"age": "20s"}, service=first[1]
            )
            actions.remove_answer(answer=mine[1], reason="twice", by=ppid)
            actions.remove_answer(answer=new, reason="respondent", by=ppid)
        except Exception as problem:  # noqa: BLE001 - shown below
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Answer.objects.filter(is_current=True).count() == 6 * 6
    assert kept() == by_hand()
    assert actions.recount(by=SYSTEM).wrong == ()


@pytest.mark.django_db(transaction=True)
def test_other_processes_count_as_well(office: Surveyed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "_SURVEYS_AT_ONCE", 1)
    for month in range(1, 7):
        answer(office.open(f"2026-{month:02}"), "333333333", told={"age": "30s"})
    Tally.objects.filter(segment="age=30s", survey__period="2026-04").update(n=5)
    steps: list[int] = []
    found = actions.recount(by=SYSTEM, jobs=2, progress=steps.append)
    assert (found.surveys, found.answers, found.tallies, sum(steps)) == (6, 6, 18, 6)
    assert [(wrong.segment, list(wrong.kept), list(wrong.counted)) for wrong in found.wrong] == [("age=30s", [], [])]


def test_what_somebody_else_repaired_is_left_alone(office: Surveyed) -> None:
    survey = office.open()
    answer(survey, "333333333")
    recounting._repair([survey], SYSTEM)
    assert kept() == by_hand()
    assert not Entry.objects.filter(action="survey.recount").exists()


def test_evidence_is_judged_in_order() -> None:
    right = Evidence(
        "L00000333", "|1|1|[0,0,0,1,0,0,0,0,1,0,0,0,0,1,0];channel=link|1|1|[0,0,0,1,0,0,0,0,1,0,0,0,0,1,0]", 3, 4
    )
    wrong = Evidence("L00000333", "", 3, 4)
    nobody = Evidence("", "|1|0|[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", 3, 4)
    assert [verdict.is_right for verdict in compare_all([right, wrong, nobody])] == [True, False, True]


def test_rows_say_what_they_are(office: Surveyed) -> None:
    from pendopo.modules.satisfaction.models import FollowUp, Report, Voice, VoiceElement
    from pendopo.modules.satisfaction.models.counts import CountsField

    made = answer(office.open(), "344432114")
    assert (str(made), made.values(KEYS)["produk"], str(Tally.objects.get(segment=""))) == ("344432114", 3, "*: 1")
    assert str(FollowUp(programme="Perbaiki loket")) == "Perbaiki loket"
    assert (str(Voice()), str(VoiceElement(element="produk")), str(Report())) == ("None: n", "produk", "None")
    assert CountsField().get_db_prep_value(None, connection) is None
