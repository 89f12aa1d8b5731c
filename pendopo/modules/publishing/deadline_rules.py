"""Deadline rules of publication that no other module registers."""

from __future__ import annotations

from typing import Final

from pendopo.lib.deadlines import DeadlineRule
from pendopo.lib.text import gettext_noop as _

YEARLY_ANNOUNCEMENT: Final = DeadlineRule(
    code="yearly_announcement",
    topic=_("Kewajiban berkala"),
    n=12,
    unit="months",
    title=_("Pengumuman tahunan layanan informasi publik"),
    starts_at=_("akhir tahun yang diumumkan"),
    legal_basis="UU 14/2008 Pasal 12",
    confidence="A",
    anchor="year_end",
)
