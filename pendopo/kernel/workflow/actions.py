"""The engine: lock → check → save → audit → event. The only way in which a case changes its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.numbering import take_number
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.audit.actions import record
from pendopo.kernel.events import publish
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import NotAllowed
from pendopo.kernel.workflow.models import Case, Move
from pendopo.kernel.workflow.rules import CITIZEN, SYSTEM, Procedure, Step

C = TypeVar("C", bound=Case)


class WrongState(Exception):
    """The step cannot be taken in the state the case is in by now; `last` is the move that led there."""

    def __init__(self, case: Case, step: Step, last: Move | None) -> None:
        super().__init__(f"{step.name} cannot be taken in state {case.state}")
        self.case, self.step, self.last = case, step, last


def _may_take(step: Step, by: Actor) -> bool:
    if by.kind == "staff":
        return by.has(*step.actors)
    return {"citizen": CITIZEN, "system": SYSTEM}[by.kind] in step.actors


def lock(case: C) -> C:
    """Return the case as it stands now, locked until the transaction ends."""
    fresh: C = type(case).objects.for_agency(case.agency).select_for_update(of=("self",)).get(pk=case.pk)
    fresh.agency = case.agency
    return fresh


def check(case: Case, procedure: Procedure, step_name: str, *, by: Actor) -> Step:
    """Return the step if `by` may take it in the case's present state; raise NotAllowed or WrongState otherwise."""
    step = procedure.step(step_name)
    if not _may_take(step, by):
        raise NotAllowed("Peran Anda tidak mencakup langkah ini.")
    if case.state not in step.sources:
        moves = Move.objects.for_agency(case.agency).filter(subject_type=case.subject_type, subject_id=case.pk)
        raise WrongState(case, step, moves.order_by("id").last())
    return step


def _write_down(
    case: Case, step: Step, from_state: str, *, by: Actor, note: str, public_note: str, details: Mapping[str, object]
) -> Move:
    move = Move(
        agency=case.agency,
        subject_type=case.subject_type,
        subject_id=case.pk,
        step=step.name,
        from_state=from_state,
        to_state=case.state,
        at=clock.now(),
        user=by.user,
        by_label=by.label,
        note=note,
        public_note=public_note,
        details=dict(details),
    )
    insert(move)
    note_down(case, step.name, by=by, details={"from": from_state, "to": case.state, **details})
    return move


def advance(
    case: C,
    procedure: Procedure,
    step_name: str,
    *,
    by: Actor,
    changes: Mapping[str, object] | None = None,
    note: str = "",
    public_note: str = "",
    details: Mapping[str, object] | None = None,
    event: object | None = None,
) -> Move:
    """Take one step in a case that was locked with `lock` in the same transaction.

    `changes` are fields of the case that the step sets; `details` go into move and audit and hold no personal data.
    Raises NotAllowed, WrongState.
    """
    step = check(case, procedure, step_name, by=by)
    from_state = case.state
    values = dict(changes or {})
    if step.target is not None and step.target != from_state:
        values |= {"state": step.target, "state_since_at": clock.now()}
    for name, value in values.items():
        setattr(case, name, value)
    if values:
        case.save(update_fields=list(values))
    move = _write_down(case, step, from_state, by=by, note=note, public_note=public_note, details=details or {})
    if event is not None:
        publish(event)
    return move


def note_down(case: Case, name: str, *, by: Actor, details: Mapping[str, object] | None = None) -> None:
    """Write into the audit trail what was done about a case and is no step of it; inside the caller's transaction."""
    record(
        agency=case.agency,
        action=f"{case.subject_type}.{name}",
        subject_type=case.subject_type,
        subject_id=case.pk,
        by=by,
        details=details,
    )


