"""How long answers are kept, and how failures are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# Every process asks anew after so many seconds whether writing is allowed.
READ_ONLY_KEPT_SECONDS: Final = 3.0
# A failure is told at its first occurrence, and then together with all others once a day.
DIGEST_EVERY: Final = timedelta(days=1)
# Seen no more for so long, a failure is forgotten; its next occurrence is told as new.
FORGOTTEN_AFTER: Final = timedelta(days=90)
# A program gone wild may fail at many places; what is new beyond so many is not counted and stands in the log alone.
MOST_FAILURES: Final = 500
