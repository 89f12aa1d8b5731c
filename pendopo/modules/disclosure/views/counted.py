"""The officers' page of what was answered without a request: the month's figure, its rows, the months before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.reporting.period import Period, PeriodRefused, of_year, parse_period
from pendopo.kernel.reporting.rules import Tally, key_of
from pendopo.kernel.search.registry import find_searchable
from pendopo.modules.disclosure.queries import counted as queries
from pendopo.modules.disclosure.queries.suggestions import titles
from pendopo.modules.disclosure.reports import COUNTED_FACTS, facts
from pendopo.modules.disclosure.rules.figures import ANSWERED, OPENED, SHOWN
from pendopo.modules.disclosure.rules.limits import MONTHS_SHOWN
from pendopo.ui.formats import medium_date, short_date

_ROWS = 50


def _month_name(day: dt.date) -> str:
    return medium_date(day.replace(day=1)).partition(" ")[2]


def _short_name(day: dt.date) -> str:
    """Return a month as a chart has room for it; January tells the year."""
    return str(day.year) if day.month == 1 else short_date(day).split()[1]


def _month(text: str, today: dt.date) -> Period | None:
    """Return the month that the picker names (2026-11), this month for an empty one, None for what is no month."""
    year, _dash, month = (text or f"{today:%Y-%m}").partition("-")
    try:
        found = parse_period({"tahun": year, "bagian": month}, today=today)
    except PeriodRefused:
        return None
    return found if found.part.isdigit() else None


def _months_before(last: dt.date) -> list[dt.date]:
    """Return the first days of the months up to that of `last`, the oldest first."""
    count = last.year * 12 + last.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(count - MONTHS_SHOWN + 1, count + 1)]


@require_safe
@staff_door("disclosure.counted")
def without_request(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the figure of a month with the things behind it."""
    today = clock.today(agency.timezone)
    month = _month(request.GET.get("bulan", ""), today)
    wrong = month is None
    period = month or of_year(today.year, f"{today.month:02d}")
    tally = Tally(COUNTED_FACTS.figures)
    for fact in facts(agency, period, clock.now()):
        tally.add(fact)
    values = tally.values()
    sums = {figure.code: int(values[key_of(figure)] or 0) for figure in COUNTED_FACTS.figures}
    page = Paginator(queries.by_item(agency, period.start, period.end), _ROWS).get_page(request.GET.get("page"))
    months = _months_before(period.start)
    found = queries.by_month(agency, months[0], period.end)
    context = {
        "month": f"{period.start:%Y-%m}",
        "month_name": _month_name(period.start),
        "this_month": f"{today:%Y-%m}",
        "has_errors": wrong,
        "error": _("Tulis bulan sebagai tahun-bulan, misalnya 2026-11.") if wrong else "",
        "answered": sums[ANSWERED],
        "opened": sums[OPENED],
        "shown": sums[SHOWN],
        "rows": _rows(agency, list(page.object_list)),
        "page": page,
        "columns": [(_short_name(day), found.get(day, 0)) for day in months],
    }
    return render(request, "disclosure/without_request.html", context, status=422 if wrong else 200)


def _rows(agency: Agency, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    public = titles(agency, [(row["kind"], row["item_id"]) for row in found])
    rows = []
    for row in found:
        entry, searchable = public.get(row["item_id"]), find_searchable(row["kind"])
        rows.append(
            row
            | {
                "title": entry.title if entry else "",
                "url": entry.url if entry else "",
                "label": searchable.label if searchable else row["kind"],
            }
        )
    return rows
