"""The counts behind the facets: changed together with what they count, and counted anew once a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Count

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, insert, run
from pendopo.modules.dip.models import EntryVersion, Tally

_ADD: Final = """
INSERT INTO dip_tally (agency_id, entry_class, unit, info_year, form, count) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (agency_id, entry_class, unit, info_year, form) DO UPDATE SET count = dip_tally.count + EXCLUDED.count
RETURNING count
"""


def _cell(version: EntryVersion) -> tuple[str, str, int, str]:
    return version.entry_class, str(version.unit_id or ""), version.info_year or 0, version.form


def count(agency: Agency, *, gone: Iterable[EntryVersion] = (), come: Iterable[EntryVersion] = ()) -> None:
    """Take versions that are no longer public out of the counts and put new ones in; in the caller's transaction."""
    changes = Counter(map(_cell, come))
    changes.subtract(map(_cell, gone))
    # In one order, so that two transactions never wait for each other in a ring.
    for cell, n in sorted(changes.items()):
        if n:
            run(_ADD, [database_key(agency.pk), *cell, n])


def recount(agency: Agency) -> int:
    """Count the agency's public entries anew and return how many there are."""
    with transaction.atomic():
        Tally.objects.for_agency(agency).select_for_update().delete()
        found = EntryVersion.objects.for_agency(agency).filter(is_live=True).order_by()
        cells = found.values_list("entry_class", "unit", "info_year", "form").annotate(n=Count("pk"))
        rows = [
            Tally(agency=agency, entry_class=which, unit=str(unit or ""), info_year=year or 0, form=form, count=n)
            for which, unit, year, form, n in cells
        ]
        insert(*rows)
    return sum(row.count for row in rows)


def recount_all() -> int:
    """Count anew for every agency that has entries; return how many entries are public."""
    return sum(recount(agency) for agency in Agency.objects.filter(is_active=True).order_by("id"))
