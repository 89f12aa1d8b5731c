"""Periodic jobs of the module, run by the worker; each is one call to an action."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import periodic
from pendopo.modules.publishing.actions import duties, links, mailing, notices


@periodic(60)
def check_links() -> int:
    """Ask links and look at files that are due."""
    return links.check_due()


@periodic(6 * 3600)
def gather_links() -> int:
    """Take over the links of published entries."""
    return links.gather()


@periodic(6 * 3600)
def remind() -> int:
    """Remind of duties that fall due."""
    told, after = duties.remind()
    while after is not None:
        more, after = duties.remind(after=after)
        told += more
    return told


@periodic(60)
def expire_notices() -> int:
    """End urgent notices whose time is over."""
    return notices.expire_run_out()


@periodic(20)
def deliver_notices() -> int:
    """Write the letters about urgent notices."""
    return mailing.deliver()


@periodic(24 * 3600)
def forget_unconfirmed() -> int:
    """Forget addresses that nobody confirmed."""
    return mailing.forget_unconfirmed()
