"""In which figures of the annual report a request counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pendopo.modules.information.reports.figures import FIGURES
from pendopo.modules.information.rules import figures, procedure
from pendopo.modules.information.rules.figures import CaseFacts, marks_of
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.request import CHANNELS

ANSWERED = CaseFacts("completed", "grant", (), "web", "person", False, 10, 10, False)
COMMON = {"received", "channel_web", "kind_person"}
RUNNING = replace(ANSWERED, state=procedure.IN_PROCESS, decision="")


@pytest.mark.parametrize(
    ("case", "marks"),
    [
        (ANSWERED, {"granted", "answered", "in_time"}),
        (replace(ANSWERED, days=11), {"granted", "answered", "late"}),
        (
            replace(ANSWERED, days=17, limit=17, is_extended=True),
            {"granted", "answered", "in_extended_time", "extended"},
        ),
        (replace(ANSWERED, days=18, limit=17, is_extended=True), {"granted", "answered", "late", "extended"}),
        (
            replace(ANSWERED, decision="partial", grounds=("17h", "6d")),
            {"partly", "answered", "in_time", "ground_17h", "ground_6d"},
        ),
        (
            replace(ANSWERED, state="refused", decision="refuse", grounds=("17a",)),
            {"refused", "answered", "in_time", "ground_17a"},
        ),
        # Documented nowhere is no ground to withhold: it stands under "not held".
        (
            replace(ANSWERED, state="not_held", decision="not_held", grounds=("6e",)),
            {"not_held", "answered", "in_time"},
        ),
        (replace(ANSWERED, state="redirected", decision="redirect"), {"redirected", "answered", "in_time"}),
        (replace(RUNNING, days=10), {"running"}),
        (replace(RUNNING, days=11), {"running", "overdue"}),
        (replace(RUNNING, state=procedure.WITHDRAWN, days=30), {"withdrawn"}),
        (replace(RUNNING, state=procedure.CLOSED_INCOMPLETE, days=30), {"closed_incomplete"}),
        (replace(ANSWERED, needs_help=True), {"granted", "answered", "in_time", "accommodated"}),
    ],
)
def test_marks(case: CaseFacts, marks: set[str]) -> None:
    assert marks_of(case) == COMMON | marks


def test_every_possible_mark_has_a_figure() -> None:
    possible = {"received", "accommodated"} | figures.OUTCOMES.keys() | figures.TIMES.keys()
    possible |= {f"channel_{code}" for code in CHANNELS} | {f"kind_{code}" for code in figures.KINDS}
    possible |= {f"ground_{code}" for code in GROUNDS}
    assert {figure.code for figure in FIGURES} == possible


def test_the_four_numbers_of_the_yearly_announcement() -> None:
    assert {figure.code for figure in FIGURES if figure.basis == figures.ARTICLE_12} == {
        "received", "answered", "granted", "partly", "refused",
    }  # fmt: skip
