"""Raw answers of a survey as CSV, XLSX, SPSS and JSON with codebook. What people wrote is left out unless it was masked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from pendopo.kernel.reporting.writers import csv_lines
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries.surveys import answers_of, asked_about
from pendopo.modules.satisfaction.reports.savfile import Variable, sav
from pendopo.modules.satisfaction.rules import limits, traits

_BOM: Final = b"\xef\xbb\xbf"
_CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the export: its code, its label, and what its values say; without values it is a plain number."""

    name: str
    label: str
    values: Mapping[int, str]


def columns_of(survey: Survey) -> list[Column]:
    """Return the codebook: number, service, channel, traits, then the elements by their U-numbers. One query."""
    services = {place: asked.service.name for place, asked in enumerate(asked_about(survey), start=1)}
    channels = {place: _(label) for place, (_key, label) in enumerate(traits.CHANNELS.values(), start=1)}
    told = [
        Column(trait.key[:8], _(trait.label), {int(code): _(label) for code, (_key, label) in trait.values.items()})
        for trait in traits.TRAITS
    ]
    asked = [
        Column(
            f"u{element.numbers[survey.numbering]}", _(element.name), {n: _(element.label(n)) for n in _scale(survey)}
        )
        for element in survey.instrument.definition.shown(survey.numbering)
    ]
    return [
        Column("no", _("Nomor responden"), {}),
        Column("layanan", _("Layanan"), services),
        Column("cara", _("Cara pengisian"), channels),
        *told,
        *asked,
    ]


def _scale(survey: Survey) -> range:
    return range(1, survey.instrument.definition.scale + 1)


def rows_of(survey: Survey) -> Iterator[list[int | None]]:
    """Yield the answers as codes, None where nothing was said; in the order of their random keys. Two queries."""
    service = {asked.service_id: place for place, asked in enumerate(asked_about(survey), start=1)}
    channel = {code: place for place, code in enumerate(traits.CHANNELS, start=1)}
    definition = survey.instrument.definition
    order = [definition.keys.index(element.key) for element in definition.shown(survey.numbering)]
    found = answers_of(survey).values_list("service_id", "channel", "traits", "marks")[: limits.EXPORT_ROWS]
    for number, (service_id, code, told, marks) in enumerate(found.iterator(chunk_size=_CHUNK), start=1):
        said = [int(each) or None for each in told]
        yield [number, service[service_id], channel[code], *said, *(int(marks[place]) or None for place in order)]


def _worded(columns: list[Column], row: list[int | None]) -> list[int | str | None]:
    """Return a row with words for services, channels and traits; marks stay numbers."""
    marks = len(columns) - sum(column.name[1:].isdigit() for column in columns)
    return [
        value if value is None or place >= marks or not column.values else column.values[value]
        for place, (column, value) in enumerate(zip(columns, row, strict=True))
    ]


def _headings(columns: list[Column]) -> list[str]:
    return [
        f"{column.name.upper()} {column.label}" if column.name[1:].isdigit() else column.label for column in columns
    ]


def to_csv(survey: Survey) -> bytes:
    """Return the answers as CSV (UTF-8 with BOM), safe in spreadsheets."""
    columns = columns_of(survey)
    lines = csv_lines(_headings(columns), (_worded(columns, row) for row in rows_of(survey)), survey.agency.zone)
    return _BOM + b"".join(lines)


def to_xlsx(survey: Survey) -> bytes:
    """Return the answers as XLSX with the codebook on a second sheet; no cell becomes a formula."""
    from xlsxwriter import Workbook

    columns, made = columns_of(survey), BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, options) as book:
        bold = book.add_format({"bold": True})
        sheet, notes = book.add_worksheet(_("Jawaban")), book.add_worksheet(_("Kodebuku"))
        sheet.write_row(0, 0, _headings(columns), bold)
        for number, row in enumerate(rows_of(survey), start=1):
            sheet.write_row(number, 0, _worded(columns, row))
        notes.write_row(0, 0, [_("Kolom"), _("Arti"), _("Nilai"), _("Label")], bold)
        number = 0
        for column in columns:
            for value, label in column.values.items() or [("", "")]:
                number += 1
                notes.write_row(number, 0, [column.name, column.label, value, label])
    return made.getvalue()


def to_sav(survey: Survey) -> bytes:
    """Return the answers as SPSS system file with labels of variables and values."""
    variables = [Variable(column.name, column.label, column.values) for column in columns_of(survey)]
    return sav(variables, rows_of(survey), title=survey.title)


def to_json(survey: Survey) -> bytes:
    """Return codebook and answers as JSON; codes, null where nothing was said."""
    columns = columns_of(survey)
    told: dict[str, Any] = {
        "survey": {
            "number": survey.number,
            "title": survey.title,
            "period": survey.period,
            "instrument": survey.instrument.definition.key,
            "version": survey.instrument.definition.version,
        },
        "codebook": [{"name": each.name, "label": each.label, "values": dict(each.values)} for each in columns],
        "answers": list(rows_of(survey)),
    }
    return json.dumps(told, ensure_ascii=False).encode()
