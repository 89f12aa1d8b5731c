"""The law of exemptions: letters, laws, periods, reminders, chains; table-driven."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pendopo.lib.article17 import KINDS
from pendopo.modules.exemptions.rules import approval, consequence, periods
from pendopo.modules.exemptions.rules.consequence import Analysis, Identification, period_problems
from pendopo.modules.exemptions.rules.procedure import PROCEDURE
from pendopo.modules.exemptions.tests.desk import EXEMPTING, FOUND, LAWS, OPENING

START = dt.date(2026, 8, 3)
THIRTY_YEARS = dt.date(2056, 8, 3)
DAY = dt.timedelta(days=1)


def test_every_letter_has_a_period_with_its_source() -> None:
    assert list(periods.PERIODS) == list(KINDS) == list("abcdefghij")
    assert {letter for letter, rule in periods.PERIODS.items() if rule.must_end} == set("abcdef")
    assert {letter: rule.most_years for letter, rule in periods.PERIODS.items() if rule.most_years} == {"a": 30}
    assert all(rule.letter == letter and rule.basis for letter, rule in periods.PERIODS.items())
    assert {rule.confidence for rule in periods.PERIODS.values()} == {"A", "B"}


@pytest.mark.parametrize(
    ("letters", "until", "reason", "wrong"),
    [
        *((letter, None, "Melekat pada orangnya.", {"until"}) for letter in "abcdef"),
        *((letter, None, "Melekat pada orangnya.", set()) for letter in "ghij"),
        *((letter, None, "", {"no_end_reason"}) for letter in "ghij"),
        *((letter, START + DAY, "", set()) for letter in KINDS),
        *((letter, START, "", {"until"}) for letter in KINDS),
        ("h", START - DAY, "", {"until"}),
        ("a", THIRTY_YEARS, "", set()),
        ("a", THIRTY_YEARS + DAY, "", {"until"}),
        ("b", THIRTY_YEARS + DAY, "", set()),
        ("ha", None, "Melekat.", {"until"}),
        ("ah", THIRTY_YEARS + DAY, "", {"until"}),
        ("gh", None, "Melekat.", set()),
    ],
)
def test_periods(letters: str, until: dt.date | None, reason: str, wrong: set[str]) -> None:
    assert set(period_problems(letters, START, until, reason)) == wrong


def test_too_long_a_period_names_the_last_day() -> None:
    problem = period_problems("a", dt.date(2028, 2, 29), dt.date(2060, 1, 1), "")["until"]
    assert problem.params == {"latest": dt.date(2058, 2, 28), "years": 30}


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("UU 27/2022 Pasal 4 ayat (2)", True),
        ("Undang-Undang Nomor 8 Tahun 1981 Pasal 10", True),
        ("Kitab Undang-Undang Hukum Pidana Pasal 322", True),
        ("KUHAP Pasal 50", True),
        ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2002, Pasal 3", True),
        ("UU 27/2022", False),
        ("Peraturan Pemerintah Nomor 61 Tahun 2010 Pasal 4", False),
        ("Peraturan Pemerintah tentang Pelaksanaan Undang-Undang 14/2008 Pasal 4", False),
        ("PerKI 1/2021 Pasal 49", False),
        ("Uuu 27/2022 Pasal 4", False),
    ],
)
def test_only_a_law_with_its_article_counts(line: str, right: bool) -> None:
    assert (Analysis(("h",), (line,)).problems() == {}) is right


@pytest.mark.parametrize(
    ("laws", "right"),
    [
        (("UU 14/2008 Pasal 17",), False),
        (("Undang-Undang Nomor 14 Tahun 2008 Pasal 17",), False),
        (("UU 14/2008 Pasal 17", "UU 28/2007 Pasal 34"), True),
    ],
)
def test_letter_j_needs_another_law(laws: tuple[str, ...], right: bool) -> None:
    assert (Analysis(("j",), laws).problems() == {}) is right


def test_what_each_step_needs() -> None:
    assert set(Identification("", ()).problems()) == {"part", "documents"}
    assert set(Analysis((), ()).problems()) == {"letters", "laws"}
    assert set(Analysis(("z",), LAWS.laws).problems()) == {"letters"}
    assert FOUND.problems() == LAWS.problems() == EXEMPTING.problems(["h"], START) == {}
    empty = consequence.Weighing("", "", "", "")
    assert set(empty.problems(["h"], START)) == {"result", "if_opened", "if_closed", "public_interest"}
    bare = replace(EXEMPTING, public_reason="", until=None)
    assert set(bare.problems(["a"], START)) == {"public_reason", "until"}
    assert OPENING.problems(["a"], START) == {}


@pytest.mark.parametrize(
    ("today", "told", "due"),
    [
        (dt.date(2027, 12, 31), [], []),
        (dt.date(2028, 2, 3), [], [6]),
        (dt.date(2028, 2, 3), [6], []),
        (dt.date(2028, 7, 3), [6], [1]),
        (dt.date(2028, 7, 3), [], [1, 6]),
        (dt.date(2028, 8, 3), [1, 6], []),
        (dt.date(2028, 8, 4), [], []),
    ],
)
def test_reminders(today: dt.date, told: list[int], due: list[int]) -> None:
    assert periods.reminder_due(dt.date(2028, 8, 3), today, [6, 1], told) == due


def test_chains_end_with_the_head() -> None:
    assert set(approval.CHAINS) == set(approval.CHAIN_LABELS)
    assert {stages[-1] for stages in approval.CHAINS.values()} == {approval.HEAD}
    assert {stage for stages in approval.CHAINS.values() for stage in stages} == set(approval.STAGES)
    assert [approval.next_stage("board_head", n) for n in range(3)] == ["board", "head", None]
    assert approval.CHAINS[approval.DEFAULT_CHAIN] == ("head",)


def test_the_way_of_an_exemption() -> None:
    names = ["propose", "accept", "identify", "analyse", "test", "determine", "approve", "expire"]
    targets = [PROCEDURE.step(name).target for name in names]
    assert targets == [
        "proposed", "identification", "analysis", "testing", "determination", "approval", "in_force", "expired",
    ]  # fmt: skip
    ends = {step.target for step in PROCEDURE.steps_from("in_force") if step.target}
    assert ends == {"expired", "amended", "cancelled", "opened"}
    assert {name: PROCEDURE.step(name).actors for name in ("approve", "test", "expire")} == {
        "approve": {"superior"}, "test": {"ppid"}, "expire": {"system"},
    }  # fmt: skip
