"""What the requester says of the answer (tanggapan pemohon): satisfied, or on to a dispute."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.actions import advance, check, lock
from pendopo.lib.text import gettext_noop
from pendopo.modules.objections import events
from pendopo.modules.objections.actions import clocks, messages
from pendopo.modules.objections.actions.handling import require
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_accept
from pendopo.modules.objections.rules import stops
from pendopo.modules.objections.rules.objecting import DISSATISFIED, SATISFIED
from pendopo.modules.objections.rules.procedure import PROCEDURE


def accept(*, objection: Objection, note: str = "", by: Actor) -> Objection:
    """Record that the requester is satisfied; the objection ends. Raises WrongState, NotAllowed before the execution."""
    with transaction.atomic():
        case = lock(objection)
        check(case, PROCEDURE, "accept", by=by)
        require(may_accept(case))
        now = clock.now()
        changes = {"response": SATISFIED, "responded_at": now, "closed_at": now}
        advance(case, PROCEDURE, "accept", by=by, changes=changes, note=note)
        clocks.stop(case, reason=stops.SATISFIED, by=by)
        messages.tell(case, gettext_noop("Pemohon keberatan %(number)s menyatakan puas."), by=by)
    return case


def contest(*, objection: Objection, note: str = "", by: Actor) -> Objection:
    """Record that the requester is not satisfied: a dispute may follow, and its window runs on. Raises WrongState."""
    with transaction.atomic():
        case = lock(objection)
        now = clock.now()
        advance(
            case,
            PROCEDURE,
            "contest",
            by=by,
            changes={"response": DISSATISFIED, "responded_at": now, "closed_at": now},
            note=note,
            event=events.ObjectionContested(case.agency_id, case.pk),
        )
        messages.tell(case, gettext_noop("Pemohon keberatan %(number)s tidak puas; sengketa dapat menyusul."), by=by)
    return case
