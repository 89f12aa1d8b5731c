"""In which figures of the annual report an objection counts."""

from __future__ import annotations

from typing import Any

import pytest

from pendopo.modules.objections.reports import OBJECTION_FACTS
from pendopo.modules.objections.rules import figures, objecting
from pendopo.modules.objections.rules.figures import marks_of
from pendopo.modules.objections.rules.grounds import GROUNDS

WAITING = {
    "state": "registered", "grounds": "c", "decision": "", "settlement": "", "is_executed": False,
    "is_unanswered": False, "response": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "marks"),
    [
        ({}, {"letter_c", "waiting"}),
        ({"grounds": "ad", "decision": "granted"}, {"letter_a", "letter_d", "granted", "answered", "owed"}),
        (
            {"decision": "partly", "is_executed": True, "response": "satisfied"},
            {"letter_c", "partly", "answered", "executed", "satisfied"},
        ),
        ({"decision": "refused", "response": "dissatisfied"}, {"letter_c", "refused", "answered", "dissatisfied"}),
        ({"state": "unanswered", "is_unanswered": True}, {"letter_c", "unanswered"}),
        # A late answer does not undo the silence.
        ({"decision": "refused", "is_unanswered": True}, {"letter_c", "refused", "answered", "unanswered"}),
        ({"state": "withdrawn"}, {"letter_c", "withdrawn"}),
        ({"settlement": "agreed"}, {"letter_c", "waiting", "settled"}),
        ({"settlement": "failed"}, {"letter_c", "waiting"}),
    ],
)
def test_marks(facts: dict[str, Any], marks: set[str]) -> None:
    assert marks_of(**{**WAITING, **facts}) == {"received"} | marks


def test_every_possible_mark_has_a_figure() -> None:
    possible = {"received", "answered"} | figures.OUTCOMES.keys() | figures.AFTERWARDS.keys()
    possible |= {f"letter_{letter}" for letter in GROUNDS}
    assert {figure.code for figure in OBJECTION_FACTS.figures} == possible
    assert objecting.RESPONSES.keys() <= figures.AFTERWARDS.keys()
