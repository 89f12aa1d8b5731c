"""Reads of the quarantine: which files wait, and since when."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from pendopo.kernel import clock
from pendopo.kernel.documents.models import CLEAN_STATES, Document, Purpose, ScanState
from pendopo.kernel.documents.scanning import rules
from pendopo.lib.ids import earliest_at

# What people bring; letters are drawn by the program.
UPLOADED: Final = tuple(each for each in Purpose if each != Purpose.LETTER)


def waiting() -> QuerySet[Document]:
    """Return the files of all agencies that wait for the scanner, those it was asked about longest ago first."""
    found = Document.objects.filter(scan_state=ScanState.QUARANTINED, removed_at__isnull=True)
    return found.order_by(F("scan_tried_at").asc(nulls_first=True), "id")


def to_scan_again() -> QuerySet[Document]:
    """Return the files of the last month that were let go, and that no scanner has looked at for some days, oldest first.

    By key, because keys grow with time: a part of the table is read, however old the others are.
    """
    now = clock.now()
    since = earliest_at(int((now - rules.AGAIN_WITHIN).timestamp() * 1000))
    late = now - rules.AGAIN_AFTER
    recent = Document.objects.filter(pk__gte=since, scan_state__in=CLEAN_STATES, removed_at__isnull=True)
    return recent.filter(
        Q(scan_tried_at__lt=late) | Q(scan_tried_at__isnull=True, uploaded_at__lt=late), purpose__in=UPLOADED
    ).order_by("pk")


def stuck_by_agency() -> dict[UUID, int]:
    """Return how many files have waited longer than 90 minutes, by agency; nothing where all is well. One query."""
    late = waiting().filter(uploaded_at__lt=clock.now() - rules.ALARM_AFTER)
    counted = late.order_by().values("agency_id").annotate(count=Count("pk"))
    return {row["agency_id"]: row["count"] for row in counted}
