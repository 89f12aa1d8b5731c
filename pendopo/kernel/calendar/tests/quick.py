"""The seeded calendar for tests that only need it to be there: the statements of one seeding, said again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

from pendopo.kernel.calendar.actions import touch_calendar
from pendopo.kernel.calendar.models import CalendarStamp, Holiday
from pendopo.kernel.calendar.rules import SEEDED_YEARS
from pendopo.kernel.calendar.seeding import seed_calendar

Statement = tuple[str, tuple[Any, ...]]

# Hundreds of tests start with a calendar; working out its rows anew each time was a sixth of all their work.
_statements: dict[range, list[Statement]] = {}


def quick_calendar(years: range = SEEDED_YEARS) -> None:
    """Fill the calendar as `seed_calendar(years)` does; where something stands in it already, really seed."""
    if CalendarStamp.objects.exists() or Holiday.objects.exists():
        seed_calendar(years)
    elif years not in _statements:
        _statements[years] = _written_by(seed_calendar, years)
    else:
        with connection.cursor() as cursor:
            for sql, values in _statements[years]:
                cursor.execute(sql, values)
        touch_calendar()


def _written_by(seed: Callable[[range], object], years: range) -> list[Statement]:
    """Seed, and return the statements that wrote something; the stamp is a new one each time."""
    written: list[Statement] = []
    stamp = CalendarStamp._meta.db_table

    def listen(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and stamp not in sql:
            written.append((sql, tuple(values)))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        seed(years)
    return written
