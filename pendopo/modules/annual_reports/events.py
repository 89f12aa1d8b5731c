"""What happened to annual reports."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AnnualReportPublished:
    """A report of a year was published; it is itself information available at all times."""

    agency_id: UUID
    report_id: UUID
    year: int
