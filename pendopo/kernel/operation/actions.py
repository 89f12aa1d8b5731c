"""Writes: notes, reading only, failures. They belong to no agency, so no audit chain could hold them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from pendopo.kernel import clock
from pendopo.kernel.operation import queries, rules
from pendopo.kernel.operation.models import Failure, Note


def keep_note(*, name: str, **value: Any) -> None:
    """Note `value` under `name`, in the place of what stood there."""
    Note.objects.update_or_create(name=name, defaults={"value": value, "noted_at": clock.now()})


def allow_only_reading(*, until: dt.datetime | None = None) -> None:
    """Refuse every write from now on; other processes know after rules.READ_ONLY_KEPT_SECONDS."""
    keep_note(name=queries.READ_ONLY, on=True, until=until.isoformat() if until else "")
    queries.forget()


def allow_writing() -> None:
    """Allow writes again."""
    keep_note(name=queries.READ_ONLY, on=False, until="")
    queries.forget()


def note_failure(*, fingerprint: str, kind: str, place: str, reference: str = "") -> None:
    """Count one failure. Neither `kind` nor `place` may hold what somebody typed."""
    now = clock.now()
    seen = Failure.objects.filter(pk=fingerprint)
    if seen.update(count=F("count") + 1, last_at=now, last_reference=reference[:64]):
        return
    if Failure.objects.count() >= rules.MOST_FAILURES:
        return
    try:
        with transaction.atomic():
            Failure.objects.create(
                fingerprint=fingerprint,
                kind=kind[:120],
                place=place[:200],
                first_at=now,
                last_at=now,
                last_reference=reference[:64],
            )
    except IntegrityError:  # another process saw it first, in the same moment
        seen.update(count=F("count") + 1, last_at=now)


def mark_told(*, counts: dict[str, int]) -> None:
    """Remember how many of each failure (by fingerprint) the system administrators have been told of."""
    rows = [Failure(fingerprint=fingerprint, told_count=count) for fingerprint, count in counts.items()]
    Failure.objects.bulk_update(rows, ["told_count"])


def forget_failures() -> int:
    """Delete failures that were not seen for long; return how many."""
    gone, _ = Failure.objects.filter(last_at__lt=clock.now() - rules.FORGOTTEN_AFTER).delete()
    return gone
