"""Limits that are ours and no law."""

from __future__ import annotations

from typing import Final

LINE_MAX: Final = 200
DECREE_MAX: Final = 120
TEXT_MAX: Final = 4_000
PAGE: Final = 50
# Cases in one list of what is to be destroyed; the next list follows when it is done.
LIST_MAX: Final = 500
# Cases looked through at once, and cases destroyed in one transaction.
CHUNK: Final = 100
SCAN_MAX: Final = 5_000
BATCH: Final = 20
# The longest and the shortest period that an agency may choose, in days.
DAYS_MAX: Final = 36_500
# For how many days after the answer the subject may take the copy away.
COPY_DAYS: Final = 14
# Requests of one case that are open at once.
OPEN_REQUESTS: Final = 3
# Opened identities of one officer within a day beyond which somebody is told.
VIEWS_BOUND: Final = 30
VIEWS_HOURS: Final = 24
# Cases that an incident may affect, one letter each.
AFFECTED_MAX: Final = 5_000
LETTERS_AT_ONCE: Final = 100
