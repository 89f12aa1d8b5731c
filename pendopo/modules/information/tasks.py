"""Periodic jobs of the module, run by the worker; each is one call to an action."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import periodic
from pendopo.modules.information import actions


@periodic(300)
def settle_overdue() -> int:
    """Do what the law's silence demands when a check or a repair was missed (question A2)."""
    return actions.settle_overdue_checks()


@periodic(3600)
def remind() -> int:
    """Remind of what is due on the next working day."""
    return actions.remind_before_due()
