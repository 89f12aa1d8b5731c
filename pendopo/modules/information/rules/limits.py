"""Bounds of what is typed and shown."""

from __future__ import annotations

from typing import Final

DETAILS_MAX: Final = 5000
PURPOSE_MAX: Final = 2000
NOTE_MAX: Final = 4000
PAGE_ROWS: Final = 50
SUGGESTIONS: Final = 8
DRAFT_DAYS: Final = 7
TRACKING_MINUTES: Final = 30
CODE_LENGTH: Final = 10
# Working days that a colleague unit has for material unless the asker names another date; internal, no article.
MATERIAL_DAYS: Final = 3
