"""Aturan kalender: statutory periods of the kernel itself, and what the calculator understands."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from pendopo.lib.deadlines import DeadlineRule
from pendopo.lib.text import gettext_noop as _

# Why clocks are recomputed when an agency changes what moves them; stored as it stands here, as a msgid.
SETTINGS_CHANGED: Final = _("Pengaturan instansi diubah")

# UU 27/2022 says "3 x 24 jam": elapsed hours, in which holidays play no part.
PDP_HOURS: Final = 72

RULES: Final = (
    DeadlineRule(
        code="pdp_access",
        topic=_("Pelindungan data pribadi"),
        n=PDP_HOURS,
        unit="hours",
        title=_("Akses data pribadi"),
        starts_at=_("permintaan akses diterima"),
        legal_basis="UU 27/2022 Pasal 32",
        confidence="A",
    ),
    DeadlineRule(
        code="pdp_correct",
        topic=_("Pelindungan data pribadi"),
        n=PDP_HOURS,
        unit="hours",
        title=_("Pembaruan atau perbaikan data pribadi"),
        starts_at=_("permintaan perbaikan diterima"),
        legal_basis="UU 27/2022 Pasal 30",
        confidence="A",
    ),
    DeadlineRule(
        code="pdp_limit",
        topic=_("Pelindungan data pribadi"),
        n=PDP_HOURS,
        unit="hours",
        title=_("Penundaan atau pembatasan pemrosesan data pribadi"),
        starts_at=_("permintaan pembatasan diterima"),
        legal_basis="UU 27/2022 Pasal 41",
        confidence="A",
    ),
    DeadlineRule(
        code="pdp_withdraw",
        topic=_("Pelindungan data pribadi"),
        n=PDP_HOURS,
        unit="hours",
        title=_("Penghentian pemrosesan setelah persetujuan ditarik"),
        starts_at=_("penarikan persetujuan diterima"),
        legal_basis="UU 27/2022 Pasal 40",
        confidence="B",
    ),
    DeadlineRule(
        code="pdp_breach",
        topic=_("Pelindungan data pribadi"),
        n=PDP_HOURS,
        unit="hours",
        title=_("Pemberitahuan kegagalan pelindungan data pribadi"),
        starts_at=_("kegagalan pelindungan diketahui"),
        legal_basis="UU 27/2022 Pasal 46",
        confidence="B",
    ),
)

# Years that are seeded from the `holidays` package, and the decrees that were compared with it date by date.
SEEDED_YEARS: Final = range(2020, 2036)
DECREES: Final = {
    2025: "SKB 3 Menteri 1017/2024, 2/2024, 2/2024",
    2026: "SKB 3 Menteri 1497/2025, 2/2025, 5/2025",
}
# Days added to a year's decree afterwards.
AMENDMENTS: Final = {date(2025, 8, 18): "Perubahan SKB 3 Menteri 1017/2024, 2/2024, 2/2024 (Agustus 2025)"}

DEFAULT_TIMEZONE: Final = "Asia/Jakarta"
ZONE_LABELS: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
DEFAULT_CLOSES_AT: Final = time(16, 0)

# Years in which a date of receipt makes sense: the first holiday law to a century ahead.
FIRST_YEAR: Final = 1946
LAST_YEAR: Final = 2146

# "+07:00" in a query string that was not escaped arrives as " 07:00".
_SPACE_FOR_PLUS: Final = re.compile(r"(T[0-9:.]+) (?=\d\d:?\d\d$)")


class CalendarEmpty(LookupError):
    """No day off is known at all: the calendar was never loaded."""


class WrongClockState(Exception):
    """The clock cannot do this in its present state; the message is a full sentence for the screen."""


def decree_of(on: date) -> str:
    """Return the decree behind a seeded day off, empty when it was not compared with one."""
    return AMENDMENTS.get(on, DECREES.get(on.year, ""))


def parse_received(text: str) -> date | datetime:
    """Return a plain date, or a datetime that is aware only if `text` names an offset.

    `text` is ISO 8601, for example 2026-08-03, 2026-08-03T10:00 or 2026-08-03T10:00+07:00.
    Raises ValueError for anything else and for years outside FIRST_YEAR to LAST_YEAR.
    """
    plain = _SPACE_FOR_PLUS.sub(r"\1+", text.strip())
    try:
        received: date | datetime = date.fromisoformat(plain)
    except ValueError:
        received = datetime.fromisoformat(plain)
    if not FIRST_YEAR <= received.year <= LAST_YEAR:
        raise ValueError(f"Year {received.year} is out of range.")
    return received
