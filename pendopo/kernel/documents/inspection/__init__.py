"""Is this file what it says it is, and harmless to keep? Every upload passes here before it is stored."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pendopo.kernel.documents import rules
from pendopo.kernel.documents.confined import ConfinedFailure, run_confined
from pendopo.kernel.documents.inspection.signature import check_signature
from pendopo.kernel.documents.rules import FileRefused, Kind
from pendopo.lib.text import gettext_noop

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SECONDS: Final = 15.0
# Enough for a photograph of 25 megapixels; a bomb ends at 160 MB of real memory.
MEMORY: Final = 400 * rules.MEGABYTE

_log = logging.getLogger(__name__)
_UNREADABLE = gettext_noop(
    "Berkas ini tidak dapat diperiksa karena isinya terlalu rumit atau rusak. "
    "Simpan ulang sebagai PDF biasa, lalu unggah lagi."
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that passed: its name as given, its kind, the bytes to keep and their SHA-256 in hexadecimal.

    `is_scanned`: a virus scanner has looked at these bytes and found nothing.
    """

    name: str
    kind: Kind
    content: bytes
    sha256: str
    is_scanned: bool = False

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return len(self.content)


def checked(content: bytes, kind: Kind) -> bytes:
    """Parse `content` in full as `kind` and return the bytes to keep, a picture's without its metadata.

    Raises FileRefused. Runs in the confined process.
    """
    if kind.extension == "pdf":
        from pendopo.kernel.documents.inspection.pdf import check_pdf

        check_pdf(content)
    elif kind.media_type.startswith("image/"):
        from pendopo.kernel.documents.inspection.metadata import without_metadata
        from pendopo.kernel.documents.inspection.picture import check_picture

        check_picture(content, kind)
        kept = without_metadata(content, kind.media_type)
        if kept != content:
            check_picture(kept, kind)
        return kept
    elif kind.extension == "csv":
        from pendopo.kernel.documents.inspection.table import check_csv

        check_csv(content)
    else:
        from pendopo.kernel.documents.inspection.office import check_office

        check_office(content, kind)
    return content


def inspect_bytes(content: bytes, *, name: str, allowed: frozenset[str]) -> Inspected:
    """Return the inspected file; raise FileRefused with a code and a sentence that says the remedy.

    Order of the questions: name, kind on the allow-list, size, first bytes, full parse in a process of its own, virus.
    Pictures come back without EXIF, GPS and comments, but turned as before. Without a scanner's quick answer the file
    passes unscanned, and what keeps it puts it into quarantine.
    """
    rules.check_name(name)
    kind = rules.check_extension(name, allowed)
    rules.check_size(len(content))
    check_signature(content[:512], kind)
    try:
        answer = run_confined(
            "pendopo.kernel.documents.inspection", content, kind.extension, seconds=SECONDS, memory=MEMORY
        )
    except ConfinedFailure as failure:
        _log.warning("Inspection of a .%s of %d bytes failed: %s", kind.extension, len(content), failure)
        raise FileRefused("unreadable", _UNREADABLE) from failure
    told, _, instead = answer.partition(b"\n")
    refusal = json.loads(told)
    if refusal:
        raise FileRefused(refusal["code"], refusal["template"], refusal["params"])
    content = instead or content
    sha256 = hashlib.sha256(content).hexdigest()
    return Inspected(name, kind, content, sha256, is_scanned=_scanned(content, kind, sha256))


def _scanned(content: bytes, kind: Kind, sha256: str) -> bool:
    """Return whether a scanner found the bytes clean just now; raise FileRefused `infected`."""
    # Read here: the confined process, which reads this file too, must not wait for Django.
    from pendopo.kernel.documents import scanning

    if not scanning.is_configured():
        return False
    try:
        signature = scanning.find_virus(content, seconds=scanning.rules.UPLOAD_SECONDS)
    except scanning.ScannerAway as away:
        _log.warning("An upload was not scanned at once: %s", away)
        return False
    if signature:
        _log.warning("An upload is infected: .%s, SHA-256 %s, signature %s", kind.extension, sha256, signature)
        raise FileRefused("infected", scanning.rules.INFECTED, {"signature": signature})
    return True


def inspect(upload: UploadedFile[Any], *, allowed: frozenset[str]) -> Inspected:
    """Return the inspected upload; raise FileRefused. A file above the limit is refused before it is read."""
    name = upload.name or ""
    rules.check_name(name)
    rules.check_extension(name, allowed)
    rules.check_size(upload.size or 0)
    upload.seek(0)
    content = upload.read(rules.MAX_FILE_BYTES + 1)
    upload.seek(0)
    return inspect_bytes(content, name=name, allowed=allowed)
