"""Requests of subjects: the list with its clock, one request, those about a case."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.privacy.models import Hold, SubjectRequest
from pendopo.kernel.privacy.rules import limits, requests


def requests_of(agency: Agency, *, closed: bool = False) -> QuerySet[SubjectRequest]:
    """Return the requests that wait, the most urgent first, or those that ended, the last one first."""
    found: QuerySet[SubjectRequest] = SubjectRequest.objects.for_agency(agency)
    if closed:
        return found.exclude(state=requests.RECEIVED).order_by("-id")
    return found.filter(state=requests.RECEIVED).order_by("due_at", "id")


def request_for(agency: Agency, pk: UUID) -> SubjectRequest | None:
    """Return one request of the agency. One query."""
    found: SubjectRequest | None = (
        SubjectRequest.objects.for_agency(agency).filter(pk=pk).select_related("received_by", "answered_by").first()
    )
    if found is not None:
        found.agency = agency
    return found


def requests_about(agency: Agency, subject_type: str, subject_id: UUID) -> list[SubjectRequest]:
    """Return the requests made through a case, the newest first. One query."""
    found = SubjectRequest.objects.for_agency(agency).filter(about_type=subject_type, about_id=subject_id)
    return list(found.order_by("-id")[:20])


def hours_left(request: SubjectRequest) -> int:
    """Return how many whole hours are left until the answer is due, negative when it is late."""
    return int((request.due_at - clock.now()).total_seconds() // 3600)


def copy_is_open(request: SubjectRequest) -> bool:
    """Return whether the subject may take the copy away now."""
    return (
        request.right == requests.ACCESS
        and request.result in {requests.GRANTED, requests.PARTLY}
        and request.answered_at is not None
        and clock.now() - request.answered_at <= dt.timedelta(days=limits.COPY_DAYS)
    )


def holds_of(agency: Agency) -> list[Hold]:
    """Return the agency's holds that were not lifted. One query."""
    found = Hold.objects.for_agency(agency).filter(lifted_at__isnull=True).select_related("placed_by")
    return list(found.order_by("-id")[: limits.PAGE])
