"""Reads of services."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.services.models import Service


def active_services(agency: Agency) -> QuerySet[Service]:
    """Return the agency's active services by name; the caller bounds it."""
    return Service.objects.for_agency(agency).filter(is_active=True).order_by("name")


def service_of(agency: Agency, pk: UUID) -> Service | None:
    """Return one service of the agency, active or not, with its unit. One query."""
    return Service.objects.for_agency(agency).select_related("unit").filter(pk=pk).first()


def all_services(agency: Agency) -> QuerySet[Service]:
    """Return all services of the agency with their units, active ones first; the caller pages."""
    return Service.objects.for_agency(agency).select_related("unit").order_by("-is_active", "name")
