"""A table as CSV and as JSON, streamed row by row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final
from urllib.parse import urljoin

from django.utils import translation
from django.utils.functional import Promise

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Cell
from pendopo.kernel.reporting.writers import csv_lines
from pendopo.modules.open_data.queries.tables import Table

# Machines read the same words whatever the visitor of the pages has chosen.
LANGUAGE: Final = "id"


def as_csv(table: Table, agency: Agency, period: Period, base: str) -> Iterator[bytes]:
    """Yield the table as CSV (RFC 4180, UTF-8), one heading row of the columns' keys, no cell that runs as a formula.

    `base` is the site's address, with which addresses in the table are made whole.
    """
    with translation.override(LANGUAGE):
        yield from csv_lines([key for key, _heading in table.columns], _rows(table, agency, period, base), agency.zone)


def as_json(table: Table, agency: Agency, period: Period, base: str) -> Iterator[bytes]:
    """Yield the table as JSON: what it is, its columns with their headings, its rows as objects."""
    with translation.override(LANGUAGE):
        head = {
            "table": table.key,
            "title": str(table.title),
            "about": str(table.about),
            "basis": str(table.basis),
            "agency": agency.name,
            "from": period.start.isoformat(),
            "until": period.end.isoformat(),
            "columns": [{"key": key, "heading": str(heading)} for key, heading in table.columns],
        }
        yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "rows": ['.encode()
        yield from _objects([key for key, _heading in table.columns], _rows(table, agency, period, base), agency.zone)
        yield b"]}\n"


def _rows(table: Table, agency: Agency, period: Period, base: str) -> Iterator[Sequence[Cell]]:
    places = [place for place, (key, _heading) in enumerate(table.columns) if key in table.addresses]
    for row in table.rows(agency, period):
        whole = list(row)
        for place in places:
            whole[place] = " ".join(urljoin(base, each) for each in str(row[place]).split())
        yield whole


def _objects(keys: Sequence[str], rows: Iterable[Sequence[Cell]], zone: dt.tzinfo) -> Iterator[bytes]:
    comma = "\n"
    for row in rows:
        found = {key: _plain(cell, zone) for key, cell in zip(keys, row, strict=True)}
        yield f"{comma}{json.dumps(found, ensure_ascii=False)}".encode()
        comma = ",\n"


def _plain(cell: Cell, zone: dt.tzinfo) -> str | int | bool | None:
    if isinstance(cell, dt.datetime):
        return cell.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, Decimal | Promise) else cell
