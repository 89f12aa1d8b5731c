"""Klasifikasi, bentuk dan siklus informasi publik: the closed lists of an entry, with their articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from pendopo.lib import deadlines
from pendopo.lib.deadlines import add_months
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.rules import limits

SUBJECT_TYPE: Final = "dip"
# The version is what a file was brought with; the files' rows carry it.
VERSION_TYPE: Final = "dip_version"
REGISTER: Final = "dip"
NUMBER_TEMPLATE: Final = "DIP-{code}-{year}-{seq:05d}"
DECREE_REGISTER: Final = "dip_decree"
DECREE_TEMPLATE: Final = "{seq}/SK-DIP/{code}/{year}"
# The kind under which entries stand in the search index.
SEARCH_KIND: Final = "dip"

# Classes of public information (UU 14/2008 Pasal 9, 10, 11); exempt information has a list of its own (DIK).
PERIODIC, IMMEDIATE, ANY_TIME = "periodic", "immediate", "any_time"
CLASSES: Final[Mapping[str, str]] = {
    PERIODIC: _("Berkala"),
    IMMEDIATE: _("Serta-merta"),
    ANY_TIME: _("Setiap saat"),
}
CLASS_BASIS: Final[Mapping[str, str]] = {
    PERIODIC: "UU 14/2008 Pasal 9",
    IMMEDIATE: "UU 14/2008 Pasal 10",
    ANY_TIME: "UU 14/2008 Pasal 11",
}

# "Format/bentuk informasi yang tersedia" (PerKI 1/2010 Lampiran II); both words stand in the law's request form, too.
SOFT, HARD, BOTH = "soft", "hard", "both"
FORMS: Final[Mapping[str, str]] = {
    SOFT: _("Softcopy"),
    HARD: _("Hardcopy"),
    BOTH: _("Softcopy dan hardcopy"),
}

# How often an entry is brought up to date. PerKI 1/2021's own interval could not be read (mark D): the agency chooses.
ON_CHANGE, MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY = "on_change", "monthly", "quarterly", "half_yearly", "yearly"
CYCLES: Final[Mapping[str, str]] = {
    ON_CHANGE: _("Bila ada perubahan"),
    MONTHLY: _("Setiap bulan"),
    QUARTERLY: _("Setiap tiga bulan"),
    HALF_YEARLY: _("Setiap enam bulan"),
    YEARLY: _("Setiap tahun"),
}
_CYCLE_MONTHS: Final[Mapping[str, int]] = {MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, YEARLY: 12}


def review_months(entry_class: str, cycle: str) -> int:
    """Return after how many months an entry is looked at again; periodic information never later than the law says."""
    months = _CYCLE_MONTHS.get(cycle, limits.REVIEW_MONTHS)
    return min(months, deadlines.rule("periodic_refresh").n) if entry_class == PERIODIC else months


def review_due(published_on: dt.date, entry_class: str, cycle: str) -> dt.date:
    """Return the day by which what was published on `published_on` is looked at again."""
    return add_months(published_on, review_months(entry_class, cycle))
