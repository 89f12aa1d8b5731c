"""An agency with its people, the words of a notice, and proofs brought in a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.modules.publishing.actions import duties as actions
from pendopo.modules.publishing.actions import notices
from pendopo.modules.publishing.actions.notices import Words
from pendopo.modules.publishing.models import Notice, Proof
from pendopo.modules.publishing.queries import duties as queries
from pendopo.modules.publishing.rules import duties

from tests.staffed import Staffed

WIB = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.datetime(2026, 8, 3, 10, 0, tzinfo=WIB)
TODAY = MONDAY.date()
UNTIL = MONDAY + dt.timedelta(days=1)
FLOOD = Words(
    "Banjir di Desa Contoh",
    "Air setinggi satu meter.",
    "Desa Contoh, RT 1–4",
    "Mengungsi ke balai desa.",
    "0812 1",
    UNTIL,
)


def make_body(slug: str = "contoh", **words: Any) -> Staffed:
    """Return an agency with people on demand."""
    return Staffed(
        Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), **words), "publishing"
    )


@contextmanager
def at(moment: dt.datetime = MONDAY) -> Iterator[None]:
    """Let it be this moment."""
    with clock.frozen(moment):
        yield


def prove(body: Staffed, key: str, on: dt.date = TODAY, **words: Any) -> Proof:
    """Bring a page as proof."""
    given = {"kind": duties.LINK, "url": "https://contoh.go.id/profil", "by": body.ppid} | words
    return actions.prove(agency=body.agency, key=key, proved_on=on, **given)


def announce(body: Staffed, words: Words = FLOOD, **more: Any) -> Notice:
    """Announce as PPID."""
    return notices.announce(agency=body.agency, words=words, **{"by": body.ppid, **more})


def stands(body: Staffed, key: str) -> str:
    """Return how a duty stands now."""
    line = queries.line_of(body.agency, key)
    assert line is not None
    return line.standing
