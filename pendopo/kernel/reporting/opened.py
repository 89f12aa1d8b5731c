"""What of a register is open data (data terbuka): some of its columns, or counts by month where rows are about people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, Max
from django.db.models.functions import TruncMonth

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import OpenColumns, OpenCounts, Register, Sheet


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many cases of one month (its first day) have one status."""

    month: dt.date
    status: str
    count: int


def open_sheet(register: Register, opened: OpenColumns, agency: Agency, period: Period) -> Sheet:
    """Return the register with its public columns alone; nothing else can be read from the sheet."""
    by_key = {column.key: column for column in register.columns}
    shown = replace(register, columns=[by_key[key] for key in opened.columns])
    return Sheet(shown, agency, period, register.rows(agency, period, {}), sees_identity=False)


def open_state(
    register: Register, opened: OpenColumns, agency: Agency, period: Period
) -> tuple[int, dt.datetime | None]:
    """Return how many rows the public sheet has and when one changed last. One query."""
    found = register.rows(agency, period, {}).order_by().aggregate(n=Count("pk"), at=Max(opened.changed))
    return found["n"], found["at"]


def month_counts(register: Register, opened: OpenCounts, agency: Agency, period: Period) -> list[MonthCount]:
    """Return the counts by month and status, oldest first, statuses in their order; none are left out but zeros. One query.

    Raises KeyError for a status that the register has not declared.
    """
    order = {status: place for place, status in enumerate(opened.statuses)}
    month = TruncMonth(opened.on, tzinfo=agency.zone)
    rows = register.rows(agency, period, {}).order_by().annotate(open_month=month, open_status=opened.by)
    found = [
        MonthCount(at.date() if isinstance(at, dt.datetime) else at, status, n)
        for at, status, n in rows.values_list("open_month", "open_status").annotate(n=Count("pk"))
    ]
    return sorted(found, key=lambda each: (each.month, order[each.status]))
