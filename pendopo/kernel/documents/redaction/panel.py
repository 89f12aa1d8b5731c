"""What a page on which files are opened or handed over shows about each of them (include parts/file_checks.html)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, ReleaseCheck
from pendopo.kernel.documents.redaction.actions import check_release
from pendopo.kernel.documents.redaction.queries import Finding, findings_in_words


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file: its check, the findings in words, and the page on which they are confirmed."""

    document: Document
    check: ReleaseCheck
    findings: list[Finding]
    url: str


def file_checks(agency: Agency, documents: Sequence[Document]) -> list[FileCheck]:
    """Return a line for every document; what was not searched yet is searched now, which takes a second or two."""
    if not documents:
        return []
    checks = check_release(agency=agency, documents=documents)
    return [
        FileCheck(
            document,
            checks[document.pk],
            findings_in_words(checks[document.pk]),
            reverse("redaction:check_release", args=[agency.slug, document.pk]),
        )
        for document in documents
    ]
