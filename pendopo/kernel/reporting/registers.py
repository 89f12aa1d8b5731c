"""What a register is (register, buku daftar): columns with headings and values, and where its rows come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.reporting import permissions
from pendopo.kernel.reporting.period import Period

Text = str | Promise
Cell = str | int | Decimal | dt.date | dt.datetime | bool | Text | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `value` makes the cell of a row; neighbours with the same `group` share a heading above theirs.

    A `personal` column is hidden from people who may not see who asked. `width` is in characters, for paper.
    """

    key: str
    heading: Text
    value: Callable[[Any], Cell]
    group: Text | None = None
    personal: bool = False
    width: int = 18


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that narrows a register; `choices` returns value and label for the agency."""

    key: str
    label: Text
    choices: Callable[[Agency], Sequence[tuple[str, Text]]]


Rows = Callable[[Agency, Period, Mapping[str, str]], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class OpenColumns:
    """What of a register anybody may read as open data (data terbuka): these columns, by key, and nothing else.

    `changed` is the field with the moment at which a row changed last. `about` tells in a sentence what a row is.
    """

    title: Text
    about: Text
    columns: Sequence[str]
    changed: str


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """What anybody may know of a register about people: how many cases a month, by the month of `on`, and in which status.

    `by` gives the key of the status, one of `statuses`, in the database; no row leaves it.
    """

    title: Text
    about: Text
    on: str
    by: Combinable
    statuses: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Register:
    """A register: `rows(agency, period, filters)` returns model instances, everything the columns need already joined.

    `cursor` is a unique field by whose order the register runs and pages are turned; `permission` lets people in;
    `link` leads from a row on screen to its case; `basis` is the article that asks for the register. `opened` is what
    of it is open data; nothing, unless the module says so. Raises ValueError when that names a personal column, or one
    that is not there.
    """

    key: str
    title: Text
    columns: Sequence[Column]
    rows: Rows
    permission: str = permissions.READ
    filters: Sequence[Filter] = field(default=())
    cursor: str = "pk"
    basis: Text = ""
    link: Callable[[Any, Agency], str] | None = None
    opened: OpenColumns | OpenCounts | None = None

    def __post_init__(self) -> None:
        """Refuse to open a column that may tell who asked."""
        if isinstance(self.opened, OpenColumns):
            harmless = {column.key for column in self.columns if not column.personal}
            if refused := set(self.opened.columns) - harmless:
                raise ValueError(f"Register {self.key} cannot open the columns {sorted(refused)}.")


@dataclass(frozen=True, slots=True)
class HeadingGroup:
    """Neighbouring columns under one heading; `heading` is empty for a column on its own."""

    heading: Text
    columns: tuple[Column, ...]


def heading_groups(columns: Sequence[Column]) -> list[HeadingGroup]:
    """Return the columns bundled for a heading of two rows; each ungrouped column stands alone."""
    groups: list[HeadingGroup] = []
    for group, members in groupby(columns, key=lambda column: str(column.group) if column.group else ""):
        bundle = tuple(members)
        if group:
            groups.append(HeadingGroup(bundle[0].group or "", bundle))
        else:
            groups.extend(HeadingGroup("", (column,)) for column in bundle)
    return groups


def has_groups(columns: Sequence[Column]) -> bool:
    """Return whether any column stands under a common heading."""
    return any(column.group for column in columns)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register made ready for one reader: agency, period, rows, and which columns they may read."""

    register: Register
    agency: Agency
    period: Period
    rows: QuerySet[Any]
    sees_identity: bool

    def cells(self, row: object) -> list[Cell]:
        """Return the cells of a row in the order of the columns; hidden ones are None."""
        return [
            column.value(row) if self.sees_identity or not column.personal else None for column in self.register.columns
        ]

    @property
    def headings(self) -> list[str]:
        """Return the headings in one row; a grouped column is headed "group: heading"."""
        return [f"{c.group}: {c.heading}" if c.group else str(c.heading) for c in self.register.columns]

    @property
    def ordered(self) -> QuerySet[Any]:
        """Return the rows in the register's order."""
        return self.rows.order_by(self.register.cursor)


def sheet(register: Register, *, agency: Agency, period: Period, filters: Mapping[str, str], actor: Actor) -> Sheet:
    """Return the register for `actor`; personal columns stay hidden from those who may not see who asked."""
    rows = register.rows(agency, period, filters)
    return Sheet(register, agency, period, rows, actor.sees_identity)
