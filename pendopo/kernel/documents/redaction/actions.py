"""Writes of redaction: boxes of the draft, the copy, and the last look before a file is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import actions as audit
from pendopo.kernel.documents import redaction
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.documents.models import Document, Purpose, RedactedCopy, RedactionBox, RedactionDraft, ReleaseCheck
from pendopo.kernel.documents.redaction import queries, rules, scanning
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.redaction.wording import copy_words
from pendopo.kernel.documents.rules import FileRefused, check_extension, check_name
from pendopo.kernel.people.actors import Actor

# So many files are searched at the same time: each search is a process of its own.
_SIDE_BY_SIDE: Final = 3


class StalePreview(Exception):
    """The boxes were changed after the preview was opened (pratinjau sudah usang)."""


def start(*, document: Document, by: Actor) -> RedactionDraft:
    """Return the document's draft, made now when there is none. Raises FileRefused when it cannot be redacted."""
    if document.extension not in rules.REDACTABLE:
        raise FileRefused("not_redactable", rules.NOT_REDACTABLE)
    found = queries.draft_of(document)
    if found:
        return found
    sizes = redaction.page_sizes(queries.content_of(document), document.extension)
    draft, _made = RedactionDraft.objects.get_or_create(
        agency=document.agency,
        document=document,
        defaults={"sizes": sizes, "changed_at": clock.now(), "changed_by": by.user},
    )
    return draft


def add_boxes(
    *,
    draft: RedactionDraft,
    places: Sequence[redaction.Place],
    reason: str,
    reason_text: str = "",
    by: Actor,
) -> int:
    """Add boxes, each cut to its page; return how many were new.

    A place that lies in a box already there is left out. Raises FileRefused `too_many_boxes` or `not_a_page`.
    """
    with transaction.atomic():
        locked = RedactionDraft.objects.for_agency(draft.agency).select_for_update().get(pk=draft.pk)
        present = queries.boxes_of(locked)
        new = [box for box in _boxes(locked, places, reason, reason_text) if not _is_covered(box, present)]
        if len(present) + len(new) > rules.MAX_BOXES:
            raise FileRefused("too_many_boxes", rules.TOO_MANY_BOXES, {"max": str(rules.MAX_BOXES)})
        RedactionBox.objects.bulk_create(new)
        _touch(locked, by)
    draft.changed_at = locked.changed_at
    return len(new)


def _boxes(
    draft: RedactionDraft, places: Sequence[redaction.Place], reason: str, reason_text: str
) -> list[RedactionBox]:
    made = []
    for page, *place in places:
        if not 1 <= page <= len(draft.sizes):
            raise FileRefused("not_a_page", rules.NOT_A_PAGE, {"page": str(page)})
        x, y, width, height = (side.quantize(Decimal("0.001")) for side in rules.within_page(*place))
        if rules.is_visible_box(width, height):
            told = {"page": page, "x": x, "y": y, "width": width, "height": height}
            made.append(RedactionBox(agency=draft.agency, draft=draft, reason=reason, reason_text=reason_text, **told))
    return made


def _is_covered(box: RedactionBox, present: Sequence[RedactionBox]) -> bool:
    return any(
        (other.page == box.page and other.x <= box.x and other.y <= box.y)
        and other.x + other.width >= box.x + box.width
        and other.y + other.height >= box.y + box.height
        for other in present
    )


def _touch(draft: RedactionDraft, by: Actor) -> None:
    draft.changed_at, draft.changed_by = clock.now(), by.user
    draft.save(update_fields=["changed_at", "changed_by"])


def add_words(*, draft: RedactionDraft, text: str, reason: str, reason_text: str = "", by: Actor) -> tuple[int, int]:
    """Blacken every place where `text` stands; return how many places there are, and how many are new.

    Raises FileRefused `found_too_often`, and what `add_boxes` raises.
    """
    document = draft.document
    places = redaction.find_text(queries.content_of(document), document.extension, text)
    if len(places) > rules.MAX_FOUND:
        raise FileRefused("found_too_often", rules.FOUND_TOO_OFTEN, {"max": str(rules.MAX_FOUND)})
    return len(places), add_boxes(draft=draft, places=places, reason=reason, reason_text=reason_text, by=by)


def remove_box(*, draft: RedactionDraft, box_id: UUID, by: Actor) -> bool:
    """Take a box away; return False when a colleague did so before."""
    with transaction.atomic():
        locked = RedactionDraft.objects.for_agency(draft.agency).select_for_update().get(pk=draft.pk)
        gone, _rows = RedactionBox.objects.for_agency(draft.agency).filter(draft=locked, pk=box_id).delete()
        if gone:
            _touch(locked, by)
    return bool(gone)


