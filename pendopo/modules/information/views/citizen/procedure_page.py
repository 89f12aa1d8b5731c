"""The published procedure in plain words, made of the very definition that the officers' steps obey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from pendopo.kernel.people.models import Role
from pendopo.kernel.workflow.rules import CITIZEN, SYSTEM, State, Step
from pendopo.lib.deadlines import GENERAL, rule_under
from pendopo.lib.text import enumerate_words
from pendopo.modules.information.rules.procedure import PROCEDURE

# The way that most requests take; the others branch off it.
_MAIN_WAY: Final = ("register", "declare_complete", "grant", "deliver")


def described(regime: str = GENERAL) -> dict[str, Any]:
    """Return the procedure for its page, its days by `regime`: the main way, every state with the ways out, every step."""
    steps = [_step_row(step, regime) for step in PROCEDURE.steps]
    return {
        "version": PROCEDURE.version,
        "main_way": [_main_row(PROCEDURE.step(name), regime) for name in _MAIN_WAY],
        "states": [_state_row(state) for state in PROCEDURE.states],
        "steps": [row for row in steps if row["moves"]],
        "inner_steps": [row for row in steps if not row["moves"]],
    }


def _main_row(step: Step, regime: str) -> dict[str, Any]:
    after = _(PROCEDURE.state(str(step.target)).public_next)
    return {"title": _(step.public_text), "state": "todo", "text": after, "when": _days(step, regime)}


def _state_row(state: State) -> dict[str, Any]:
    onward = [step for step in PROCEDURE.steps_from(state.name) if step.target not in {None, state.name}]
    return {
        "label": _(state.public_label),
        "tone": state.tone,
        "text": _(state.public_next),
        "is_final": state.is_final,
        "onward": [
            {"step": _(step.label), "label": _(PROCEDURE.state(str(step.target)).public_label)} for step in onward
        ],
    }


def _step_row(step: Step, regime: str) -> dict[str, Any]:
    return {
        "label": _(step.label),
        "who": _who(step.actors),
        "days": _days(step, regime),
        "legal_basis": step.legal_basis,
        "moves": step.target is not None,
    }


def _days(step: Step, regime: str) -> str:
    if not step.deadline:
        return ""
    days = {"n": rule_under(regime, step.deadline).n, "more": rule_under(regime, "extension").n}
    if step.name == "extend":
        return _("sebelum %(n)d hari kerja berakhir; bertambah paling lama %(more)d hari kerja") % days
    return _("paling lama %(n)d hari kerja") % days


def _who(actors: Iterable[str]) -> str:
    labels = {CITIZEN: _("Pemohon"), SYSTEM: _("Sistem, otomatis")} | {
        role: str(Role(role).label) for role in Role.values
    }
    held = set(actors)
    return enumerate_words([label for role, label in labels.items() if role in held], _("dan"))
