"""What is counted before a request is written (angka "Terjawab tanpa permohonan")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.lib.text import gettext_noop as _

VERSION: Final = "2026.1"
SHOWN, OPENED, ANSWERED = "shown", "opened", "answered"
# Mark → what its sum means.
FIGURES: Final[Mapping[str, str]] = {
    ANSWERED: _("Terjawab tanpa permohonan"),
    OPENED: _("Saran yang dibuka"),
    SHOWN: _("Saran yang tampil"),
}


def marks_of(shown: int, opened: int, answered: int) -> frozenset[str]:
    """Return the figures that a day's row belongs to."""
    counted = {SHOWN: shown, OPENED: opened, ANSWERED: answered}
    return frozenset(mark for mark, number in counted.items() if number)
