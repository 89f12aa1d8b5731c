"""Periodic jobs of the module, run by the worker; each is one call to an action."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import periodic
from pendopo.modules.objections import actions


@periodic(300)
def settle_silence() -> int:
    """Mark what the superior left unanswered, close what nobody responded to in time."""
    # Marking opens a window of working days and fails where the calendar ends; closing needs no calendar.
    return actions.close_ended() + actions.mark_unanswered()


@periodic(3600)
def remind_superior() -> int:
    """Remind the superior of replies that are due soon."""
    return actions.remind_before_due()
