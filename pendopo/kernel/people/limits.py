"""Rate limits kept in the database, so that every process counts together."""

from __future__ import annotations

from typing import Final

from django.db.models import F

from pendopo.kernel import clock
from pendopo.kernel.agencies.rows import run
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.people.personal import digest
from pendopo.kernel.people.rules import Limit

# Counts and tells the count, in one statement, so that calls at the same time are all counted.
_ADD: Final = """
INSERT INTO people_countedtry (key, "window", count) VALUES (%s, %s, %s)
ON CONFLICT (key, "window") DO UPDATE SET count = people_countedtry.count + EXCLUDED.count RETURNING count
"""


def _slot(key: str, limit: Limit) -> tuple[str, int]:
    window = int(clock.now().timestamp()) // limit.seconds
    return digest(key, purpose=f"limit:{limit.seconds}"), window * limit.seconds


def exceeded(key: str, limit: Limit) -> bool:
    """Return whether the tries of `key` in the present window have used up `limit`."""
    name, window = _slot(key, limit)
    counted = CountedTry.objects.filter(key=name, window=window).values_list("count", flat=True).first()
    return (counted or 0) >= limit.tries


def count_try(key: str, limit: Limit) -> None:
    """Count one failed try of `key`; safe when several processes count at once."""
    name, window = _slot(key, limit)
    if CountedTry.objects.filter(key=name, window=window).update(count=F("count") + 1):
        return
    CountedTry.objects.bulk_create([CountedTry(key=name, window=window, count=0)], ignore_conflicts=True)
    CountedTry.objects.filter(key=name, window=window).update(count=F("count") + 1)


def add(key: str, limit: Limit, calls: int = 1) -> int:
    """Count `calls` calls of `key` and return how many there are in the present window. One statement."""
    ((count,),) = run(_ADD, [*_slot(key, limit), calls])
    return int(count)


def take(key: str, limit: Limit) -> bool:
    """Count a try of `key` before it is made, and return whether it was still within `limit`.

    Of many tries at once no more than the limit allows are let through. A try that succeeded is given back.
    """
    count_try(key, limit)
    name, window = _slot(key, limit)
    return CountedTry.objects.filter(key=name, window=window, count__lte=limit.tries).exists()


def give_back(key: str, limit: Limit) -> None:
    """Take back one try of `key` that turned out right."""
    name, window = _slot(key, limit)
    CountedTry.objects.filter(key=name, window=window, count__gt=0).update(count=F("count") - 1)


def seconds_left(limit: Limit) -> int:
    """Return after how many seconds the present window of `limit` is over."""
    return limit.seconds - int(clock.now().timestamp()) % limit.seconds


def sweep(*, older_than_seconds: int = 24 * 3600) -> int:
    """Delete the counts of windows that ended long ago; return how many rows went."""
    horizon = int(clock.now().timestamp()) - older_than_seconds
    gone, _ = CountedTry.objects.filter(window__lt=horizon).delete()
    return gone
