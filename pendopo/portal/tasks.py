"""What kernel packages below the jobs' registry want done: sweeping, and telling of deadlines that moved."""

from __future__ import annotations

import logging

from pendopo.kernel.audit.actions import anchor_heads
from pendopo.kernel.calendar.actions import recompute_after_decrees
from pendopo.kernel.documents import reconcile
from pendopo.kernel.notifications.jobs import periodic
from pendopo.kernel.people.limits import sweep as sweep_counts
from pendopo.kernel.people.sessions import sweep as sweep_sessions
from pendopo.kernel.tracking.actions import sweep_drafts, sweep_files
from pendopo.portal.administration.actions.moving import tell_of_moved_deadlines
from pendopo.portal.administration.actions.quarantine import scan_files, scan_files_again, tell_of_stuck_files
from pendopo.portal.signin.actions.passwords import answer_knocks

_log = logging.getLogger(__name__)


@periodic(3600)
def sweep() -> int:
    """Delete drafts and their files that nobody sent, the counts of tries long ago, and sessions that have ended."""
    return sweep_drafts() + sweep_files() + sweep_counts() + sweep_sessions()


@periodic(24 * 3600)
def compare_files() -> int:
    """Compare files and rows; delete bytes that no row stands for. Missing files are told in the log, by number."""
    found = reconcile.reconcile(grace=reconcile.KEPT)
    if found.missing:
        _log.error("%d stored files are missing. `pendopo doctor` and the backups help.", len(found.missing))
    return reconcile.sweep(found)


@periodic(3600)
def anchor_trails() -> int:
    """Sign the head of every agency's audit trail once a day."""
    return anchor_heads()


@periodic(10)
def see_to_knocks() -> int:
    """Send the links to a new password that were asked for, and note failed sign-ins in the trail."""
    return answer_knocks()


@periodic(60)
def tell_moved() -> int:
    """Tell officers, one line each, how many deadlines a change of the calendar has moved."""
    return tell_of_moved_deadlines()


@periodic(60)
def follow_decrees() -> int:
    """Let the open deadlines follow the decrees on days off that were loaded; the officers are told by `tell_moved`."""
    return recompute_after_decrees()


@periodic(15)
def scan_for_viruses() -> int:
    """Have the files scanned that wait for it; the officers who can do something are told of what was found."""
    return scan_files()


@periodic(900)
def scan_for_new_viruses() -> int:
    """Have the files of the last month scanned again: signatures come after viruses."""
    return scan_files_again()


@periodic(60)
def raise_scan_alarm() -> int:
    """Tell each agency's admins once when files wait for the virus scanner too long."""
    return tell_of_stuck_files()
