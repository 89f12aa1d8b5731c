"""Bounds of what is typed and shown; ours, no law."""

from __future__ import annotations

from typing import Final

POSITION_MAX: Final = 5000
ASKED_MAX: Final = 5000
PURPOSE_MAX: Final = 2000
NOTE_MAX: Final = 4000
PAGE_ROWS: Final = 50
FILES_MAX: Final = 5
# Working days for carrying out an order, proposed to the superior, who may set another date; no article names one.
EXECUTION_DAYS: Final = 10
# The longest time that an order may give (days of the calendar): anything later is a slip in the year.
EXECUTION_DAYS_MAX: Final = 366
# Three pages take a person longer than this many seconds.
SHORTEST_SECONDS: Final = 3
