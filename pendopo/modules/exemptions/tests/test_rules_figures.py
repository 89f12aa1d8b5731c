"""In which figures of the annual report an exemption counts."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.lib.article17 import KINDS
from pendopo.modules.exemptions.reports import EXEMPTION_FACTS
from pendopo.modules.exemptions.rules import figures
from pendopo.modules.exemptions.rules.figures import marks_of

START, END = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
BEFORE, WITHIN, AFTER = dt.date(2025, 5, 5), dt.date(2026, 5, 5), dt.date(2027, 5, 5)


@pytest.mark.parametrize(
    ("state", "decree_on", "ended_on", "marks"),
    [
        ("in_force", BEFORE, None, set()),
        ("in_force", WITHIN, None, {"determined"}),
        ("expired", BEFORE, WITHIN, {"expired"}),
        ("opened", WITHIN, WITHIN, {"determined", "opened"}),
        ("cancelled", BEFORE, WITHIN, {"cancelled"}),
        ("expired", BEFORE, AFTER, set()),
        # Replaced by a new decree: the information stays exempt.
        ("amended", BEFORE, WITHIN, set()),
    ],
)
def test_marks(state: str, decree_on: dt.date, ended_on: dt.date | None, marks: set[str]) -> None:
    found = marks_of(state=state, letters=["h", "a"], decree_on=decree_on, ended_on=ended_on, start=START, end=END)
    assert found == {"in_force", "letter_a", "letter_h"} | marks


def test_every_possible_mark_has_a_figure() -> None:
    possible = figures.FIGURES.keys() | {f"letter_{letter}" for letter in KINDS}
    assert {figure.code for figure in EXEMPTION_FACTS.figures} == possible
