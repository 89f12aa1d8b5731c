"""Angka laporan pengecualian: in which figures of the annual report an exemption counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.exemptions.rules import procedure

# Name of the rules by which marks are given; changes whenever the same exemption would be counted otherwise.
VERSION: Final = "2026.1"

FIGURES: Final[Mapping[str, str]] = {
    "in_force": _("Berlaku dalam tahun laporan"),
    "determined": _("Ditetapkan dalam tahun laporan"),
    "expired": _("Kedaluwarsa dan terbuka dalam tahun laporan"),
    "opened": _("Dibuka setelah uji ulang dalam tahun laporan"),
    "cancelled": _("Dibatalkan Komisi Informasi atau pengadilan dalam tahun laporan"),
}
_ENDS: Final[Mapping[str, str]] = {
    procedure.EXPIRED: "expired",
    procedure.OPENED: "opened",
    procedure.CANCELLED: "cancelled",
}


def marks_of(
    *, state: str, letters: Collection[str], decree_on: date, ended_on: date | None, start: date, end: date
) -> frozenset[str]:
    """Return the figures in which an exemption with a decree counts; `start` to `end` is the year of the report."""
    marks = {"in_force", *(f"letter_{letter}" for letter in letters)}
    if start <= decree_on <= end:
        marks.add("determined")
    if ended_on is not None and start <= ended_on <= end and state in _ENDS:
        marks.add(_ENDS[state])
    return frozenset(marks)
