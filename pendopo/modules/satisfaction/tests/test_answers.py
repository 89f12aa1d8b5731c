"""Answers and the tallies kept beside them."""

from __future__ import annotations

import datetime as dt
import random
from uuid import uuid4

import pytest
from django.db import IntegrityError

from pendopo.kernel import clock
from pendopo.kernel.people.actors import CITIZEN
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.models import Answer
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.rules import traits
from pendopo.modules.satisfaction.tasks import forget_comments
from pendopo.modules.satisfaction.tests.surveying import (
    Surveyed,
    answer,
    by_hand,
    filled,
    kept,
    marks_at_random,
    told_at_random,
)


def test_an_answer_is_kept_with_its_tallies(office: Surveyed) -> None:
    survey = office.open()
    made = answer(survey, "344432114", told={"gender": "female"}, comment=" Cepat ")
    assert (made.marks, made.traits, made.comment, made.channel) == ("344432114", "20000", "Cepat", "L")
    assert {key[2]: n for key, (n, _counts) in kept().items()} == {"": 1, "channel=link": 1, "gender=female": 1}
    assert kept() == by_hand()


def test_the_same_key_again_is_the_same_answer(office: Surveyed) -> None:
    survey = office.open()
    key = uuid4()
    first = answer(survey, "333333333", key=key)
    assert answer(survey, "111111111", key=key) == first
    assert Answer.objects.get().marks == "333333333"
    assert kept() == by_hand()


def test_a_key_of_another_survey_is_no_answer_here(office: Surveyed) -> None:
    one, other = office.open(), office.open("2026-Q4")
    made = answer(one, "333333333")
    with pytest.raises(IntegrityError):
        answer(other, "333333333", key=made.pk)


def test_answers_add_up(office: Surveyed, django_assert_num_queries) -> None:
    survey = office.open()
    chance = random.Random(7)
    for number in range(60):
        marks = marks_at_random(chance, complete=number % 9 != 0)
        answer(survey, marks, service=number % 2, channel="LTK"[number % 3], told=told_at_random(chance))
    assert kept() == by_hand()
    asked = asked_about(survey)[0]
    with django_assert_num_queries(
        4, exact=False
    ):  # a savepoint around an insert and an upsert, on PostgreSQL one trip
        actions.record_answer(survey=survey, filled=filled(asked, "444444444"), channel=traits.LINK, by=CITIZEN)


def test_comments_are_erased_five_years_after_the_survey(office: Surveyed) -> None:
    old, young = office.open(), office.open("2026-Q4")
    for survey in (old, young):
        answer(survey, "333333333", comment="Ramah")
    answer(old, "222222222")
    later = dt.datetime.combine(old.ends_on, dt.time(12), tzinfo=dt.UTC) + dt.timedelta(days=5 * 365 + 1)
    with clock.frozen(later - dt.timedelta(days=1)):
        assert forget_comments() == 0
    with clock.frozen(later):
        assert [forget_comments(), forget_comments()] == [1, 0]
    assert set(Answer.objects.values_list("survey", "marks", "comment")) == {
        (old.pk, "333333333", ""), (old.pk, "222222222", ""), (young.pk, "333333333", "Ramah"),
    }  # fmt: skip
    assert kept() == by_hand()
