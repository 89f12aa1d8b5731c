"""Reads of documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import CLEAN_STATES, Document, ScanState, Visibility
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.scanning import rules as scanning


def current_documents(agency: Agency) -> QuerySet[Document]:
    """Return the agency's documents that are neither removed nor replaced, oldest first."""
    found: QuerySet[Document] = Document.objects.for_agency(agency)
    return found.filter(removed_at__isnull=True, replaced_by__isnull=True).order_by("id")


def documents_of(
    agency: Agency, subject_type: str, subject_ids: Iterable[UUID], *, purposes: Iterable[str] = ()
) -> dict[UUID, list[Document]]:
    """Return the current documents of many subjects, oldest first, by subject id. One query; every id has a list."""
    by_subject: dict[UUID, list[Document]] = {subject_id: [] for subject_id in subject_ids}
    if not by_subject:
        return by_subject
    found = current_documents(agency).filter(subject_type=subject_type, subject_id__in=list(by_subject))
    wanted = list(purposes)
    if wanted:
        found = found.filter(purpose__in=wanted)
    for document in found:
        by_subject[document.subject_id].append(document)
    return by_subject


def demand_clean(documents: Iterable[Document]) -> None:
    """Raise FileRefused `not_scanned` or `infected`, which name the file, unless every one may leave its quarantine."""
    for document in documents:
        if document.scan_state == ScanState.INFECTED:
            told = {"name": document.name, "signature": document.scan_signature}
            raise FileRefused("infected", scanning.HELD_INFECTED, told)
        if not document.is_clean:
            raise FileRefused("not_scanned", scanning.WAITING, {"name": document.name})


def given_to_requester(agency: Agency, subject_type: str, subject_id: UUID) -> QuerySet[Document]:
    """Return what is meant for the one who asked; what is not clean is named on a page and never handed out."""
    found = current_documents(agency).filter(subject_type=subject_type, subject_id=subject_id)
    return found.exclude(visibility=Visibility.PRIVATE)


def visible_to_public(agency: Agency, *, day: dt.date, subject_type: str = "") -> QuerySet[Document]:
    """Return what everybody may see on the agency's local date `day`, of one type of subject or of all."""
    open_now = Q(visibility=Visibility.PUBLIC) | Q(visibility=Visibility.PUBLIC_ON, public_on__lte=day)
    found = current_documents(agency).filter(open_now, scan_state__in=CLEAN_STATES)
    return found.filter(subject_type=subject_type) if subject_type else found


def find_document(agency: Agency, document_id: UUID) -> Document | None:
    """Return the agency's document, also a replaced one but no removed one, or None. One query."""
    found: Document | None = Document.objects.for_agency(agency).filter(pk=document_id, removed_at__isnull=True).first()
    return found
