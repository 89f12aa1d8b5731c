"""The worker's part of the quarantine: have waiting files scanned, let the clean ones go, hold the others back."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from pendopo.kernel import clock
from pendopo.kernel.audit import actions as audit
from pendopo.kernel.documents import scanning
from pendopo.kernel.documents.models import Document, ScanState
from pendopo.kernel.documents.scanning import queries, rules
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.people.actors import SYSTEM

_log = logging.getLogger(__name__)


def scan_waiting(*, infected: Callable[[Document], object], limit: int = rules.ROUND) -> int:
    """Have up to `limit` waiting files scanned and settle them; return how many were settled.

    `infected` is called with each infected one, in the transaction that says so. The state in the row is the queue:
    nothing can get stuck beside it, and a file without a verdict goes to the end. When the scanner is away the round
    ends, and every file stays where it is.
    """
    return _scan(queries.waiting(), infected, limit)


def scan_again(*, infected: Callable[[Document], object], limit: int = rules.AGAIN_ROUND) -> int:
    """Have files scanned that were let go some days ago; return how many were held back now.

    They stay open meanwhile: without a verdict nothing changes. `infected` is called as in `scan_waiting`.
    """
    return _scan(queries.to_scan_again(), infected, limit)


def _scan(documents: QuerySet[Document], infected: Callable[[Document], object], limit: int) -> int:
    if not scanning.is_configured():
        return 0
    settled = 0
    for document in list(documents.select_related("agency", "uploaded_by")[:limit]):
        Document.objects.filter(pk=document.pk).update(scan_tried_at=clock.now())
        try:
            signature = scanning.find_virus(_content_of(document), seconds=rules.WORKER_SECONDS)
        except FileNotFoundError:
            _log.error("Document %s is to be scanned and is missing in the store.", document.pk)
            continue
        except scanning.ScannerAway as away:
            _log.warning("Document %s was not scanned: %s", document.pk, away)
            if not _answers():
                break
            continue
        # A file that was clean before and is clean now is no news.
        if signature or not document.is_clean:
            settled += _settle(document, signature, infected)
    return settled


def _content_of(document: Document) -> bytes:
    with private_files().open(document.storage_name, "rb") as file:
        content: bytes = file.read()
    return content


def _answers() -> bool:
    """Return whether the scanner is there at all: then the file was the trouble, and the next one may be none."""
    try:
        scanning.version()
    except scanning.ScannerAway:
        return False
    return True


def _settle(document: Document, signature: str, infected: Callable[[Document], object]) -> int:
    state = ScanState.INFECTED if signature else ScanState.CLEAN_BY_SCAN
    with transaction.atomic():
        waits = Document.objects.filter(pk=document.pk, scan_state=document.scan_state)
        # Two workers may have scanned the same file; one of them says so.
        if waits.update(scan_state=state, scan_signature=signature) != 1:
            return 0
        document.scan_state, document.scan_signature = state, signature
        audit.record(
            agency=document.agency,
            action="documents.scan",
            subject_type=document.subject_type,
            subject_id=document.subject_id,
            by=SYSTEM,
            details={"document": str(document.pk), "state": state.value, "signature": signature},
        )
        if signature:
            infected(document)
    return 1
