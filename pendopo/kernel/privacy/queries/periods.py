"""How long an agency keeps what: its own choice with its decree, else the default."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.privacy.models import Arrangement, ChosenPeriod, Statement
from pendopo.kernel.privacy.rules.periods import IDENTITY, PERIODS, Period


@dataclass(frozen=True, slots=True)
class Kept:
    """A period as it holds for an agency; `chosen` is its own choice, None for the default."""

    period: Period
    days: int | None
    needs_approval: bool
    chosen: ChosenPeriod | None

    @property
    def basis(self) -> str:
        """Return the decree, empty for the default."""
        return self.chosen.decree_number if self.chosen else ""


def kept_by(agency: Agency) -> dict[str, Kept]:
    """Return how long the agency keeps what, by period. One query."""
    newest: dict[str, ChosenPeriod] = {}
    for row in ChosenPeriod.objects.for_agency(agency).select_related("chosen_by").order_by("id"):
        newest[row.period] = row
    return {
        code: Kept(
            period,
            newest[code].days if code in newest else period.days,
            newest[code].needs_approval if code in newest else period.needs_approval,
            newest.get(code),
        )
        for code, period in PERIODS.items()
    }


def identity_days(agency: Agency) -> int | None:
    """Return for how many days after its end a case keeps its identity, None without an end so far. One query."""
    return kept_by(agency)[IDENTITY].days


def history(agency: Agency, period: str) -> list[ChosenPeriod]:
    """Return what the agency chose over the years, the newest first. One query."""
    found = ChosenPeriod.objects.for_agency(agency).filter(period=period).select_related("chosen_by")
    return list(found.order_by("-id")[:50])


def arrangement(agency: Agency) -> Arrangement:
    """Return how the agency protects personal data, the defaults where it chose nothing. One query."""
    return Arrangement.objects.for_agency(agency).first() or Arrangement(agency=agency)


def statement(agency: Agency, on: dt.date, version: int | None = None) -> Statement | None:
    """Return the version in force on `on`, or the one asked for if it is in force by then. One query."""
    found = Statement.objects.for_agency(agency).filter(in_force_on__lte=on)
    if version is not None:
        found = found.filter(version=version)
    return found.order_by("-in_force_on", "-version").first()


def statements(agency: Agency, until: dt.date | None = None) -> list[Statement]:
    """Return all versions, the newest first; with `until` those in force by then. One query."""
    found = Statement.objects.for_agency(agency).select_related("written_by")
    if until is not None:
        found = found.filter(in_force_on__lte=until)
    return list(found.order_by("-version")[:50])
