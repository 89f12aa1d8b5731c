"""Periodic jobs of the module, run by the worker; each is one call to an action."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import periodic
from pendopo.modules.exemptions import actions


@periodic(3600)
def expire() -> int:
    """End exemptions whose period is over."""
    return actions.expire_run_out()


@periodic(6 * 3600)
def remind() -> int:
    """Remind of exemptions that end soon."""
    return actions.remind_before_end()
