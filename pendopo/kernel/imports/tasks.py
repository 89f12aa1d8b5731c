"""What the worker does: a round of the import that waits longest, and the removal of old files."""

from __future__ import annotations

from pendopo.kernel.imports import actions
from pendopo.kernel.notifications.jobs import periodic


@periodic(5)
def import_rows() -> int:
    """Check or take over some thousand rows."""
    return actions.work()


@periodic(3600)
def sweep_imports() -> int:
    """Remove files of imports that nobody finished."""
    return actions.sweep()
