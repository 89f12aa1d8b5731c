"""Keeping the letters of a request: made before the transaction, stored within it, readable by the requester."""

from __future__ import annotations

from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, Purpose, Visibility
from pendopo.kernel.people.actors import Actor
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.request import SUBJECT_TYPE


def keep_letter(case: Inquiry, kind: str, letter: bytes | None, *, by: Actor) -> Document | None:
    """Store a letter (PDF) of `kind`, the first word of its file's name; nothing when there is none."""
    if letter is None:
        return None
    return documents.store_bytes(
        agency=case.agency,
        subject_type=SUBJECT_TYPE,
        subject_id=case.pk,
        purpose=Purpose.LETTER,
        name=f"{kind}-{case.seq}-{case.year}.pdf",
        content=letter,
        visibility=Visibility.REQUESTER,
        by=by,
    )
