"""A small importer: a visitors' book, whose rows become contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.imports.registry import Importer
from pendopo.kernel.imports.rules import Column, Problem, Row, choice_of, line_of, read_day, read_whole
from pendopo.kernel.people.models import Contact

COLUMNS = (
    Column("number", "Nomor", line_of(80), ("No.",), True),
    Column("day", "Tanggal kunjungan", read_day, ("Tanggal", "Tgl"), True),
    Column("name", "Nama tamu", line_of(20), ("Nama",), True),
    Column("why", "Keperluan", choice_of({"learn": ("Magang", "PKL"), "ask": ("Tanya",)})),
    Column("count", "Jumlah orang", read_whole, ("Jumlah",)),
)


def examine(agency: Agency, row: Row) -> list[Problem]:
    return [Problem("", "Tamu ini tidak diterima.")] if row.values["name"] == "Hantu" else []


def known(agency: Agency, numbers: Sequence[str]) -> Mapping[str, Problem | None]:
    found = Contact.objects.for_agency(agency).filter(decree_number__in=numbers)
    taken = Problem("number", "Nomor ini milik orang lain.")
    return {number: taken if kind == "group" else None for number, kind in found.values_list("decree_number", "kind")}


def write(*, agency: Agency, rows: Sequence[Row], run: UUID, by: Any) -> None:
    insert(
        *(
            Contact(
                agency=agency,
                kind="person",
                name=str(row.values["name"]),
                address=by.label,
                decree_number=str(row.values["number"]),
                created_at=clock.now(),
            )
            for row in rows
        )
    )


GUESTS = Importer(
    key="tamu",
    title="Buku tamu",
    permission="test.guests",
    columns=COLUMNS,
    number="number",
    examine=examine,
    known=known,
    write=write,
    home=lambda agency: agency.get_absolute_url(),
)
