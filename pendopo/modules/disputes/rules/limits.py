"""Limits that are ours and no law."""

from typing import Final

NOTE_MAX: Final = 4000
LINE_MAX: Final = 200
NUMBER_MAX: Final = 80
# A dossier is put together in memory: what is larger is taken from the case files one by one.
DOSSIER_MAX_BYTES: Final = 200 * 1024 * 1024
