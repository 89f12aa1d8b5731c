"""Writes of the calendar: clocks, days off, and the recomputation of open clocks."""

from pendopo.kernel.calendar.actions.clocks import (
    ClockStart,
    extend,
    pause,
    resume,
    start_clock,
    start_clocks,
    stop,
    stop_clocks,
)
from pendopo.kernel.calendar.actions.days import (
    amend_day,
    amend_holiday,
    confirm_year,
    forget_day,
    touch_calendar,
    withdraw_holiday,
)
from pendopo.kernel.calendar.actions.decrees import WrongRows, load_decree, recompute_after_decrees
from pendopo.kernel.calendar.actions.feeds import create_feed, revoke_feed
from pendopo.kernel.calendar.actions.recompute import (
    Recomputed,
    count_open_clocks,
    recompute_open_clocks,
    tell_moved,
)

__all__ = [
    "ClockStart",
    "Recomputed",
    "WrongRows",
    "amend_day",
    "amend_holiday",
    "confirm_year",
    "count_open_clocks",
    "create_feed",
    "extend",
    "forget_day",
    "load_decree",
    "pause",
    "recompute_after_decrees",
    "recompute_open_clocks",
    "resume",
    "revoke_feed",
    "start_clock",
    "start_clocks",
    "stop",
    "stop_clocks",
    "tell_moved",
    "touch_calendar",
    "withdraw_holiday",
]