def new_case(
    kind: type[C],
    procedure: Procedure,
    register: str,
    /,
    *,
    agency: Agency,
    at: dt.datetime,
    template: str,
    **fields: Any,
) -> C:
    """Return a case as it begins, with its number in `register`, not yet stored; `open_case` stores it.

    `at` is the instant at which it begins: the number is of its year there. `template` is how the register writes
    numbers where the agency has no template of its own. Runs inside the transaction that stores the case, because the
    register stays locked until then: what is not in `fields` may be found out under that lock.
    """
    on = at.astimezone(agency.zone).date()
    seq, number = take_number(agency, register, on=on, default=template)
    return kind(
        agency=agency,
        number=number,
        year=on.year,
        seq=seq,
        procedure_version=procedure.version,
        state=procedure.initial,
        state_since_at=at,
        **fields,
    )


def open_case(
    case: Case,
    procedure: Procedure,
    step_name: str,
    *,
    by: Actor,
    public_note: str = "",
    details: Mapping[str, object] | None = None,
    event: object | None = None,
) -> Move:
    """Insert a new case in the procedure's first state with its first move. Raises NotAllowed."""
    step = procedure.step(step_name)
    if not _may_take(step, by):
        raise NotAllowed("Peran Anda tidak mencakup langkah ini.")
    insert(case)
    move = _write_down(case, step, "", by=by, note="", public_note=public_note, details=details or {})
    if event is not None:
        publish(event)
    return move


def open_many(
    cases: Sequence[Case],
    procedure: Procedure,
    step_name: str,
    *,
    by: Actor,
    subject_id: UUID,
    details: Mapping[str, object],
) -> None:
    """Insert new cases in the state the step leads to, each with one move, and one audit entry for them all.

    All are of one agency and kind; `subject_id` is what brought them, an import for example. `details` hold no personal
    data. Nothing is published. Raises NotAllowed, ValueError for a case in another state.
    """
    step = procedure.step(step_name)
    _bring(cases, step, {step.target}, by=by, subject_id=subject_id, details=details)


def open_ended(
    cases: Sequence[Case],
    procedure: Procedure,
    step_name: str,
    *,
    by: Actor,
    subject_id: UUID,
    details: Mapping[str, object],
) -> None:
    """Insert cases that ended before they came here, each with one move, and one audit entry for them all.

    As `open_many`, in one of the states that the step opens. Nothing is published: what happened is long over.
    """
    step = procedure.step(step_name)
    _bring(cases, step, set(step.opens), by=by, subject_id=subject_id, details=details)


def _bring(
    cases: Sequence[Case],
    step: Step,
    states: Collection[str | None],
    *,
    by: Actor,
    subject_id: UUID,
    details: Mapping[str, object],
) -> None:
    if not _may_take(step, by):
        raise NotAllowed("Peran Anda tidak mencakup langkah ini.")
    if wrong := {case.state for case in cases}.difference(states):
        raise ValueError(f"{step.name} opens no case in {sorted(wrong)}")
    first, now = cases[0], clock.now()
    moves = [
        Move(
            agency=case.agency,
            subject_type=case.subject_type,
            subject_id=case.pk,
            step=step.name,
            to_state=case.state,
            at=now,
            user=by.user,
            by_label=by.label,
        )
        for case in cases
    ]
    insert(*cases)
    insert(*moves)
    record(
        agency=first.agency,
        action=f"{first.subject_type}.{step.name}",
        subject_type=first.subject_type,
        subject_id=subject_id,
        by=by,
        details={"count": len(cases), **details},
    )


def settle_each(steps: Iterable[Callable[[], object]]) -> int:
    """Take steps that are due by themselves, each in its own transaction; return how many were taken.

    A step that fails does not keep the others, maybe of another agency, from what the law demands for them; the first
    failure is raised after the last step, so that the job is seen to fail.
    """
    taken, failed = 0, None
    for step in steps:
        try:
            step()
        except WrongState:
            continue  # somebody was quicker, which is what we want
        except Exception as failure:  # noqa: BLE001 - raised below
            failed = failed or failure
        else:
            taken += 1
    if failed:
        raise failed
    return taken


__all__ = [
    "NotAllowed",
    "WrongState",
    "advance",
    "check",
    "lock",
    "new_case",
    "note_down",
    "open_case",
    "open_ended",
    "open_many",
    "settle_each",
]
