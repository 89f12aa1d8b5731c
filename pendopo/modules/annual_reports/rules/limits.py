"""Limits that are ours and no law."""

from typing import Final

TEXT_MAX: Final = 8000
NOTE_MAX: Final = 1000
