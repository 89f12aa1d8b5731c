"""Periodic jobs of the module, run by the worker; each is one call to an action."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import periodic
from pendopo.modules.dip import actions


@periodic(6 * 3600)
def remind() -> int:
    """Remind of entries whose review is due."""
    return actions.remind_of_reviews()


@periodic(24 * 3600)
def recount() -> int:
    """Count public entries anew."""
    return actions.recount_all()
