"""Requests that were granted, as what is to be made public of them is prepared from: question, material, files."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, Purpose, Visibility
from pendopo.kernel.documents.redaction.queries import redacted_originals
from pendopo.modules.information.models import Notice, NoticeState
from pendopo.modules.information.queries.own import own_files
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.notice import GIVING

_GIVEN = (procedure.GRANTED, procedure.COMPLETED)


def _granted(agency: Agency) -> QuerySet[Notice]:
    """Return the notices by which information was given here; what an older register tells was given elsewhere."""
    found: QuerySet[Notice] = Notice.objects.for_agency(agency).filter(
        state=NoticeState.ISSUED, decision__in=GIVING, inquiry__state__in=_GIVEN, is_imported=False
    )
    return found.select_related("inquiry", "inquiry__contact")


def granted(agency: Agency, *, but: Collection[UUID], limit: int) -> list[Notice]:
    """Return the notices of the requests granted last, without those `but`. One query."""
    return list(_granted(agency).exclude(inquiry__in=but).order_by("-issued_at")[:limit])


def granted_inquiry(agency: Agency, inquiry_id: UUID) -> Notice | None:
    """Return the notice of one granted request with its requester, None for any other. One query."""
    found = _granted(agency).filter(inquiry=inquiry_id).first()
    if found is not None:
        found.inquiry.agency = agency
        found.inquiry.notice = found
    return found


def releasable_files(notice: Notice) -> list[Document]:
    """Return the files of a granted request that everybody may have: handed out, and no original with a redacted copy.

    A file that is to be public only from a later day is left out until then. Two queries.
    """
    agency = notice.inquiry.agency
    files = [each for each in own_files(notice.inquiry) if each.purpose == Purpose.ANSWER]
    hidden = redacted_originals(agency, files) if files else set()
    today = clock.today(agency.timezone)
    return [
        each
        for each in files
        if each.pk not in hidden and (each.visibility != Visibility.PUBLIC_ON or each.is_public_on(today))
    ]
