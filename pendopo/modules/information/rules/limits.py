"""Bounds of what is typed and shown."""

from __future__ import annotations

from typing import Final

DETAILS_MAX: Final = 5000
PURPOSE_MAX: Final = 2000
NOTE_MAX: Final = 4000
PAGE_ROWS: Final = 50
# Cases that the reminding job reads at once; it goes through all of them.
REMINDED_AT_ONCE: Final = 200
# Working days that a colleague unit has for material unless the asker names another date; internal, no article.
MATERIAL_DAYS: Final = 3
# A deadline is called soon in the last third of its working days, three days before its end at the earliest; no article.
SOON_PART: Final = 3
SOON_MOST: Final = 3
