"""Reads of the calendar: work calendars, clocks and their explanation, answers of the calculator."""

from pendopo.kernel.calendar.queries.answers import DueAnswer, due_answer
from pendopo.kernel.calendar.queries.calendars import CalendarBook, calendar_book, work_calendar
from pendopo.kernel.calendar.queries.clocks import (
    ClockExplanation,
    DayLine,
    clocks_of,
    explain_clock,
    open_clocks,
    pauses_of,
    working_days_left,
)

__all__ = [
    "CalendarBook",
    "ClockExplanation",
    "DayLine",
    "DueAnswer",
    "calendar_book",
    "clocks_of",
    "due_answer",
    "explain_clock",
    "open_clocks",
    "pauses_of",
    "work_calendar",
    "working_days_left",
]
