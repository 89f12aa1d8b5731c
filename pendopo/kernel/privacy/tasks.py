"""Periodic jobs, run by the worker; each is one call to an action."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import on_every_node, periodic
from pendopo.kernel.privacy.actions import destroying, ledger, messages, requests, views
from pendopo.kernel.privacy.reports.certificate import certificate


@periodic(24 * 3600)
def propose_due() -> int:
    """Put on lists what is due to be destroyed."""
    return destroying.propose_due()


@periodic(3600)
def destroy_approved() -> int:
    """Destroy what was approved."""
    return destroying.destroy_approved(paper=certificate)


@on_every_node(3600)
def keep_ledger() -> int:
    """Copy new lines of the ledger of erasures to this machine's file."""
    return ledger.write_ledger()


@periodic(3600)
def raise_alarm() -> int:
    """Tell who saw unusually many identities."""
    return views.raise_alarm()


@periodic(600)
def forget_farewells() -> int:
    """Delete the last messages to those who were erased, once they are sent."""
    return requests.forget_farewells()


@periodic(24 * 3600)
def forget_messages() -> int:
    """Delete messages and inbox lines whose time is over."""
    return messages.forget_messages()
