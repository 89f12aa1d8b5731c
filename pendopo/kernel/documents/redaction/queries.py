"""Reads of redaction: the draft with its boxes, what was made of it, and what a document tells before it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, RedactedCopy, RedactionBox, RedactionDraft, ReleaseCheck
from pendopo.kernel.documents.queries import demand_clean
from pendopo.kernel.documents.redaction import rules
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.redaction.scanning import VERSION, patterns
from pendopo.kernel.documents.storage import private_files


def content_of(document: Document) -> bytes:
    """Return a clean document's bytes. Raises FileRefused while it is in quarantine, FileNotFoundError when it is lost."""
    demand_clean([document])
    return unseen_content_of(document)


def unseen_content_of(document: Document) -> bytes:
    """Return the bytes of any document, for a machine to look at and nobody else. Raises FileNotFoundError."""
    with private_files().open(document.storage_name, "rb") as file:
        content: bytes = file.read()
    return content


def draft_of(document: Document) -> RedactionDraft | None:
    """Return the draft of a document, if there is one."""
    return RedactionDraft.objects.for_agency(document.agency).filter(document=document).first()


def boxes_of(draft: RedactionDraft | None) -> list[RedactionBox]:
    """Return the boxes from the first page to the last, each page from top to bottom; at most 500."""
    if draft is None:
        return []
    return list(RedactionBox.objects.for_agency(draft.agency).filter(draft=draft)[: rules.MAX_BOXES])


def numbered(boxes: Iterable[RedactionBox]) -> list[Box]:
    """Return the boxes as the mechanism takes them, numbered from 1."""
    return [
        Box(box.page, box.x, box.y, box.width, box.height, number, box.reason)
        for number, box in enumerate(boxes, start=1)
    ]


def copies_of(document: Document) -> list[RedactedCopy]:
    """Return the redacted copies that are still there, the latest first; at most 20."""
    found = RedactedCopy.objects.for_agency(document.agency).filter(source=document, copy__removed_at__isnull=True)
    return list(found.select_related("copy", "made_by").order_by("-id")[:20])


def redacted_originals(agency: Agency, documents: Iterable[Document]) -> set[UUID]:
    """Return the keys of those of `documents` that have a redacted copy, which goes out in their place. One query."""
    found = RedactedCopy.objects.for_agency(agency).filter(source__in=list(documents), copy__removed_at__isnull=True)
    return set(found.values_list("source_id", flat=True))


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for the officer: what, where, how it begins, and how often."""

    what: str
    place: str
    sample: str
    count: int
    is_serious: bool


_SERIOUS = frozenset({patterns.NIK, patterns.COVERED_TEXT, patterns.EMBEDDED})


# Where the scanner, which knows no Django, found something: its words are msgids, names of sheets stay.
_PLACE = re.compile(r"(?:^|(?<=, ))(hal\.|lembar|baris|kolom|sel|komentar|keterangan berkas)(?= |$)")


def _place_words(place: str) -> str:
    words = {
        "hal.": _("hal."),
        "lembar": _("lembar"),
        "baris": _("baris"),
        "kolom": _("kolom"),
        "sel": _("sel"),
        "komentar": _("komentar"),
        "keterangan berkas": _("keterangan berkas"),
    }
    return _PLACE.sub(lambda found: words[found[1]], place)


def findings_in_words(check: ReleaseCheck) -> list[Finding]:
    """Return the findings of a check for people, what weighs most first."""
    lines = []
    for told in check.findings:
        kind = told["kind"]
        label = patterns.KINDS[kind]
        lines.append(Finding(_(label), _place_words(told["place"]), told["sample"], told["count"], kind in _SERIOUS))
    return sorted(lines, key=lambda line: not line.is_serious)


def checks_of(agency: Agency, documents: Iterable[Document]) -> dict[UUID, ReleaseCheck]:
    """Return the checks of today's kind that were made already, by document. One query."""
    found: Any = ReleaseCheck.objects.for_agency(agency).filter(document__in=list(documents), version=VERSION)
    return {check.document_id: check for check in found.select_related("confirmed_by")}
