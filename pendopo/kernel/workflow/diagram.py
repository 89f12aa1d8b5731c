"""The procedure drawn, for the README of its module; a guard holds the picture there against this one."""

from __future__ import annotations

from pendopo.kernel.workflow.rules import Procedure


def mermaid(procedure: Procedure) -> str:
    """Return the state diagram in Mermaid's notation; steps that keep the state are left out."""
    lines = ["stateDiagram-v2", f"    [*] --> {procedure.initial}"]
    lines += [
        f"    {source} --> {step.target}: {step.name}"
        for step in procedure.steps
        if step.target
        for source in step.sources
    ]
    lines += [f"    [*] --> {state}: {step.name}" for step in procedure.steps for state in step.opens]
    lines += [f"    {state.name} --> [*]" for state in procedure.states if state.is_final]
    return "\n".join(lines)
