"""What a register is (register, buku daftar): columns with headings and values, and where its rows come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
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
class Register:
    """A register: `rows(agency, period, filters)` returns model instances, everything the columns need already joined.

    `cursor` is a unique field by whose order the register runs and pages are turned; `permission` lets people in;
    `link` leads from a row on screen to its case; `basis` is the article that asks for the register.
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
    def ordered(self) -> QuerySet[Any]:
        """Return the rows in the register's order."""
        return self.rows.order_by(self.register.cursor)


def sheet(register: Register, *, agency: Agency, period: Period, filters: Mapping[str, str], actor: Actor) -> Sheet:
    """Return the register for `actor`; personal columns stay hidden from those who may not see who asked."""
    rows = register.rows(agency, period, filters)
    return Sheet(register, agency, period, rows, actor.sees_identity)
