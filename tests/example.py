"""The example (pendopo/portal/demo) as it is on a Wednesday morning, played once for all tests of a run on SQLite."""

from __future__ import annotations

import datetime as dt
import json

from tests.databases import fill_once
from tests.remembering import kept_in

WIB = dt.timezone(dt.timedelta(hours=7))
WEDNESDAY = dt.datetime(2026, 11, 18, 10, 30, tzinfo=WIB)


def fill_with_example() -> None:
    """Fill the empty database with the calendar and the example."""
    fill_once("example", _play)


def told() -> list[tuple[int, int]]:
    """Return what the example told of its progress while it was played."""
    return [(done, total) for done, total in json.loads((kept_in() / "example.json").read_text(encoding="utf-8"))]


def _play() -> None:
    from django.test import TestCase

    from pendopo.kernel import clock
    from pendopo.kernel.calendar.seeding import seed_calendar
    from pendopo.portal import demo

    progress: list[tuple[int, int]] = []
    seed_calendar(range(2026, 2029))
    # Within a transaction of the test nothing commits, and whoever listens would hear of nothing.
    with clock.frozen(WEDNESDAY), TestCase.captureOnCommitCallbacks(execute=True):
        demo.load(progress=lambda done, total: progress.append((done, total)))
    (kept_in() / "example.json").write_text(json.dumps(progress), encoding="utf-8")
