"""How an exemption in force ends, by itself or by a person; reminders before that."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import translation

from pendopo.kernel import clock
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.rules import BACK_OFFICE, PPID
from pendopo.kernel.workflow.actions import WrongState, advance, check, lock
from pendopo.lib.text import gettext_noop
from pendopo.modules.exemptions import events
from pendopo.modules.exemptions.actions.messages import tell
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.queries.exemptions import arrangement, ending_within, run_out
from pendopo.modules.exemptions.rules import limits, procedure
from pendopo.modules.exemptions.rules.periods import reminder_due
from pendopo.modules.exemptions.rules.procedure import PROCEDURE

REMINDER: Final = gettext_noop("Pengecualian %(number)s berakhir %(until)s. Uji ulang bila masih diperlukan.")


def end(exemption: Exemption, step: str, *, reason: str, by: Actor, on: dt.date | None = None) -> Exemption:
    """End an exemption in force by `step`; `on` is the first day on which it is over, today when left out.

    For use inside another action's transaction. Raises WrongState, NotAllowed.
    """
    case = lock(exemption)
    check(case, PROCEDURE, step, by=by)
    over = on or clock.today(case.agency.timezone)
    target = PROCEDURE.step(step).target or ""
    event = events.ExemptionEnded(case.agency_id, case.pk, target)
    changes = {"ended_on": over, "end_reason": reason}
    advance(case, PROCEDURE, step, by=by, changes=changes, details={"ended_on": over.isoformat()}, event=event)
    return case


def end_replaced(case: Exemption, step: str, *, reason: str, by: Actor) -> None:
    """End the exemption that `case` was a new test of, unless it has ended by itself meanwhile."""
    if case.replaces is not None and lock(case.replaces).state == procedure.IN_FORCE:
        end(case.replaces, step, reason=reason, by=by)


def open_up(*, exemption: Exemption, reason: str, by: Actor) -> Exemption:
    """Declare information open that is exempt now. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(exemption)
        if case.state != procedure.IN_FORCE:
            # While it is tested, the result of the test says so.
            raise WrongState(case, PROCEDURE.step("open"), None)
        case = end(case, "open", reason=reason, by=by)
        tell(case, gettext_noop("Informasi %(number)s dinyatakan terbuka."), PPID, BACK_OFFICE)
    return case


def cancel(*, exemption: Exemption, reason: str, by: Actor) -> Exemption:
    """Record that the commission or a court cancelled it, with the decision's number in `reason`.

    Raises WrongState, NotAllowed.
    """
    with transaction.atomic():
        case = end(exemption, "cancel", reason=reason, by=by)
        tell(case, gettext_noop("Pengecualian %(number)s dibatalkan."), PPID, BACK_OFFICE)
    return case


def expire_run_out(*, limit: int = 500) -> int:
    """End every exemption whose last day is over: from the next day the information is open. Return how many."""
    ended = 0
    for found in run_out(limit=limit):
        with transaction.atomic():
            case = lock(found)
            if case.state != procedure.IN_FORCE or case.until is None:
                continue
            over = case.until + dt.timedelta(days=1)
            end(case, "expire", reason="", by=SYSTEM, on=over)
            tell(case, gettext_noop("Jangka waktu %(number)s berakhir: informasi terbuka."), PPID, BACK_OFFICE)
            ended += 1
    return ended


def remind_before_end(*, limit: int = 5000) -> int:
    """Remind PPID and unit before an exemption ends, once for each of the agency's months; return how many were told."""
    told = 0
    chosen: dict[object, list[int]] = {}
    for found in ending_within(limits.REMINDER_MONTHS_MAX, limit=limit):
        if found.agency_id not in chosen:
            chosen[found.agency_id] = arrangement(found.agency).reminder_months
        today = clock.today(found.agency.timezone)
        if found.until is None or not reminder_due(found.until, today, chosen[found.agency_id], found.reminded):
            continue
        with transaction.atomic(), translation.override("id"):
            case = lock(found)
            due = reminder_due(found.until, today, chosen[found.agency_id], case.reminded)
            if due and case.state == procedure.IN_FORCE:
                case.reminded = sorted({*case.reminded, *due})
                case.save(update_fields=["reminded"])
                tell(case, REMINDER, PPID, BACK_OFFICE, until=found.until.isoformat())
                told += 1
    return told
