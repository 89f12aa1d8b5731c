"""Storing, showing and removing documents."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import actions as audit
from pendopo.kernel.documents import rules, scanning
from pendopo.kernel.documents.inspection import Inspected, inspect
from pendopo.kernel.documents.models import Document, Purpose, ScanState, Visibility
from pendopo.kernel.documents.queries import demand_clean
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.people.actors import Actor

_log = logging.getLogger(__name__)


def store(
    *,
    agency: Agency,
    subject_type: str,
    subject_id: UUID,
    purpose: str,
    upload: UploadedFile[Any] | Inspected,
    visibility: str = Visibility.PRIVATE,
    by: Actor,
    replaces: Document | None = None,
) -> Document:
    """Keep an uploaded file for a subject and return its document.

    An upload that a form has inspected (`Inspected`) is not parsed twice. The bytes are on disk, synced, before the
    row is committed. What a scanner was to look at and did not waits in quarantine until the worker has it scanned.
    Raises FileRefused with code and remedy; at most 10 current files per subject and purpose.
    """
    allowed = rules.EXTENSIONS_BY_PURPOSE[purpose]
    inspected = upload if isinstance(upload, Inspected) else inspect(upload, allowed=allowed)
    rules.check_extension(inspected.name, allowed)
    document = Document(
        agency=agency,
        subject_type=subject_type,
        subject_id=subject_id,
        purpose=purpose,
        name=inspected.name,
        media_type=inspected.kind.media_type,
        size=inspected.size,
        sha256=inspected.sha256,
        visibility=visibility,
        scan_state=_state_of(inspected),
    )
    return _keep(document, inspected.content, by=by, replaces=replaces)


def _state_of(inspected: Inspected) -> ScanState:
    """Return how much is known of an upload: what a scanner should have seen and has not waits in quarantine."""
    if inspected.is_scanned:
        return ScanState.CLEAN_BY_SCAN
    return ScanState.QUARANTINED if scanning.is_configured() else ScanState.CLEAN_BY_INSPECTION


def store_bytes(
    *,
    agency: Agency,
    subject_type: str,
    subject_id: UUID,
    purpose: str = Purpose.LETTER,
    name: str,
    content: bytes,
    visibility: str = Visibility.PRIVATE,
    by: Actor,
    replaces: Document | None = None,
) -> Document:
    """Keep bytes that the program itself made, such as a letter, and return the document; the name is checked."""
    rules.check_name(name)
    kind = rules.check_extension(name, rules.EXTENSIONS_BY_PURPOSE[purpose])
    rules.check_size(len(content))
    document = Document(
        agency=agency,
        subject_type=subject_type,
        subject_id=subject_id,
        purpose=purpose,
        name=name,
        media_type=kind.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        visibility=visibility,
    )
    return _keep(document, content, by=by, replaces=replaces)


def _keep(document: Document, content: bytes, *, by: Actor, replaces: Document | None) -> Document:
    """Write the file, then the row and the audit entry; a failure leaves neither behind.

    When the database breaks off nobody knows whether it has committed, so the bytes stay; the daily sweep finds out.
    """
    token = secrets.token_hex(20)
    # Folder per agency, so that a tenant can be moved by copying one folder; two letters keep folders short.
    wanted = f"{document.agency_id.hex}/{token[:2]}/{token}"
    document.uploaded_by = by.user
    document.uploaded_by_label = by.label
    document.uploaded_at = clock.now()
    files = private_files()
    # Written before the transaction takes the database's write lock: a slow disk must not make others wait.
    document.storage_name = files.save(wanted, ContentFile(content, name=token))
    try:
        with transaction.atomic():
            if replaces is None and document.purpose != Purpose.LETTER:
                rules.check_count(_count_beside(document) + 1)
            document.save(force_insert=True)
            if replaces is not None:
                _replace(replaces, document)
            audit.record(
                agency=document.agency,
                action="documents.store",
                subject_type=document.subject_type,
                subject_id=document.subject_id,
                by=by,
                details={
                    "document": str(document.pk),
                    "purpose": document.purpose,
                    "sha256": document.sha256,
                    "size": document.size,
                    "visibility": document.visibility,
                    "replaces": str(replaces.pk) if replaces else None,
                },
            )
    except (InterfaceError, OperationalError):
        raise
    except BaseException:
        _delete_bytes(document.storage_name)
        raise
    return document


def _count_beside(document: Document) -> int:
    beside = Document.objects.for_agency(document.agency).filter(
        subject_type=document.subject_type,
        subject_id=document.subject_id,
        purpose=document.purpose,
        removed_at__isnull=True,
        replaced_by__isnull=True,
    )
    return int(beside.count())


class AlreadyChanged(Exception):
    """A document was replaced or removed by somebody else meanwhile (berkas sudah berubah)."""


def _replace(old: Document, new: Document) -> None:
    same_subject = (old.agency_id, old.subject_type, old.subject_id) == (
        new.agency_id,
        new.subject_type,
        new.subject_id,
    )
    if not same_subject:
        raise ValueError("A document is replaced by one of the same subject only.")
    changed = Document.objects.filter(pk=old.pk, removed_at__isnull=True, replaced_by__isnull=True).update(
        replaced_by=new
    )
    if changed != 1:
        raise AlreadyChanged(f"Document {old.pk} was replaced or removed meanwhile.")
    old.replaced_by = new


def set_visibility(*, document: Document, visibility: str, public_on: dt.date | None = None, by: Actor) -> Document:
    """Change who may see a document; only a clean one is opened to others than officers.

    Raises ValueError unless the date `public_on` comes with that visibility only, FileRefused `not_scanned`, `infected`.
    """
    if visibility != Visibility.PRIVATE:
        demand_clean([document])
    if (visibility == Visibility.PUBLIC_ON) != (public_on is not None):
        raise ValueError("A date belongs to the visibility public_on, and only to it.")
    before = {"visibility": document.visibility, "public_on": _iso(document.public_on)}
    with transaction.atomic():
        document.visibility = Visibility(visibility)
        document.public_on = public_on
        document.save(update_fields=["visibility", "public_on"])
        audit.record(
            agency=document.agency,
            action="documents.set_visibility",
            subject_type=document.subject_type,
            subject_id=document.subject_id,
            by=by,
            details={
                "document": str(document.pk),
                "before": before,
                "after": {"visibility": visibility, "public_on": _iso(public_on)},
            },
        )
    return document


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def remove(*, document: Document, reason: str, by: Actor) -> Document:
    """Take a document away: the bytes are really deleted after commit, the row stays with who, when and why.

    Raises ValueError without a reason, AlreadyChanged when somebody else removed it meanwhile.
    """
    reason = reason.strip()
    if not reason:
        raise ValueError("A document is removed with a reason.")
    with transaction.atomic():
        at = clock.now()
        changed = Document.objects.filter(pk=document.pk, removed_at__isnull=True).update(
            removed_at=at, removed_by=by.user, removed_by_label=by.label, removed_reason=reason[:300]
        )
        if changed != 1:
            raise AlreadyChanged(f"Document {document.pk} was removed meanwhile.")
        audit.record(
            agency=document.agency,
            action="documents.remove",
            subject_type=document.subject_type,
            subject_id=document.subject_id,
            by=by,
            details={"document": str(document.pk), "sha256": document.sha256, "reason": audit.digested(reason)},
        )
        transaction.on_commit(lambda: _delete_bytes(document.storage_name))
    document.refresh_from_db()
    return document


def _delete_bytes(storage_name: str) -> None:
    try:
        private_files().delete(storage_name)
    except OSError:
        # No row shows them any more; the reconciler finds the bytes left behind and tries again.
        _log.exception("Bytes of a document could not be deleted: %s", storage_name)


def reassign(*, agency: Agency, from_type: str, from_id: UUID, subject_type: str, subject_id: UUID, by: Actor) -> int:
    """Hand all current documents of one subject (a draft) over to another (the case made of it); return how many."""
    with transaction.atomic():
        moved = int(
            Document.objects.for_agency(agency)
            .filter(subject_type=from_type, subject_id=from_id, removed_at__isnull=True)
            .update(subject_type=subject_type, subject_id=subject_id)
        )
        if moved:
            audit.record(
                agency=agency,
                action="documents.reassign",
                subject_type=subject_type,
                subject_id=subject_id,
                by=by,
                details={"from_type": from_type, "from_id": str(from_id), "documents": moved},
            )
    return moved
