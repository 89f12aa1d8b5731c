"""A procedure as data: states, steps, who may take them, in how many working days, by which article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

CITIZEN: Final = "citizen"
SYSTEM: Final = "system"
Tone = Literal["neutral", "info", "ok", "warn", "error"]


class BadProcedure(ValueError):
    """The procedure contradicts itself: unknown state, state that cannot be reached, step from a final state."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a case. `public_label` and `public_next` are what the citizen reads."""

    name: str
    label: str
    public_label: str
    public_next: str
    tone: Tone = "info"
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step that moves a case. `actors` are roles, or CITIZEN, or SYSTEM.

    `deadline` is the code of the rule that says within how many working days it must be taken.
    `target` equal to None keeps the state: the step is recorded and nothing else changes. `opens` are the states in
    which the step brings cases that ended before they came here, as an import does.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    actors: frozenset[str]
    legal_basis: str
    deadline: str = ""
    public_text: str = ""
    opens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """A published procedure (SOP) of one kind of case."""

    key: str
    version: str
    title: str
    initial: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Raise BadProcedure unless states and steps fit together."""
        names = {state.name for state in self.states}
        if len(names) != len(self.states) or len({step.name for step in self.steps}) != len(self.steps):
            raise BadProcedure(f"{self.key}: a name stands twice")
        targets = {self.initial} | {step.target for step in self.steps if step.target}
        sources = {source for step in self.steps for source in (*step.sources, *step.opens)}
        if (targets | sources) - names:
            raise BadProcedure(f"{self.key}: unknown states {sorted((targets | sources) - names)}")
        if names - targets:
            raise BadProcedure(f"{self.key}: no step leads to {sorted(names - targets)}")
        finals = {state.name for state in self.states if state.is_final}
        leaving = {s.name for s in self.steps if s.target and finals & set(s.sources)}
        if leaving:
            raise BadProcedure(f"{self.key}: steps leave a final state: {sorted(leaving)}")
        unended = {state for step in self.steps for state in step.opens} - finals
        if unended:
            raise BadProcedure(f"{self.key}: cases come from elsewhere unended: {sorted(unended)}")

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.name: state for state in self.states}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    def state(self, name: str) -> State:
        """Return the state called `name`; raise KeyError for an unknown one."""
        return self._states[name]

    def step(self, name: str) -> Step:
        """Return the step called `name`; raise KeyError for an unknown one."""
        return self._steps[name]

    @cached_property
    def open_states(self) -> tuple[str, ...]:
        """Return the names of the states in which work is left."""
        return tuple(state.name for state in self.states if not state.is_final)

    def steps_from(self, state: str) -> Iterator[Step]:
        """Yield the steps that can be taken in `state`, in the order of the procedure."""
        return (step for step in self.steps if state in step.sources)
