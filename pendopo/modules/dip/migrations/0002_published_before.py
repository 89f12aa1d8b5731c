"""What module information published before there was a DIP becomes entries with one published version."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from django.db import migrations

from pendopo.lib.ids import uuid7
from pendopo.lib.numbering import write_number

VERSION = "2026.1"
TEMPLATE = "DIP-{code}-{year}-{seq:05d}"
BATCH = 500


def copy(apps, schema_editor):
    """Take over every entry under its own key, so that addresses stay; numbers follow the order of publication."""
    agencies = apps.get_model("agencies", "Agency")
    for agency in agencies.objects.order_by("id"):
        _copy_agency(apps, agency)


def _copy_agency(apps, agency):
    old = apps.get_model("information", "PublicEntry").objects.filter(agency=agency).order_by("published_on", "id")
    entries, versions = apps.get_model("dip", "Entry"), apps.get_model("dip", "EntryVersion")
    files, moves = apps.get_model("dip", "EntryFile"), apps.get_model("workflow", "Move")
    last, cells = Counter(), Counter()
    made = {"entries": [], "versions": [], "files": [], "moves": []}

    def store():
        entries.objects.bulk_create(made["entries"])
        versions.objects.bulk_create(made["versions"])
        files.objects.bulk_create(made["files"])
        moves.objects.bulk_create(made["moves"])
        for rows in made.values():
            rows.clear()

    for found in old.iterator(chunk_size=BATCH):
        day = found.published_on
        at = dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(agency.timezone))
        last[day.year] += 1
        entry = entries(
            id=found.pk,
            agency=agency,
            number=write_number(TEMPLATE, seq=last[day.year], on=day, code=agency.code),
            year=day.year,
            seq=last[day.year],
            procedure_version=VERSION,
            state="published",
            state_since_at=at,
            unit_id=found.unit_id,
            reviewed_on=day,
            review_due=_half_a_year_after(day),
        )
        version = versions(
            id=uuid7(),
            agency=agency,
            entry=entry,
            number=1,
            is_live=True,
            is_latest=True,
            title=found.title,
            summary=found.summary,
            entry_class=found.entry_class,
            unit_id=found.unit_id,
            form="soft",
            search_text=found.search_text,
            written_at=at,
            published_at=at,
            published_on=day,
        )
        made["entries"].append(entry)
        made["versions"].append(version)
        if found.url:
            made["files"].append(files(agency=agency, version=version, position=0, url=found.url))
        made["moves"].append(
            moves(
                agency=agency,
                subject_type="dip",
                subject_id=found.pk,
                step="import",
                to_state="published",
                at=at,
                by_label="Sistem",
            )
        )
        cells[found.entry_class, str(found.unit_id or ""), "soft"] += 1
        if len(made["entries"]) >= BATCH:
            store()
    store()
    _count(apps, agency, last, cells)


def _count(apps, agency, last, cells):
    tallies = apps.get_model("dip", "Tally").objects
    tallies.bulk_create(
        [
            tallies.model(agency=agency, entry_class=which, unit=unit, info_year=0, form=form, count=n)
            for (which, unit, form), n in sorted(cells.items())
        ]
    )
    counters = apps.get_model("agencies", "RegisterCounter").objects
    for year, seq in sorted(last.items()):
        counters.update_or_create(agency=agency, register="dip", year=year, defaults={"last": seq})


def _half_a_year_after(day):
    month = day.month + 6
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return min(dt.date(year, month, 1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [
        ("dip", "0001_initial"),
        ("information", "0006_imported_notices"),
        ("workflow", "0001_initial"),
    ]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop, elidable=False)]
