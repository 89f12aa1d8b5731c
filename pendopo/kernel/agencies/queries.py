"""Reads of agencies and units."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import find


def active_agency(slug: str) -> Agency | None:
    """Return the active agency with this slug, or None. One query."""
    return find(Agency, slug=slug, is_active=True)


def active_agencies(words: str = "") -> QuerySet[Agency]:
    """Return active agencies whose name contains every word, by name; the caller bounds it."""
    found = Agency.objects.filter(is_active=True)
    for word in words.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    return found.order_by("name")


def active_units(agency: Agency) -> QuerySet[Unit]:
    """Return the agency's active units by name."""
    return Unit.objects.for_agency(agency).filter(is_active=True).order_by("name")
