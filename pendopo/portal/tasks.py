"""What kernel packages below the jobs' registry want done: sweeping, and telling of deadlines that moved."""

from __future__ import annotations

from pendopo.kernel.calendar.actions import recompute_after_decrees
from pendopo.kernel.notifications.jobs import periodic
from pendopo.kernel.people.limits import sweep as sweep_counts
from pendopo.kernel.tracking.actions import sweep_drafts, sweep_files
from pendopo.portal.administration.actions.moving import tell_of_moved_deadlines


@periodic(3600)
def sweep() -> int:
    """Delete drafts and their files that nobody sent, and the counts of tries long ago."""
    return sweep_drafts() + sweep_files() + sweep_counts()


@periodic(60)
def tell_moved() -> int:
    """Tell officers, one line each, how many deadlines a change of the calendar has moved."""
    return tell_of_moved_deadlines()


@periodic(60)
def follow_decrees() -> int:
    """Let the open deadlines follow the decrees on days off that were loaded; the officers are told by `tell_moved`."""
    return recompute_after_decrees()
