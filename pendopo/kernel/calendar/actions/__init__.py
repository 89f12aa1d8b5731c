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
from pendopo.kernel.calendar.actions.recompute import Recomputed, count_open_clocks, recompute_open_clocks

__all__ = [
    "ClockStart",
    "Recomputed",
    "amend_day",
    "amend_holiday",
    "confirm_year",
    "count_open_clocks",
    "extend",
    "forget_day",
    "pause",
    "recompute_open_clocks",
    "resume",
    "start_clock",
    "start_clocks",
    "stop",
    "stop_clocks",
    "touch_calendar",
    "withdraw_holiday",
]