def make_copy(*, draft: RedactionDraft, name: str, reasons: Mapping[str, str], seen: str, by: Actor) -> RedactedCopy:
    """Make the redacted copy as a document of its own, seen by officers only; the original stays as it is.

    `reasons` are the words of the case's reason codes, `seen` the version of the draft that the officer has looked at.
    Raises StalePreview, and FileRefused with a sentence when the copy cannot be made or proven.
    """
    document, agency = draft.document, draft.agency
    check_name(name)
    check_extension(name, frozenset({"pdf"}))
    boxes = queries.boxes_of(draft)
    # Read after the boxes: whoever changes one now makes this version another than the one that was seen.
    draft.refresh_from_db(fields=["changed_at"])
    if not boxes:
        raise FileRefused("no_boxes", rules.NO_BOXES)
    if seen != version_of(draft):
        raise StalePreview
    placed = queries.numbered(boxes)
    content, extension = queries.content_of(document), document.extension
    rules.check_copy_name(name, redaction.words_under(content, extension, placed))
    words = copy_words(
        agency_name=agency.name,
        boxes=placed,
        reasons=[box.reason_text or reasons.get(box.reason, box.reason) for box in boxes],
        pages=len(draft.sizes),
        at=clock.now(),
    )
    made = redaction.make_copy(content, extension, placed, words)
    # Drawing takes its time and holds no lock; what was drawn is kept with the boxes that it was drawn with.
    with transaction.atomic():
        copy = store_bytes(
            agency=agency,
            subject_type=document.subject_type,
            subject_id=document.subject_id,
            # What a unit supplied is material; blackened, it is part of the answer.
            purpose=Purpose.ANSWER if document.purpose == Purpose.MATERIAL else document.purpose,
            name=name,
            content=made,
            by=by,
        )
        return _linked(document, copy, placed, by)


def _linked(source: Document, copy: Document, boxes: Sequence[Box], by: Actor) -> RedactedCopy:
    link = RedactedCopy.objects.create(
        agency=source.agency,
        source=source,
        copy=copy,
        boxes=[box.as_json() for box in boxes],
        made_at=clock.now(),
        made_by=by.user,
    )
    audit.record(
        agency=source.agency,
        action="documents.redact",
        subject_type=source.subject_type,
        subject_id=source.subject_id,
        by=by,
        details={
            "source": str(source.pk),
            "copy": str(copy.pk),
            "boxes": len(boxes),
            "reasons": sorted({box.reason for box in boxes}),
        },
    )
    return link


def version_of(draft: RedactionDraft) -> str:
    """Return a word that changes whenever the draft's boxes do."""
    return f"{draft.changed_at.timestamp():.6f}"


def check_release(*, agency: Agency, documents: Sequence[Document]) -> dict[UUID, ReleaseCheck]:
    """Return the check of every document; those not searched yet are searched now, several at the same time."""
    known = queries.checks_of(agency, documents)
    missing = [document for document in documents if document.pk not in known]
    if not missing:
        return known
    # Read here and not in the threads: a thread's own connection to the store or the database would stay open.
    contents = [(_content_or_nothing(document), document.extension) for document in missing]
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        told = list(pool.map(lambda one: scanning.find_personal(*one), contents))
    for document, findings in zip(missing, told, strict=True):
        # Another version of the search may have been confirmed before; what it did not know must be looked at.
        ReleaseCheck.objects.update_or_create(
            agency=agency,
            document=document,
            defaults={
                "version": scanning.VERSION,
                "findings": findings,
                "checked_at": clock.now(),
                "confirmed_at": None,
                "confirmed_by": None,
            },
        )
    return queries.checks_of(agency, documents)


def _content_or_nothing(document: Document) -> bytes:
    """Return the bytes; none when the store has lost them, which the search then reports as unreadable."""
    try:
        return queries.unseen_content_of(document)
    except FileNotFoundError:
        return b""


def confirm_release(*, check: ReleaseCheck, by: Actor) -> ReleaseCheck:
    """Note that an officer has looked at what was found (sudah diperiksa); a second time changes nothing."""
    document = check.document
    with transaction.atomic():
        changed = ReleaseCheck.objects.filter(pk=check.pk, confirmed_at__isnull=True).update(
            confirmed_at=clock.now(), confirmed_by=by.user
        )
        if changed:
            kinds = sorted({told["kind"] for told in check.findings})
            audit.record(
                agency=check.agency,
                action="documents.confirm_release",
                subject_type=document.subject_type,
                subject_id=document.subject_id,
                by=by,
                details={"document": str(document.pk), "findings": len(check.findings), "kinds": kinds},
            )
    check.refresh_from_db()
    return check
