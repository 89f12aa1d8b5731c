"""Recomputations of open clocks and how far they are, for administrators."""

from __future__ import annotations

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Recomputation


def recent_recomputations(agency: Agency | None = None, *, limit: int = 20) -> list[Recomputation]:
    """Return the last recomputations, the newest first: of one agency, or those of all agencies at once. One query."""
    return list(Recomputation.objects.filter(agency=agency).order_by("-id")[:limit])
