"""How far the replica is behind, asked once a second at most by each process."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections

from pendopo.config.replica.router import PRIMARY, REPLICA
from pendopo.lib.faults import describe

_log = logging.getLogger(__name__)

_NOW: Final = "SELECT pg_current_wal_lsn()::text, clock_timestamp()"
# What the primary had written just before is here already; else how long ago the last change that is here was made.
_THERE: Final = """
    SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,
           EXTRACT(EPOCH FROM %s::timestamptz - pg_last_xact_replay_timestamp())::float8
"""
# So long an answer is believed; one that hangs costs a visitor two seconds, and is not asked again for longer.
_KEPT_SECONDS: Final = 1.0
_AWAY_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class State:
    """Seconds behind, None when the replica cannot be asked; `trouble` says why, for administrators."""

    seconds: float | None
    trouble: str = ""

    @property
    def is_fresh(self) -> bool:
        """Return whether pages may be read there."""
        return self.seconds is not None and self.seconds <= settings.PENDOPO_REPLICA_LAG


class _Known:
    """What this process knows, and until when (monotonic seconds)."""

    state = State(None)
    until = 0.0
    told: bool | None = None


def is_configured() -> bool:
    """Return whether there is a replica."""
    return REPLICA in connections.databases


def state_now() -> State:
    """Return how far behind the replica is, a second old at most; one that is away is asked again after ten."""
    if time.monotonic() >= _Known.until:
        _keep(_ask())
    return _Known.state


def leave_alone(trouble: str) -> None:
    """Read at the primary for some seconds: the replica broke off in the middle of a page."""
    _keep(State(None, trouble))


def forget() -> None:
    """Know nothing, for tests."""
    _Known.state, _Known.until, _Known.told = State(None), 0.0, None


def _keep(state: State) -> None:
    seconds = _AWAY_SECONDS if state.seconds is None else _KEPT_SECONDS
    _Known.state, _Known.until = state, time.monotonic() + seconds
    if _Known.told != state.is_fresh:
        if not state.is_fresh:
            behind = f"{state.seconds:.0f} seconds behind" if state.seconds is not None else state.trouble
            _log.warning("The replica is left alone, the primary is read: %s.", behind)
        elif _Known.told is not None:
            _log.warning("The replica is read again.")
        _Known.told = state.is_fresh


def _ask() -> State:
    """Ask both. Right after a quiet hour it may say more than is true for a moment, and never less."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(_NOW)
        place, now = cursor.fetchone()
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_THERE, [place, now])
            is_replica, has_all, behind = cursor.fetchone()
    except DatabaseError as failure:
        connections[REPLICA].close()
        return State(None, describe(failure))
    if not is_replica:
        return State(None, "it is no replica any more")
    if has_all:
        return State(0.0)
    return State(None, "nothing was replayed yet") if behind is None else State(max(0.0, behind))
