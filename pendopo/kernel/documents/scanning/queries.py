"""Reads of the quarantine: which files wait, and since when."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Count, F, QuerySet

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document, ScanState
from pendopo.kernel.documents.scanning import rules


def waiting() -> QuerySet[Document]:
    """Return the files of all agencies that wait for the scanner, those it was asked about longest ago first."""
    found = Document.objects.filter(scan_state=ScanState.QUARANTINED, removed_at__isnull=True)
    return found.order_by(F("scan_tried_at").asc(nulls_first=True), "id")


def stuck_by_agency() -> dict[UUID, int]:
    """Return how many files have waited longer than 90 minutes, by agency; nothing where all is well. One query."""
    late = waiting().filter(uploaded_at__lt=clock.now() - rules.ALARM_AFTER)
    counted = late.order_by().values("agency_id").annotate(count=Count("pk"))
    return {row["agency_id"]: row["count"] for row in counted}


def waiting_since() -> dt.datetime | None:
    """Return when the file that waits longest came in, for health checks; None when none waits. One query."""
    first: dt.datetime | None = waiting().order_by("uploaded_at").values_list("uploaded_at", flat=True).first()
    return first
