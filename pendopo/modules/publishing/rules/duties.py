"""When a duty is due and how it stands: pure arithmetic over the day of the last proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pendopo.kernel.workflow.rules import Tone
from pendopo.lib.deadlines import DeadlineRule, add_months
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "duty"
PROOF_TYPE: Final = "duty_proof"

OVERDUE, DEAD_LINK, NO_PROOF, SOON = "overdue", "dead_link", "no_proof", "soon"
MET, WAITING, NOT_APPLICABLE = "met", "waiting", "not_applicable"

# What is worst comes first.
STANDINGS: Final[Mapping[str, tuple[str, Tone]]] = {
    OVERDUE: (_("Terlambat"), "error"),
    DEAD_LINK: (_("Tautan mati"), "error"),
    NO_PROOF: (_("Belum ada bukti"), "warn"),
    SOON: (_("Segera jatuh tempo"), "warn"),
    MET: (_("Terpenuhi"), "ok"),
    WAITING: (_("Bila terjadi"), "neutral"),
    NOT_APPLICABLE: (_("Tidak berlaku"), "neutral"),
}
GAPS: Final = frozenset({OVERDUE, DEAD_LINK, NO_PROOF})

ENTRY, FILE, LINK, PICTURE, NOTICE = "entry", "file", "link", "picture", "notice"
PROOF_KINDS: Final[Mapping[str, str]] = {
    LINK: _("Tautan halaman"),
    FILE: _("Berkas"),
    PICTURE: _("Tangkapan layar"),
    ENTRY: _("Entri daftar informasi publik"),
    NOTICE: _("Peringatan"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How often: every `months`, counted from the last proof or, when `yearly`, from the end of the year it tells of.

    None months: it must be there, and is never due again.
    """

    months: int | None = None
    yearly: bool = False


def terms(rule: DeadlineRule | None, own_months: int | None) -> Terms:
    """Return the stricter of the law's period and the agency's own."""
    if rule is None:
        return Terms(own_months)
    if rule.anchor == "year_end":
        return Terms(rule.n, yearly=True)
    return Terms(min(rule.n, own_months) if own_months else rule.n)


def due_on(agreed: Terms, proved_on: date | None, today: date) -> date | None:
    """Return the next day on which it is due, None when there is none.

    A yearly thing published in a year tells of the year before; without proof last year's is due.

    >>> due_on(Terms(6), date(2026, 8, 31), date(2026, 9, 1))
    datetime.date(2027, 2, 28)
    """
    if agreed.months is None:
        return None
    if agreed.yearly:
        year = today.year - 1 if proved_on is None else proved_on.year
        return add_months(date(year, 12, 31), agreed.months)
    return add_months(proved_on, agreed.months) if proved_on else None


def standing(
    *, waived: bool, immediate: bool, proved_on: date | None, due: date | None, dead: bool, today: date, soon_days: int
) -> str:
    """Return how a duty stands on `today`, one of STANDINGS."""
    if waived:
        return NOT_APPLICABLE
    if due is not None and due < today:
        return OVERDUE
    if dead:
        return DEAD_LINK
    near = due is not None and due <= today + timedelta(days=soon_days)
    if proved_on is None:
        return WAITING if immediate else SOON if near else NO_PROOF
    return SOON if near else MET
