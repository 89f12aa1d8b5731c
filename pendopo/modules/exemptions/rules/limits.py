"""Bounds of what is typed and shown."""

from __future__ import annotations

from typing import Final

TITLE_MAX: Final = 200
LINE_MAX: Final = 300
TEXT_MAX: Final = 4000
DOCUMENTS_MAX: Final = 30
LAWS_MAX: Final = 10
PAGE_ROWS: Final = 50
PUBLIC_ROWS: Final = 15
# Exemptions that a refusal may choose from on one page.
CHOICES_MAX: Final = 200
# Reminders before the end of a period, in months; our own choice, which an agency may change.
REMINDER_MONTHS: Final = (6, 1)
REMINDER_MONTHS_MAX: Final = 60
