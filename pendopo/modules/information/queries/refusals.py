"""Refusals by Pasal 17 and the exemptions they cite, for the comparison of refusals with the list of exemptions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information.models import Notice


def refusals(agency: Agency, start: dt.date, end: dt.date) -> QuerySet[Notice]:
    """Return notices that withheld by Pasal 17, issued on the local dates `start` to `end`; the caller bounds them."""
    first = dt.datetime.combine(start, dt.time(), tzinfo=agency.zone)
    after = dt.datetime.combine(end + dt.timedelta(days=1), dt.time(), tzinfo=agency.zone)
    found: QuerySet[Notice] = Notice.objects.for_agency(agency).filter(
        by_article_17=True, issued_at__gte=first, issued_at__lt=after
    )
    return found


def without_exemption(agency: Agency, start: dt.date, end: dt.date) -> QuerySet[Notice]:
    """Return those that cite no exemption, as older ones and imported ones may; newest first."""
    found = refusals(agency, start, end).filter(citations=[])
    return found.select_related("inquiry").order_by("-issued_at", "-id")


def citations(agency: Agency, start: dt.date, end: dt.date) -> Counter[UUID]:
    """Return how often each exemption was cited. One query."""
    kept = refusals(agency, start, end).values_list("citations", flat=True)
    return Counter(UUID(cited["id"]) for cites in kept.iterator(chunk_size=500) for cited in cites)
