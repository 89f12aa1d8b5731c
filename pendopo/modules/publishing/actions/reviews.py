"""Freezing the gap list of one day."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.modules.publishing.models import Review
from pendopo.modules.publishing.queries.duties import Line, counts, lines_of
from pendopo.modules.publishing.rules import catalogue

SUBJECT_TYPE = "review"


def freeze(*, agency: Agency, note: str, by: Actor) -> Review:
    """Freeze how the agency stands with every duty today (reviu laman); a review never changes again."""
    now, today = clock.now(), clock.today(agency.timezone)
    found = catalogue.catalogue_on(today)
    lines = lines_of(agency, today)
    with transaction.atomic():
        review: Review = Review.objects.create(
            agency=agency,
            reviewed_on=today,
            reviewed_at=now,
            reviewer_id=by.user_pk,
            reviewer_label=by.label,
            catalogue_version=found.version,
            note=note,
            lines=[_frozen(line, found) for line in lines],
            counts=counts(lines),
        )
        record(
            agency=agency,
            action="review.freeze",
            subject_type=SUBJECT_TYPE,
            subject_id=review.pk,
            by=by,
            details={"on": today.isoformat(), "counts": review.counts},
        )
    return review


def _frozen(line: Line, found: catalogue.Catalogue) -> dict[str, Any]:
    """Return a line as plain JSON; the words of the catalogue stay msgids, so that each reads them in their language."""
    item = found.by_key.get(line.key)
    return {
        "key": line.key,
        "own": item is None,
        "kind": line.kind,
        "text": item.text if item else line.text,
        "article": line.article,
        "standing": line.standing,
        "dead": line.is_dead,
        "proof": line.proof.title if line.proof else "",
        "url": line.proof.url if line.proof else "",
        "proved_on": line.proof.on.isoformat() if line.proof else "",
        "due_on": line.due_on.isoformat() if line.due_on else "",
        "unit": line.unit.name if line.unit else "",
        "reason": line.duty.waived_reason if line.duty else "",
    }
