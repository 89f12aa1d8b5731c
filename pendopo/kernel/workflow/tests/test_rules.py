from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pendopo.kernel.workflow.diagram import mermaid
from pendopo.kernel.workflow.rules import BadProcedure, Step
from pendopo.kernel.workflow.tests.loans import BACK, LENT, LONGER, PROCEDURE, STAFF


def test_states_and_steps_by_name() -> None:
    assert PROCEDURE.state("longer") is LONGER
    assert PROCEDURE.step("return").public_text == "Buku kembali."
    with pytest.raises(KeyError):
        PROCEDURE.state("lost")
    with pytest.raises(KeyError):
        PROCEDURE.step("lose")


def test_open_states_are_those_with_work_left() -> None:
    assert PROCEDURE.open_states == ("lent", "longer")


@pytest.mark.parametrize(
    ("state", "steps"),
    [("lent", ["prolong", "remark", "renew", "return"]), ("longer", ["remark", "return"]), ("back", [])],
)
def test_steps_from_a_state_in_the_order_of_the_procedure(state: str, steps: list[str]) -> None:
    assert [step.name for step in PROCEDURE.steps_from(state)] == steps


def step(name: str, sources: tuple[str, ...], target: str | None) -> Step:
    return Step(name, name, sources, target, STAFF, "Pasal 1")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"states": (LENT, LONGER, BACK, LENT)}, "loan: a name stands twice"),
        ({"steps": (*PROCEDURE.steps, step("lend", (), "lent"))}, "loan: a name stands twice"),
        ({"steps": (*PROCEDURE.steps, step("lose", ("lent",), "lost"))}, r"loan: unknown states \['lost'\]"),
        ({"steps": (*PROCEDURE.steps, step("find", ("lost",), None))}, r"loan: unknown states \['lost'\]"),
        ({"initial": "nowhere"}, r"loan: unknown states \['nowhere'\]"),
        ({"states": (*PROCEDURE.states, replace(LENT, name="lost"))}, r"loan: no step leads to \['lost'\]"),
        (
            {"steps": (*PROCEDURE.steps, step("again", ("back",), "lent"))},
            r"loan: steps leave a final state: \['again'\]",
        ),
        (
            {"steps": (*PROCEDURE.steps, replace(step("bring", (), None), opens=("back", "lent")))},
            r"loan: cases come from elsewhere unended: \['lent'\]",
        ),
        (
            {"steps": (*PROCEDURE.steps, replace(step("bring", (), None), opens=("lost",)))},
            r"unknown states \['lost'\]",
        ),
    ],
)
def test_procedure_that_contradicts_itself_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadProcedure, match=words):
        replace(PROCEDURE, **change)


def test_step_that_stays_may_be_taken_in_a_final_state() -> None:
    assert replace(PROCEDURE, steps=(*PROCEDURE.steps, step("thank", ("back",), None))).step("thank").target is None


def test_diagram_shows_states_and_the_steps_between_them() -> None:
    assert mermaid(PROCEDURE).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> lent",
        "    lent --> longer: prolong",
        "    lent --> lent: renew",
        "    lent --> back: return",
        "    longer --> back: return",
        "    back --> [*]",
    ]


def test_diagram_shows_where_a_step_brings_ended_cases() -> None:
    brought = replace(PROCEDURE, steps=(*PROCEDURE.steps, replace(step("bring", (), None), opens=("back",))))
    assert set(mermaid(brought).splitlines()) - set(mermaid(PROCEDURE).splitlines()) == {"    [*] --> back: bring"}
