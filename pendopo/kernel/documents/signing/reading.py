"""Reading the signatures inside a PDF (PAdES): intact, whole, changed afterwards, by whom, under which root.

`python -m pendopo.kernel.documents.signing.reading` is the confined process: foreign PDF files are read nowhere else.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import struct
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from pendopo.kernel.documents.confined import ConfinedFailure, limit_memory, run_confined

SECONDS: Final = 15.0
MEMORY: Final = 1024 * 1024 * 1024
_MOST_SIGNATURES: Final = 20
# What `warm.py` reads beforehand.
READS_WITH: Final = ("pyhanko.pdf_utils.reader", "pyhanko.sign.diff_analysis", "pyhanko.sign.validation")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature in a file.

    `intact`: the signed bytes are those that were signed, and the certificate's key signed them. `unchanged`: nothing
    was added afterwards. `trusted`: the certificate leads to a root known here and was valid at the moment of reading;
    `expired`: only its time is over. `signed_at` is what the signer's machine said, ISO 8601 or empty.
    """

    intact: bool
    unchanged: bool
    trusted: bool
    expired: bool
    signer: str
    issuer: str
    reason: str
    signed_at: str
    valid_until: str


def read_signatures(pdf: bytes, *, roots: Sequence[bytes], at: dt.datetime) -> list[FoundSignature] | None:
    """Return the signatures inside a foreign PDF, oldest first; None when it cannot be read as a PDF.

    `roots` are trusted certificates (DER), `at` the moment of reading. Runs confined: 15 s, 1 GiB.
    """
    head = json.dumps({"roots": [len(root) for root in roots], "at": at.isoformat()}).encode()
    payload = b"".join([struct.pack(">I", len(head)), head, *roots, pdf])
    try:
        told = json.loads(
            run_confined("pendopo.kernel.documents.signing.reading", payload, seconds=SECONDS, memory=MEMORY)
        )
    except ConfinedFailure as failure:
        _log.warning("Signatures of a PDF of %d bytes could not be read: %s", len(pdf), failure)
        return None
    return None if told is None else [FoundSignature(**each) for each in told]


def found_in(pdf: bytes, roots: Sequence[bytes], at: dt.datetime) -> list[FoundSignature] | None:
    """Return the signatures of a PDF, read in this process: for our own files, and inside the confined one."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        embedded = list(reader.embedded_signatures)[:_MOST_SIGNATURES]
        return [_read(each, roots, at) for each in embedded if each.sig_object_type == "/Sig"]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as broken:
        # Whatever a broken file makes of the parser: it is no PDF that can be read.
        _log.info("Not a readable PDF: %s", broken)
        return None


def _read(embedded: Any, roots: Sequence[bytes], at: dt.datetime) -> FoundSignature:
    from asn1crypto import x509
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.errors import ExpiredError

    known = [x509.Certificate.load(root) for root in roots]
    # Nothing is fetched: whether a certificate was revoked is not asked, which the page says.
    context = ValidationContext(trust_roots=known, allow_fetching=False, moment=at)
    try:
        status = validate_pdf_signature(embedded, context)
    except (SignatureValidationError, ValueError, KeyError, TypeError, AttributeError) as broken:
        _log.info("A signature cannot be read: %s", broken)
        return FoundSignature(False, False, False, False, "", "", "", "", "")
    certificate = status.signing_cert
    unchanged = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and (
        status.modification_level in {None, ModificationLevel.NONE}
    )
    until = certificate.not_valid_after
    expired = until < at
    return FoundSignature(
        intact=bool(status.intact and status.valid),
        unchanged=unchanged,
        trusted=bool(status.trusted),
        expired=expired or isinstance(getattr(status, "error_time_horizon", None), ExpiredError),
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        reason=str(embedded.sig_object.get("/Reason", ""))[:200],
        signed_at=status.signer_reported_dt.isoformat() if status.signer_reported_dt else "",
        valid_until=until.isoformat(),
    )


def _name(name: Any) -> str:
    native = name.native
    return str(native.get("common_name") or name.human_friendly)[:200]


def answer(payload: bytes) -> bytes:
    """Return what `found_in` says about the payload of `read_signatures`, as JSON."""
    (size,) = struct.unpack(">I", payload[:4])
    head = json.loads(payload[4 : 4 + size])
    start, roots = 4 + size, []
    for length in head["roots"]:
        roots.append(payload[start : start + length])
        start += length
    found = found_in(payload[start:], roots, dt.datetime.fromisoformat(head["at"]))
    return json.dumps(None if found is None else [asdict(each) for each in found]).encode()


if __name__ == "__main__":  # pragma: no cover - measured through answer()
    limit_memory(int(sys.argv[1]))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
