"""Reads of the calendar: work calendars, clocks and their explanation, answers of the calculator."""

from pendopo.kernel.calendar.queries.agenda import case_entries, feed_of, officer_entries
from pendopo.kernel.calendar.queries.answers import DueAnswer, due_answer, regime_words, uncertainties
from pendopo.kernel.calendar.queries.calendars import CalendarBook, calendar_book, work_calendar
from pendopo.kernel.calendar.queries.clocks import (
    ClockExplanation,
    DayLine,
    clocks_of,
    explain_clock,
    explained_clocks,
    pauses_of,
    working_days_left,
)
from pendopo.kernel.calendar.queries.decrees import ComparedRow, DryRun, dry_run, latest_loads, statuses

__all__ = [
    "CalendarBook",
    "ClockExplanation",
    "ComparedRow",
    "DayLine",
    "DryRun",
    "DueAnswer",
    "calendar_book",
    "case_entries",
    "clocks_of",
    "dry_run",
    "due_answer",
    "explain_clock",
    "explained_clocks",
    "feed_of",
    "latest_loads",
    "officer_entries",
    "pauses_of",
    "regime_words",
    "statuses",
    "uncertainties",
    "work_calendar",
    "working_days_left",
]
