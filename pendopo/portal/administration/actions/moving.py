"""Deadlines follow what they are computed from, and the people who work by them are told."""

from __future__ import annotations

from datetime import date

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import Recomputed, recompute_open_clocks, tell_moved
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import BACK_OFFICE, FRONT_OFFICE, PPID
from pendopo.lib.text import gettext_noop as _

_TOLD = (FRONT_OFFICE, BACK_OFFICE, PPID)


def move_deadlines(*, agency: Agency, by: Actor, reason: str, since: date | None = None) -> Recomputed:
    """Recompute the agency's open clocks inside the caller's transaction and tell its officers when dates moved."""
    done = recompute_open_clocks(agency=agency, by=by, reason=reason, since=since)
    if done.moved:
        _tell(agency, done.moved)
    return done


def tell_of_moved_deadlines() -> int:
    """Tell the officers of each agency once what a recomputation of all agencies moved; return how many agencies."""
    return tell_moved(_tell)


def _tell(agency: Agency, moved: int) -> None:
    text = _("Kalender atau pengaturan instansi berubah: %(count)s tenggat bergeser. Periksa daftar pekerjaan Anda.")
    tell(agency=agency, text=text, roles=_TOLD, params={"count": moved})
