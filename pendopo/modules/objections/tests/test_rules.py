"""The law of objections, from its own words."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.lib.deadlines import rule
from pendopo.modules.objections.rules import grounds, objecting
from pendopo.modules.objections.rules.grounds import AMICABLE, GROUNDS, Standing, late_letters, may_be_settled, ordered
from pendopo.modules.objections.rules.objecting import Reply, missing_words
from pendopo.modules.objections.rules.procedure import CLOCK_RULES, PROCEDURE

NOW = dt.datetime(2026, 4, 13, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def stand(found: dict[str, dt.datetime], silent_from: dt.date | None = None) -> dict[str, Standing]:
    lines = grounds.standings(
        found, now=NOW, today=NOW.date(), last_day=lambda at: at.date() + 30 * DAY, silent_from=silent_from
    )
    return {line.ground.letter: line for line in lines}


def test_the_seven_grounds() -> None:
    assert "".join(GROUNDS) == "abcdefg"
    assert {each.article for each in GROUNDS.values()} == {
        f"UU 14/2008 Pasal 35 ayat (1) huruf {letter}" for letter in "abcdefg"
    }
    # Ground f (cost) was dropped by one ministry's rule; the law has it.
    assert "Biaya" in GROUNDS["f"].text


@pytest.mark.parametrize(("letters", "expected"), [("gda", "adg"), ("aab", "ab"), ("", ""), ("abcdefg", "abcdefg")])
def test_letters_in_order(letters: str, expected: str) -> None:
    assert ordered(letters) == expected


def test_a_letter_that_is_no_ground() -> None:
    with pytest.raises(ValueError, match="h"):
        ordered("ah")


@pytest.mark.parametrize(("letters", "expected"), [("a", False), ("ab", True), ("c", True), ("g", True)])
def test_only_a_refusal_cannot_be_settled(letters: str, expected: bool) -> None:
    assert may_be_settled(letters) is expected
    assert frozenset("bcdefg") == AMICABLE


def test_a_refusal_can_be_objected_to_at_once() -> None:
    lines = stand({"a": NOW})
    assert lines["a"].found_at == NOW
    assert lines["a"].until == NOW.date() + 30 * DAY
    assert not lines["a"].is_late


def test_ground_b_needs_nothing_before_it() -> None:
    assert stand({})["b"].found_at == NOW
    assert {letter for letter, line in stand({}).items() if line.found_at is None} == set("acdefg")


def test_silence_counts_only_after_the_due_date() -> None:
    due_at = NOW + DAY
    assert stand({"c": due_at}, silent_from=due_at.date() + DAY)["c"].found_at is None
    assert stand({"c": due_at}, silent_from=due_at.date() + DAY)["c"].possible_from == due_at.date() + DAY
    assert stand({"c": NOW})["c"].found_at == NOW


def test_what_comes_after_thirty_days_is_flagged() -> None:
    lines = stand({"a": NOW - 31 * DAY, "d": NOW - 30 * DAY, "g": NOW})
    assert [line.ground.letter for line in lines.values() if line.is_late] == ["a"]
    assert late_letters("adg", list(lines.values())) == "a"
    assert late_letters("dg", list(lines.values())) == ""


@pytest.mark.parametrize(
    ("reply", "has_date", "missing"),
    [
        (Reply("granted", order="Serahkan."), True, set()),
        (Reply("granted"), False, {"order", "execute_by"}),
        (Reply("partly", order="Serahkan."), True, {"reasons"}),
        (Reply("partly", reasons="Sebagian rahasia.", order="Serahkan."), True, set()),
        (Reply("refused"), False, {"reasons"}),
        (Reply("refused", reasons="  "), False, {"reasons"}),
        (Reply("refused", reasons="Rahasia."), False, set()),
        (Reply("maybe"), True, {"decision"}),
    ],
)
def test_what_an_answer_must_hold(reply: Reply, has_date: bool, missing: set[str]) -> None:
    assert set(missing_words(reply, has_date=has_date)) == missing


def test_periods_of_the_law() -> None:
    assert {label: rule(code).n for label, code in CLOCK_RULES.items()} == {
        "superior_reply": 30,
        "dispute_after_silence": 14,
        "dispute_after_answer": 14,
    }
    assert rule("objection_window").n == 30


def test_only_the_superior_answers_and_nobody_marks_silence_by_hand() -> None:
    assert PROCEDURE.step("answer").actors == {"superior"}
    assert PROCEDURE.step("mark_unanswered").actors == {"system"}
    assert PROCEDURE.step("execute").actors == {"ppid"}
    assert set(objecting.DECISIONS) == objecting.ORDERING | objecting.UPHOLDING
