"""The stages of a dispute, mediation by ground, and figures."""

from __future__ import annotations

import pytest

from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.modules.disputes import rules
from pendopo.modules.disputes.forms import DecideForm, RegisterForm, SueForm
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.disputes.reports import DISPUTE_FACTS


@pytest.mark.parametrize(("grounds", "possible"), [("a", False), ("b", True), ("ad", True), ("cg", True)])
def test_a_refusal_alone_is_not_mediated(grounds: str, possible: bool) -> None:
    assert rules.may_be_mediated(grounds) is possible


@pytest.mark.parametrize(
    ("state", "result", "agreed", "sued", "marks"),
    [
        (rules.PETITIONED, "", False, False, {"received", "running"}),
        (rules.ENDED, "", True, False, {"received", "agreed"}),
        (rules.DECIDED, "refused", False, False, {"received", "won_refused", "running"}),
        (rules.IN_COURT, "granted", False, True, {"received", "won_granted", "sued", "running"}),
        (rules.ENDED, "partly", False, True, {"received", "won_partly", "sued"}),
        (rules.LAPSED, "", False, False, {"received", "lapsed"}),
    ],
)
def test_marks(state: str, result: str, agreed: bool, sued: bool, marks: set[str]) -> None:
    assert rules.marks_of(state=state, result=result, is_agreed=agreed, is_sued=sued) == marks


def test_every_mark_has_a_figure() -> None:
    possible = {"received", "running", "agreed", "sued", "lapsed"} | {f"won_{code}" for code in rules.RESULTS}
    assert {figure.code for figure in DISPUTE_FACTS.figures} == possible == set(rules.FIGURES)


def test_every_step_that_stops_a_clock_is_a_step() -> None:
    assert set(rules.STOPS) <= {step.name for step in rules.PROCEDURE.steps}
    assert {label for labels in rules.STOPS.values() for label in labels} == set(rules.CLOCK_TITLES)


@pytest.mark.parametrize(
    ("form", "name"),
    [(RegisterForm, "register_number"), (DecideForm, "decision_number"), (SueForm, "court_number")],
)
def test_a_number_is_as_long_as_its_column_at_most(form: type[PlainForm], name: str) -> None:
    assert form.base_fields[name].max_length == Dispute._meta.get_field(name).max_length  # type: ignore[attr-defined]
