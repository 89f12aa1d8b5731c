"""Answers for officers: the worklist, one answer, the agency's choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.disclosure.models import Answer, Arrangement, Edition
from pendopo.modules.disclosure.rules import procedure

# Not states: what may still be made public, and all that has ended.
POSSIBLE: Final = "possible"
CLOSED: Final = "closed"
_ENDED: Final = (procedure.WITHDRAWN, procedure.DROPPED)


def arrangement(agency: Agency) -> Arrangement:
    """Return how the agency makes answers public; the defaults, unsaved, where it has chosen nothing. One query."""
    found: Arrangement | None = Arrangement.objects.for_agency(agency).first()
    return found or Arrangement(agency=agency)


def worklist(agency: Agency, state: str) -> QuerySet[Answer]:
    """Return the agency's answers in a state, or all that ended (CLOSED), the last changed first."""
    found = Answer.objects.for_agency(agency).filter(state__in=_ENDED if state == CLOSED else [state])
    return found.select_related("unit", "written_by").order_by("-state_since_at", "-id")


def counts_by_state(agency: Agency) -> dict[str, int]:
    """Return how many answers stand in each state that has not ended. One query."""
    found = Answer.objects.for_agency(agency).exclude(state__in=_ENDED)
    return dict(found.order_by().values_list("state").annotate(n=Count("pk")))


def answer_for(agency: Agency, pk: UUID) -> Answer | None:
    """Return the agency's answer with all that its page shows, or None. One query."""
    related = ("agency", "unit", "written_by", "edition")
    return Answer.objects.for_agency(agency).filter(pk=pk).select_related(*related).first()


def answer_to(agency: Agency, inquiry_id: UUID) -> Answer | None:
    """Return the answer to a request that has not ended, or None. One query."""
    found = Answer.objects.for_agency(agency).filter(inquiry_id=inquiry_id)
    return found.exclude(state__in=_ENDED).first()


def taken_inquiries(agency: Agency, *, limit: int) -> list[UUID]:
    """Return the requests whose answers are on their way or public, the latest first. One query."""
    found = Answer.objects.for_agency(agency).exclude(state__in=_ENDED)
    return list(found.order_by("-id").values_list("inquiry_id", flat=True)[:limit])


def editions_of(answer: Answer) -> list[Edition]:
    """Return the editions of an answer, the last first. One query."""
    found = Edition.objects.for_agency(answer.agency).filter(answer=answer).select_related("published_by")
    return list(found.order_by("-seq")[:50])


def rows_of_requests(ids: Sequence[UUID]) -> Iterable[QuerySet[Any]]:
    """Return what was written about these requests, from which a person's traces are taken when they are erased."""
    return (Answer.objects.filter(inquiry_id__in=ids), Edition.objects.filter(answer__inquiry_id__in=ids))
