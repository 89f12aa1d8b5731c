"""Angka laporan keberatan: in which figures of the annual report an objection counts (PerKI 1/2021 Pasal 56)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.objections.rules import objecting, procedure

# Name of the rules by which marks are given; changes whenever the same objection would be counted otherwise.
VERSION: Final = "2026.1"

OUTCOMES: Final[Mapping[str, str]] = {
    objecting.GRANTED: _("Dikabulkan"),
    objecting.PARTLY: _("Dikabulkan sebagian"),
    objecting.REFUSED: _("Ditolak"),
    "withdrawn": _("Dicabut"),
    "unanswered": _("Tidak ditanggapi dalam 30 hari kerja"),
    "waiting": _("Belum ditanggapi pada saat laporan dibekukan"),
}
AFTERWARDS: Final[Mapping[str, str]] = {
    "settled": _("Selesai dengan musyawarah"),
    "executed": _("Putusan sudah dilaksanakan"),
    "owed": _("Putusan belum dilaksanakan"),
    "satisfied": _("Pemohon puas"),
    "dissatisfied": _("Pemohon tidak puas"),
}


def marks_of(
    *, state: str, grounds: str, decision: str, settlement: str, is_executed: bool, is_unanswered: bool, response: str
) -> frozenset[str]:
    """Return the figures in which the objection counts; one answered after its time counts as unanswered in time too."""
    marks = {"received", *(f"letter_{letter}" for letter in grounds)}
    if decision:
        marks |= {decision, "answered"}
        if decision in objecting.ORDERING:
            marks.add("executed" if is_executed else "owed")
    elif state == procedure.WITHDRAWN:
        marks.add("withdrawn")
    elif not is_unanswered:
        marks.add("waiting")
    if is_unanswered:
        marks.add("unanswered")
    if settlement == objecting.AGREED:
        marks.add("settled")
    if response:
        marks.add(response)
    return frozenset(marks)
