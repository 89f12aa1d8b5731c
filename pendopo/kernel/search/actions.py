"""Noting what changed, placing the notes in the order in which nodes follow them, and forgetting old ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.search.models import Change, Course
from pendopo.kernel.search.rules import KEEP_DAYS, PLACE_ROWS
from pendopo.lib.ids import uuid7


def changed(*, kind: str, ids: Iterable[UUID]) -> None:
    """Note that things of a kind were made, changed, published or withdrawn, in the caller's transaction. One query."""
    now = clock.now()
    Change.objects.bulk_create(
        [Change(kind=kind, object_id=each, noted_at=now) for each in dict.fromkeys(ids)], batch_size=500
    )


def course() -> Course:
    """Return how far the changes were placed and forgotten; made at the first call. One query."""
    found: Course | None = Course.objects.filter(pk=Course.ONLY).first()
    return found or Course.objects.get_or_create(pk=Course.ONLY)[0]


def start_lineage() -> None:
    """Have every node let its index go and build anew, for example after the database was put back from a backup."""
    Course.objects.filter(pk=course().pk).update(lineage=uuid7())


def place_changes() -> int:
    """Give the changes that were committed meanwhile their places; return how many.

    Any process of any node may call it; the course's row is locked until the places are committed, so that whoever sees
    a place has seen all before it. One query when nothing waits.
    """
    placed = 0
    while Change.objects.filter(place__isnull=True).exists():
        placed += _place_some()
    return placed


def _place_some() -> int:
    with transaction.atomic():
        held = Course.objects.select_for_update().get(pk=course().pk)
        waiting = Change.objects.filter(place__isnull=True)
        beyond = waiting.order_by("id").values_list("id", flat=True)[PLACE_ROWS : PLACE_ROWS + 1].first()
        mine = waiting if beyond is None else waiting.filter(id__lt=beyond)
        held.last += 1
        held.save(update_fields=["last"])
        return mine.update(place=held.last)


def forget_changes() -> int:
    """Remove the changes that are older than rules.KEEP_DAYS days, whole places at a time; return how many."""
    limit = clock.now() - dt.timedelta(days=KEEP_DAYS)
    removed = 0
    while upto := _forgettable(limit):
        with transaction.atomic():
            held = Course.objects.select_for_update().get(pk=course().pk)
            held.forgotten = max(held.forgotten, upto)
            held.save(update_fields=["forgotten"])
            removed += Change.objects.filter(place__isnull=False, place__lte=upto).delete()[0]
    return removed


def _forgettable(limit: dt.datetime) -> int:
    """Return the last of the oldest places that hold only changes noted before `limit`, 0 for none."""
    placed = Change.objects.filter(place__isnull=False)
    rows = placed.order_by("place", "id").values_list("place", "noted_at")[: 2 * PLACE_ROWS]
    oldest = [(place or 0, noted_at) for place, noted_at in rows]
    # The last place of a full page may go on beyond it; a place has PLACE_ROWS rows at most, so one before it is whole.
    open_end = oldest[-1][0] if len(oldest) == 2 * PLACE_ROWS else 0
    kept = next((place for place, noted_at in oldest if noted_at >= limit or place == open_end), None)
    return max((place for place, _noted_at in oldest if kept is None or place < kept), default=0)
