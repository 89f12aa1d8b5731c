"""Entries of the DIP that are public, without their history: for tests of what shows or finds them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.search.actions import changed
from pendopo.modules.dip.models import Entry, EntryVersion, Tally
from pendopo.modules.dip.rules import kinds

DAY = dt.date(2026, 3, 1)


def publish_entries(agency: Agency, titles: Iterable[str], **words: Any) -> list[Entry]:
    """Return public entries with these titles, all in few queries; `words` are fields of every version.

    `published_on` may be a list with a day for each.
    """
    days = words.pop("published_on", DAY)
    said: dict[str, Any] = {"summary": "Isi.", "entry_class": kinds.PERIODIC, "form": kinds.SOFT} | words
    first = Entry.objects.filter(agency=agency).count() + 1
    entries, versions = [], []
    for n, title in enumerate(titles):
        day = days[n] if isinstance(days, list) else days
        at = dt.datetime.combine(day, dt.time(3), tzinfo=dt.UTC)
        entry = Entry(
            agency=agency, unit=said.get("unit"), number=f"DIP-UJI-{first + n}", year=2026, seq=90_000 + first + n,
            procedure_version="2026.1", state="published", state_since_at=at, review_due=day + dt.timedelta(days=180),
        )  # fmt: skip
        entries.append(entry)
        unit_name = said["unit"].name if said.get("unit") else ""
        versions.append(
            EntryVersion(
                agency=agency,
                entry=entry,
                number=1,
                is_live=True,
                title=title,
                written_at=at,
                published_at=at,
                published_on=day,
                search_text=f"{title} {said['summary']} {unit_name}".lower(),
                **said,
            )
        )
    Entry.objects.bulk_create(entries)
    EntryVersion.objects.bulk_create(versions)
    cells = Counter((v.entry_class, str(v.unit_id or ""), v.info_year or 0, v.form) for v in versions)
    for (which, unit, year, form), n in cells.items():
        cell, _new = Tally.objects.get_or_create(
            agency=agency, entry_class=which, unit=unit, info_year=year, form=form, defaults={"count": 0}
        )
        Tally.objects.filter(pk=cell.pk).update(count=cell.count + n)
    changed(kind=kinds.SEARCH_KIND, ids=[entry.pk for entry in entries])
    return entries
