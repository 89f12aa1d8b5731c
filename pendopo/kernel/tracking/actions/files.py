"""Files of a citizen before they belong to a case: kept beside the draft, handed over when it is sent.

A browser cannot give a file back after a page with an error, so a good file is kept at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.personal import digest
from pendopo.kernel.tracking.registry import kinds
from pendopo.kernel.tracking.rules import DRAFT_DAYS
from pendopo.kernel.workflow.models import Case

_SUFFIX: Final = "_draft"


def files_type(kind: str) -> str:
    """Return the subject type under which the files of drafts of a kind are kept.

    >>> files_type("inquiry")
    'inquiry_draft'
    """
    return f"{kind}{_SUFFIX}"


def holder_of(token: str) -> UUID:
    """Return the identifier under which the files of a draft are kept; it does not reveal the token."""
    return UUID(hex=digest(token, purpose="draft-files")[:32])


def keep_files(*, agency: Agency, kind: str, holder: UUID, uploads: Iterable[Inspected], by: Actor) -> list[Document]:
    """Keep inspected uploads for `holder` (a draft or an open case) and return their documents. Raises FileRefused."""
    return [
        documents.store(
            agency=agency,
            subject_type=files_type(kind),
            subject_id=holder,
            purpose=Purpose.IDENTITY,
            upload=upload,
            by=by,
        )
        for upload in uploads
    ]


def remove_files(*, agency: Agency, kind: str, holder: UUID, chosen: Iterable[str], by: Actor) -> None:
    """Delete those files of `holder` whose identifiers are in `chosen`; others are left alone."""
    kept = Document.objects.for_agency(agency).filter(
        subject_type=files_type(kind), subject_id=holder, removed_at__isnull=True
    )
    wanted = set(chosen)
    for document in kept:
        if str(document.pk) in wanted:
            documents.remove(document=document, reason="dihapus pemohon sebelum dikirim", by=by)


def hand_over(*, case: Case, holder: UUID, by: Actor) -> None:
    """Let the files kept for `holder` belong to `case`."""
    documents.reassign(
        agency=case.agency,
        from_type=files_type(case.subject_type),
        from_id=holder,
        subject_type=case.subject_type,
        subject_id=case.pk,
        by=by,
    )


def sweep_files(*, limit: int = 500) -> int:
    """Delete the files of drafts that nobody sent within the days a draft is kept; return how many."""
    horizon = clock.now() - dt.timedelta(days=DRAFT_DAYS)
    types = [files_type(kind.subject_type) for kind in kinds()]
    left = Document.objects.filter(subject_type__in=types, uploaded_at__lt=horizon, removed_at__isnull=True)
    swept = 0
    for document in left.select_related("agency")[:limit]:
        documents.remove(document=document, reason="konsep tidak dikirim", by=SYSTEM)
        swept += 1
    return swept
