"""The written notice: which contents each decision demands (Pasal 22 ayat (7)), and the grounds."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from pendopo.modules.information.rules import grounds, notice
from pendopo.modules.information.rules.notice import GRANT, NOT_HELD, PARTIAL, REDIRECT, REFUSE, NoticeText


def exemption(*letters: str) -> notice.Citation:
    return notice.Citation("1", "UK-1/DIK", "2026-01-02", "Data pribadi", letters)


COMPLETE = {
    GRANT: NoticeText(GRANT, material="Laporan", delivery="PDF", cost=Decimal(0)),
    PARTIAL: NoticeText(
        PARTIAL,
        reason="Ada data pribadi.",
        grounds=["17h"],
        material="Laporan",
        redaction="NIK",
        delivery="PDF",
        cost=Decimal(0),
        citations=[exemption("h")],
    ),
    REFUSE: NoticeText(REFUSE, reason="Rahasia.", grounds=["17i", "6d"], citations=[exemption("i")]),
    NOT_HELD: NoticeText(NOT_HELD, reason="Tidak pernah dibuat."),
    REDIRECT: NoticeText(REDIRECT, held_by="Dinas Kesehatan", reason="Dikuasai dinas itu."),
}


@pytest.mark.parametrize("decision", notice.DECISIONS)
def test_complete_notices_lack_nothing(decision: str) -> None:
    assert notice.missing_contents(COMPLETE[decision]) == {}


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        (GRANT, {"material", "delivery", "cost"}),
        (PARTIAL, {"grounds", "reason", "material", "redaction", "delivery", "cost"}),
        (REFUSE, {"grounds", "reason"}),
        (NOT_HELD, {"reason"}),
        (REDIRECT, {"held_by", "reason"}),
        ("", {"decision"}),
        ("maybe", {"decision"}),
    ],
)
def test_what_an_empty_notice_lacks(decision: str, missing: set[str]) -> None:
    found = notice.missing_contents(NoticeText(decision))
    assert set(found) == missing
    assert all(sentence.endswith(".") for sentence in found.values())


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (decision, field)
        for decision, text in COMPLETE.items()
        for field in ("held_by", "reason", "grounds", "material", "redaction", "delivery", "cost")
        if getattr(text, field) not in ("", (), None)
    ],
)
def test_each_content_is_demanded_alone(decision: str, field: str) -> None:
    empty = {"grounds": (), "cost": None}.get(field, "")
    assert set(notice.missing_contents(replace(COMPLETE[decision], **{field: empty}))) == {field}


def test_a_cost_demands_a_way_of_payment() -> None:
    text = replace(COMPLETE[GRANT], cost=Decimal("15000"))
    assert set(notice.missing_contents(text)) == {"payment"}
    assert notice.missing_contents(replace(text, payment="Kas daerah")) == {}


@pytest.mark.parametrize(
    ("decision", "left", "fields"),
    [
        # Both the letter and the register would withhold what the decision gives, without the second person.
        (GRANT, {"grounds": ["17h"]}, {"grounds"}),
        (GRANT, {"redaction": "NIK"}, {"redaction"}),
        (GRANT, {"reason": "Data 2026 belum ada."}, set()),
        (NOT_HELD, {"grounds": ["17a"]}, {"grounds"}),
        (REDIRECT, {"grounds": ["6c", "6e"]}, {"grounds"}),
        (NOT_HELD, {"grounds": ["6e"]}, set()),
        (REDIRECT, {"grounds": ["6e"]}, set()),
        # What would have been given is simply left out.
        (REFUSE, {"material": "Laporan", "redaction": "NIK", "cost": Decimal(5)}, set()),
    ],
)
def test_what_contradicts_the_decision_is_taken_out_first(
    decision: str, left: dict[str, object], fields: set[str]
) -> None:
    assert set(notice.missing_contents(replace(COMPLETE[decision], **left))) == fields  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decision", "codes", "under_control", "said"),
    [
        (GRANT, [], True, notice.HELD),
        (REFUSE, ["17h", "6d"], True, notice.HELD),
        (REFUSE, ["6e"], True, notice.UNDOCUMENTED),
        (REFUSE, ["6e", "17h"], True, notice.PARTLY_HELD),
        (PARTIAL, ["6e"], True, notice.PARTLY_HELD),
        (NOT_HELD, ["6e"], False, notice.ELSEWHERE),
    ],
)
def test_whether_it_is_under_control(decision: str, codes: list[str], under_control: bool, said: str) -> None:
    assert notice.holding(decision, codes, under_control=under_control) == said


def test_grounds_must_be_known() -> None:
    text = replace(COMPLETE[REFUSE], grounds=["17i", "17z"])
    assert notice.missing_contents(text) == {"grounds": "Pilih alasan dari daftar."}


@pytest.mark.parametrize(
    ("decision", "grounds", "cited", "uncovered"),
    [
        (REFUSE, ["17h"], [], ("h",)),
        (PARTIAL, ["17h", "17a"], ["h"], ("a",)),
        (PARTIAL, ["17h", "17a"], ["ha"], ()),
        (REFUSE, ["17h", "17a"], ["h", "a"], ()),
        (REFUSE, ["17h"], ["a"], ("h",)),
        (REFUSE, ["6e"], [], ()),
        (REFUSE, ["6a", "6b", "6c", "6d"], [], ()),
        (REFUSE, ["6e", "17j"], [], ("j",)),
        (GRANT, ["17h"], [], ()),
        (NOT_HELD, ["17h"], [], ()),
        (REDIRECT, ["17h"], [], ()),
    ],
)
def test_each_letter_of_article_17_needs_an_exemption(
    decision: str, grounds: list[str], cited: list[str], uncovered: tuple[str, ...]
) -> None:
    text = replace(COMPLETE[decision], grounds=grounds, citations=[exemption(*letters) for letters in cited])
    assert notice.uncited_letters(text) == uncovered
    assert ("exemptions" in notice.missing_contents(text)) == bool(uncovered)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (COMPLETE[GRANT], "c - c c - c c"),
        (replace(COMPLETE[GRANT], cost=Decimal(5)), "c - c c - c m"),
        (COMPLETE[PARTIAL], "c - c c c c c"),
        (COMPLETE[REFUSE], "c - c - - - -"),
        (replace(COMPLETE[REFUSE], reason=""), "c - m - - - -"),
        (replace(COMPLETE[REFUSE], citations=()), "c - m - - - -"),
        (COMPLETE[NOT_HELD], "c - c - - - -"),
        (replace(COMPLETE[NOT_HELD], held_by="Dinas Kesehatan"), "c c c - - - -"),
        (COMPLETE[REDIRECT], "c c c - - - -"),
        (NoticeText(REDIRECT), "c m m - - - -"),
        (NoticeText(""), "m m m m m m m"),
        (NoticeText("", material="Laporan"), "m m m c m m m"),
    ],
)
def test_state_of_the_seven_contents(text: NoticeText, states: str) -> None:
    names = {"c": notice.COMPLETE, "m": notice.MISSING, "-": notice.NOT_NEEDED}
    assert notice.seven_contents(text) == dict(zip("abcdefg", [names[each] for each in states.split()], strict=True))


def test_seven_contents_have_labels() -> None:
    assert list(notice.SEVEN_CONTENTS) == list("abcdefg")


def test_sets_of_decisions() -> None:
    assert {GRANT, PARTIAL} == notice.GIVING
    assert notice.WITHHOLDING == notice.NEEDS_SECOND_PERSON == {PARTIAL, REFUSE}


def test_grounds_are_those_of_the_two_articles() -> None:
    assert list(grounds.GROUNDS) == [f"17{letter}" for letter in "abcdefghij"] + [f"6{letter}" for letter in "abcde"]
    for code, ground in grounds.GROUNDS.items():
        assert ground.code == code
        number, letter = re.fullmatch(r"(17|6)([a-j])", code).groups()  # type: ignore[union-attr]
        article = f"Pasal 17 huruf {letter}" if number == "17" else f"Pasal 6 ayat (3) huruf {letter}"
        assert ground.article == f"UU 14/2008 {article}"


def test_confidence_of_the_grounds() -> None:
    unsure = {code for code, ground in grounds.GROUNDS.items() if ground.confidence == "C"}
    assert unsure == {"6a", "6b", "6c", "6d"}


def test_two_reasons_for_an_extension() -> None:
    assert list(grounds.EXTENSION_REASONS) == ["not_yet_held", "not_yet_decidable"]
