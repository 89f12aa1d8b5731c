"""Taking over a list of public information from a spreadsheet: published entries with their old numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.numbering import number_template, take_block
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.agencies.rules import DEFAULT_NUMBER_TEMPLATE
from pendopo.kernel.imports.registry import Importer
from pendopo.kernel.imports.rules import Problem, Row, folded, shown
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.search.actions import changed
from pendopo.kernel.workflow.actions import open_many
from pendopo.lib.numbering import write_number
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.actions.tallies import count
from pendopo.modules.dip.actions.writing import new_version
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion
from pendopo.modules.dip.rules import kinds, old_list
from pendopo.modules.dip.rules.procedure import PROCEDURE, PUBLISHED


def examine(agency: Agency, row: Row) -> list[Problem]:
    """Return what is wrong between the columns of a row."""
    return old_list.problems(row.values, clock.today(agency.timezone).year)


def _units(agency: Agency) -> dict[str, Unit]:
    return {folded(unit.name): unit for unit in active_units(agency)}


def examine_many(agency: Agency, rows: Sequence[Row]) -> Mapping[int, list[Problem]]:
    """Return line → problems of rows that name a unit the agency does not have. One query."""
    units = _units(agency)
    unknown = _("Unit “%(text)s” tidak ada di instansi ini. Samakan namanya, atau tambahkan unitnya dahulu.")
    return {
        row.line: [Problem("unit", unknown, {"text": shown(str(row.values["unit"]))})]
        for row in rows
        if "unit" in row.values and folded(str(row.values["unit"])) not in units
    }


def known(agency: Agency, numbers: Sequence[str]) -> Mapping[str, Problem | None]:
    """Return those of `numbers` that were imported before. One query."""
    found = Entry.objects.for_agency(agency).filter(source_number__in=numbers)
    return dict.fromkeys(found.values_list("source_number", flat=True))


def write(*, agency: Agency, rows: Sequence[Row], run: UUID, by: Actor) -> None:
    """Insert published entries, in the caller's transaction; `run` is the import that brings them.

    Raises IntegrityError when a number was imported meanwhile.
    """
    today, units = clock.today(agency.timezone), _units(agency)
    seq = take_block(agency, kinds.REGISTER, year=today.year, count=len(rows))
    own = number_template(agency, kinds.REGISTER)
    template = kinds.NUMBER_TEMPLATE if own == DEFAULT_NUMBER_TEMPLATE else own
    entries: list[Entry] = []
    versions: list[EntryVersion] = []
    files: list[EntryFile] = []
    for place, row in enumerate(rows):
        values: Mapping[str, Any] = row.values
        said = old_list.contents_in(values)
        entry = Entry(
            agency=agency,
            unit=units.get(folded(values.get("unit", ""))),
            number=write_number(template, seq=seq + place, on=today, code=agency.code),
            year=today.year,
            seq=seq + place,
            procedure_version=PROCEDURE.version,
            state=PUBLISHED,
            state_since_at=clock.now(),
            source_number=values["number"],
            reviewed_on=today,
            review_due=kinds.review_due(today, said.entry_class, said.cycle),
        )
        version = new_version(entry, 1, said, entry.unit, by=by)
        version.is_live = True
        version.published_on, version.published_at, version.published_by = today, clock.now(), by.user
        entries.append(entry)
        versions.append(version)
        files += [
            EntryFile(agency=agency, version=version, position=position, url=link.url, label=link.label)
            for position, link in enumerate(values.get("links", []))
        ]
    open_many(entries, PROCEDURE, "import", by=by, subject_id=run, details={"first": seq})
    insert(*versions)
    insert(*files)
    count(agency, come=versions)
    changed(kind=kinds.SEARCH_KIND, ids=[entry.pk for entry in entries])


OLD_LIST = Importer(
    key="dip",
    title=gettext_lazy("Daftar informasi publik (DIP)"),
    text=gettext_lazy("XLSX atau CSV dengan kolom DIP. Setiap baris menjadi entri yang terbit."),
    permission="dip.import",
    columns=old_list.COLUMNS,
    number="number",
    examine=examine,
    examine_many=examine_many,
    known=known,
    write=write,
    home=lambda agency: reverse("dip:inbox", args=[agency.slug]),
    template=lambda agency: reverse("dip:import_template", args=[agency.slug]),
)
