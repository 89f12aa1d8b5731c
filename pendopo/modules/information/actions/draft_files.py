"""Files of a citizen before they belong to a request: kept beside the draft, handed over when it is sent.

A browser cannot give a file back after a page with an error, so a good file is kept at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.personal import digest
from pendopo.modules.information.actions.intake import register, repair
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import request
from pendopo.modules.information.rules.limits import DRAFT_DAYS

DRAFT_FILES: Final = "inquiry_draft"


def holder_of(token: str) -> UUID:
    """Return the identifier under which the files of a draft are kept; it does not reveal the token."""
    return UUID(hex=digest(token, purpose="draft-files")[:32])


def keep_files(*, agency: Agency, holder: UUID, uploads: Iterable[Inspected], by: Actor) -> list[Document]:
    """Keep inspected uploads for `holder` (a draft or an open request) and return their documents. Raises FileRefused."""
    return [
        documents.store(
            agency=agency, subject_type=DRAFT_FILES, subject_id=holder, purpose=Purpose.IDENTITY, upload=upload, by=by
        )
        for upload in uploads
    ]


def remove_files(*, agency: Agency, holder: UUID, chosen: Iterable[str], by: Actor) -> None:
    """Delete those files of `holder` whose identifiers are in `chosen`; others are left alone."""
    kept = Document.objects.for_agency(agency).filter(
        subject_type=DRAFT_FILES, subject_id=holder, removed_at__isnull=True
    )
    wanted = set(chosen)
    for document in kept:
        if str(document.pk) in wanted:
            documents.remove(document=document, reason="dihapus pemohon sebelum dikirim", by=by)


def register_with_files(
    *, agency: Agency, wish: request.Wish, requester: request.Requester, token: str, by: Actor
) -> Inquiry:
    """Register the request (see `register`) and hand the draft's files over to it, in one transaction."""
    with transaction.atomic():
        inquiry = register(agency=agency, wish=wish, requester=requester, token=token, by=by)
        _hand_over(inquiry, holder_of(token), by)
    return inquiry


def repair_with_files(
    *, inquiry: Inquiry, addition: str, by: Actor, changes: dict[str, str], uploads: Sequence[Inspected]
) -> Inquiry:
    """Complete the request (see `repair`) and hand over what was kept for it from an earlier press of the button."""
    with transaction.atomic():
        repaired = repair(inquiry=inquiry, addition=addition, by=by, changes=changes, uploads=uploads)
        _hand_over(repaired, inquiry.pk, by)
    return repaired


def _hand_over(inquiry: Inquiry, holder: UUID, by: Actor) -> None:
    documents.reassign(
        agency=inquiry.agency,
        from_type=DRAFT_FILES,
        from_id=holder,
        subject_type=request.SUBJECT_TYPE,
        subject_id=inquiry.pk,
        by=by,
    )


def sweep_files(*, limit: int = 500) -> int:
    """Delete the files of drafts that nobody sent within the days a draft is kept; return how many."""
    horizon = clock.now() - dt.timedelta(days=DRAFT_DAYS)
    left = Document.objects.filter(subject_type=DRAFT_FILES, uploaded_at__lt=horizon, removed_at__isnull=True)
    swept = 0
    for document in left.select_related("agency")[:limit]:
        documents.remove(document=document, reason="konsep tidak dikirim", by=SYSTEM)
        swept += 1
    return swept
