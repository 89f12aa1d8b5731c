"""Comparing a file that somebody received with a signed letter: its bytes first, then the signatures inside it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Signature
from pendopo.kernel.documents.signing import rules
from pendopo.kernel.documents.signing.certificates import trusted_roots
from pendopo.kernel.documents.signing.reading import FoundSignature, read_signatures


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing said: a verdict of rules.VERDICTS, the file's SHA-256, and the signatures inside it."""

    verdict: str
    sha256: str
    found: Sequence[FoundSignature]


def compare(signature: Signature, content: bytes) -> Comparison:
    """Compare `content` with the letter of `signature`; nothing of it is kept. No query."""
    sha256 = hashlib.sha256(content).hexdigest()
    found: Sequence[FoundSignature] = ()
    if content[:1024].find(b"%PDF-") >= 0:
        found = read_signatures(content, roots=trusted_roots(), at=clock.now()) or ()
    return Comparison(_verdict(signature, sha256, found), sha256, found)


def _verdict(signature: Signature, sha256: str, found: Sequence[FoundSignature]) -> str:
    if signature.signed is not None and sha256 == signature.signed.sha256:
        return rules.SAME
    if sha256 == signature.letter.sha256:
        return rules.BEFORE_SIGNING
    if not found:
        return rules.DIFFERENT
    if not all(each.intact for each in found):
        return rules.ALTERED
    if not found[-1].unchanged:
        return rules.CHANGED_AFTER
    return rules.OTHER_LETTER
