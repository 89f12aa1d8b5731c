"""What was counted before a request was written: months, and the things behind them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.disclosure.models import DayCount


def day_counts(agency: Agency, start: dt.date, end: dt.date) -> QuerySet[DayCount]:
    """Return the rows of the local days `start` to `end`; the caller bounds them."""
    found: QuerySet[DayCount] = DayCount.objects.for_agency(agency).filter(day__gte=start, day__lte=end)
    return found


def by_item(agency: Agency, start: dt.date, end: dt.date) -> QuerySet[Any, Any]:
    """Return kind, item_id and the three sums of each thing, those that answered most first; the caller pages."""
    found = day_counts(agency, start, end).order_by().values("kind", "item_id")
    summed = found.annotate(all_shown=Sum("shown"), all_opened=Sum("opened"), all_answered=Sum("answered"))
    return summed.order_by("-all_answered", "-all_opened", "-all_shown", "item_id")


def by_month(agency: Agency, start: dt.date, end: dt.date) -> dict[dt.date, int]:
    """Return the first day of each month → how many searches were answered in it. One query."""
    found = day_counts(agency, start, end).order_by().annotate(month=TruncMonth("day")).values_list("month")
    return dict(found.annotate(n=Sum("answered")).order_by("month"))
