"""Tables that anybody may take away (data terbuka): the list of public information, and what registers open of themselves."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID, uuid5

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.opened import MonthCount, month_counts, open_sheet, open_state
from pendopo.kernel.reporting.period import Period, of_year
from pendopo.kernel.reporting.registers import Cell, OpenColumns, OpenCounts, Register
from pendopo.kernel.reporting.registry import opened_registers
from pendopo.lib.keeping import Kept
from pendopo.modules.open_data.ports import datasets
from pendopo.modules.open_data.rules import limits

Text = str | Promise
_NAMESPACE: Final = UUID("5b7cf0fc-8d0c-4d2e-9d80-5f6f3f0c6d1a")
LIST_KEY: Final = "informasi-publik"

# Counting a register of 100,000 cases takes a second; a minute later the months are hardly others.
_counts: Kept[list[MonthCount]] = Kept(seconds=60)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key in addresses, words, columns (key → heading), rows of cells, and what they depend on.

    `state` returns a text that is another one whenever the rows are, by one query, and when they changed last if known.
    Columns called in `addresses` hold addresses of this site, without its name.
    """

    key: str
    title: Text
    about: Text
    basis: Text
    columns: Sequence[tuple[str, Text]]
    rows: Callable[[Agency, Period], Iterable[Sequence[Cell]]]
    state: Callable[[Agency, Period], tuple[str, dt.datetime | None]]
    has_years: bool = True
    addresses: frozenset[str] = frozenset()


def tables() -> list[Table]:
    """Return the tables that every agency here has, the list of public information first."""
    return [_LIST, *(_of_register(register) for register in opened_registers())]


def find_table(key: str) -> Table | None:
    """Return the table with this key, or None."""
    return next((table for table in tables() if table.key == key), None)


def whole_time(agency: Agency) -> Period:
    """Return the period from the first year that an export reaches back to until the end of this year."""
    year = clock.today(agency.timezone).year
    return Period(dt.date(limits.FIRST_YEAR, 1, 1), dt.date(year, 12, 31), "range", None)


def period_of(agency: Agency, year: str) -> Period | None:
    """Return the year as a period, everything for an empty one, None for what is no year."""
    if not year:
        return whole_time(agency)
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    last = clock.today(agency.timezone).year
    return of_year(int(year)) if limits.FIRST_YEAR <= int(year) <= last else None


def fingerprint(table: Table, agency: Agency, period: Period) -> tuple[str, dt.datetime | None]:
    """Return what names the rows as they are now, and when they changed last if known. One query.

    The day is part of it: what is joined to a row, such as the name of a unit, shows at the latest on the next one.
    """
    state, changed_at = table.state(agency, period)
    day = clock.today(agency.timezone).isoformat()
    text = "|".join([str(agency.pk), table.key, period.slug, day, state])
    return hashlib.sha256(text.encode()).hexdigest()[:32], changed_at


def table_id(agency_id: UUID, key: str) -> UUID:
    """Return the key of a table as a dataset: always the same for the same agency and table."""
    return uuid5(_NAMESPACE, f"{agency_id}/{key}")


def _of_register(register: Register) -> Table:
    opened = register.opened
    if isinstance(opened, OpenCounts):
        return Table(
            register.key,
            opened.title,
            opened.about,
            register.basis,
            (("month", _("Bulan")), ("status", _("Kode hasil")), ("label", _("Hasil")), ("count", _("Jumlah"))),
            partial(_count_rows, register, opened),
            partial(_count_state, register, opened),
        )
    if not isinstance(opened, OpenColumns):
        raise TypeError(f"Nothing of the register {register.key} is open.")
    headings = {column.key: column.heading for column in register.columns}
    return Table(
        register.key,
        opened.title,
        opened.about,
        register.basis,
        [(key, headings[key]) for key in opened.columns],
        partial(_sheet_rows, register, opened),
        partial(_sheet_state, register, opened),
    )


def _counted(register: Register, opened: OpenCounts, agency: Agency, period: Period) -> list[MonthCount]:
    return _counts.get((register.key, agency.pk, period), lambda: month_counts(register, opened, agency, period))


def _count_rows(register: Register, opened: OpenCounts, agency: Agency, period: Period) -> Iterable[Sequence[Cell]]:
    for each in _counted(register, opened, agency, period):
        yield f"{each.month:%Y-%m}", each.status, opened.statuses[each.status], each.count


def _count_state(
    register: Register, opened: OpenCounts, agency: Agency, period: Period
) -> tuple[str, dt.datetime | None]:
    counted = _counted(register, opened, agency, period)
    return ";".join(f"{each.month} {each.status} {each.count}" for each in counted), None


def _sheet_rows(register: Register, opened: OpenColumns, agency: Agency, period: Period) -> Iterable[Sequence[Cell]]:
    sheet = open_sheet(register, opened, agency, period)
    for row in sheet.ordered.iterator(chunk_size=1000):
        yield sheet.cells(row)


def _sheet_state(
    register: Register, opened: OpenColumns, agency: Agency, period: Period
) -> tuple[str, dt.datetime | None]:
    count, changed_at = open_state(register, opened, agency, period)
    return f"{count} {changed_at.isoformat() if changed_at else ''}", changed_at


def _list_rows(agency: Agency, _period: Period) -> Iterable[Sequence[Cell]]:
    port = datasets.get()
    titles = {group.code: group.title for group in port.groups()}
    for each in port.all_of(agency):
        yield [
            str(each.id),
            each.title,
            each.notes,
            titles.get(each.group, each.group),
            *(each.extras.get(key, "") for key in _LIST_EXTRAS),
            "; ".join(each.tags),
            each.created_at.astimezone(agency.zone).date(),
            each.modified_at.astimezone(agency.zone).date(),
            each.page,
            " ".join(resource.url for resource in each.resources),
        ]


def _list_state(agency: Agency, _period: Period) -> tuple[str, dt.datetime | None]:
    count, changed_at = datasets.get().state(agency)
    return f"{count} {changed_at.isoformat() if changed_at else ''}", changed_at


# The official columns beyond title, summary and class (PerKI 1/2010 Lampiran II), as the port calls them.
_LIST_EXTRAS: Final = {
    "number": _("Nomor"),
    "category": _("Jenis informasi"),
    "holder": _("Unit atau pejabat yang menguasai"),
    "responsible": _("Penanggung jawab"),
    "made": _("Waktu dan tempat pembuatan"),
    "form": _("Bentuk informasi yang tersedia"),
    "retention": _("Jangka waktu penyimpanan"),
    "year": _("Tahun informasi"),
}
_LIST: Final = Table(
    LIST_KEY,
    _("Daftar Informasi Publik"),
    _("Setiap informasi yang diumumkan, dengan ringkasan, klasifikasi, unit, bentuk, dan alamat berkasnya."),
    _("UU 14/2008 Pasal 11 ayat (1) huruf a"),
    (
        ("id", _("Kunci")),
        ("title", _("Judul")),
        ("summary", _("Ringkasan isi informasi")),
        ("class", _("Klasifikasi")),
        *_LIST_EXTRAS.items(),
        ("tags", _("Kata kunci")),
        ("published", _("Diumumkan")),
        ("changed", _("Diperbarui")),
        ("page", _("Halaman")),
        ("files", _("Berkas")),
    ),
    _list_rows,
    _list_state,
    has_years=False,
    addresses=frozenset({"page", "files"}),
)
