"""Angka laporan: which figures of the annual report a request counts in (UU 14/2008 Pasal 12; PerKI 1/2021 Pasal 56).

Days are working days after the day of receipt, counted to the day on which the written notice was issued.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.rules import notice, procedure, request

# Name of the rules by which marks are given; changes whenever the same request would be counted otherwise.
VERSION: Final = "2026.2"

ARTICLE_12: Final = "UU 14/2008 Pasal 12"

# Figures and their words; those with an article stand in the yearly announcement.
OUTCOMES: Final[Mapping[str, str]] = {
    "granted": _("Dikabulkan seluruhnya"),
    "partly": _("Dikabulkan sebagian"),
    "refused": _("Ditolak"),
    "not_held": _("Tidak dikuasai"),
    "redirected": _("Dirujuk ke badan publik lain"),
    "withdrawn": _("Dicabut pemohon"),
    "closed_incomplete": _("Tidak dapat diproses karena tidak dilengkapi"),
    "running": _("Belum dijawab pada saat laporan dibekukan"),
}
TIMES: Final[Mapping[str, str]] = {
    "answered": _("Dijawab dengan pemberitahuan tertulis"),
    "in_time": _("Dijawab dalam batas waktu tanpa perpanjangan"),
    "in_extended_time": _("Dijawab dalam batas waktu setelah diperpanjang"),
    "late": _("Dijawab setelah batas waktu"),
    "late_by_receipt": _("Dijawab setelah batas waktu bila dihitung sejak permohonan diterima"),
    "overdue": _("Belum dijawab dan sudah lewat batas waktu"),
    "extended": _("Waktunya diperpanjang"),
}
KINDS: Final[Mapping[str, str]] = {
    request.PERSON: _("Perorangan"),
    request.GROUP: _("Kelompok orang"),
    request.LEGAL_ENTITY: _("Badan hukum"),
}

_BY_DECISION: Final[Mapping[str, str]] = {
    notice.GRANT: "granted",
    notice.PARTIAL: "partly",
    notice.REFUSE: "refused",
    notice.NOT_HELD: "not_held",
    notice.REDIRECT: "redirected",
}
_BY_STATE: Final[Mapping[str, str]] = {
    procedure.WITHDRAWN: "withdrawn",
    procedure.CLOSED_INCOMPLETE: "closed_incomplete",
}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the figures need to know of a request.

    `decision` is empty before a notice is issued. `days` are the working days until the notice, or until the cut-off
    while there is none, from the day that the agency's setting for question A1 names. `limit` is the period in working
    days with the extension that was given. `late_by_receipt` says whether the notice came too late by the days from
    receipt, whatever the setting: both readings are reported.
    """

    state: str
    decision: str
    grounds: Collection[str]
    channel: str
    kind: str
    is_extended: bool
    days: int
    limit: int
    needs_help: bool
    late_by_receipt: bool = False


def marks_of(facts: CaseFacts) -> frozenset[str]:
    """Return the figures in which the request counts."""
    marks = {"received", f"channel_{facts.channel}", f"kind_{facts.kind}"}
    marks.add(_BY_DECISION.get(facts.decision) or _BY_STATE.get(facts.state) or "running")
    if facts.decision:
        marks.add("answered")
        in_time = "in_extended_time" if facts.is_extended else "in_time"
        marks.add(in_time if facts.days <= facts.limit else "late")
        if facts.late_by_receipt:
            marks.add("late_by_receipt")
        if facts.decision in notice.WITHHOLDING:
            marks |= {f"ground_{code}" for code in facts.grounds}
    elif facts.state not in _BY_STATE and facts.days > facts.limit:
        marks.add("overdue")
    if facts.is_extended:
        marks.add("extended")
    if facts.needs_help:
        marks.add("accommodated")
    return frozenset(marks)
