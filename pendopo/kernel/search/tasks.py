"""What workers do: every node keeps its own index in step; one of them forgets old changes."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import on_every_node, periodic
from pendopo.kernel.search import actions, upkeep


@on_every_node(3)
def follow_changes() -> int:
    """Bring this machine's index up to date, or build a part of a new one."""
    return upkeep.keep_up()


@periodic(3600)
def forget_changes() -> int:
    """Remove old changes."""
    return actions.forget_changes()
