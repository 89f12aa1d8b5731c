"""Turning pages by key: a page of a register with a million rows costs as much as one of a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Field

from pendopo.kernel.reporting.registers import Sheet

PAGE_SIZE: Final = 50
AFTER: Final = "setelah"
BEFORE: Final = "sebelum"
LAST: Final = "akhir"


class NoSuchPage(Exception):
    """The place in the register that the address names cannot be one."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page with the places before and behind them; an empty place means there is none."""

    rows: list[Any]
    before: str
    after: str


def _field(sheet: Sheet) -> Field[Any, Any]:
    meta = sheet.rows.model._meta
    found = meta.pk if sheet.register.cursor == "pk" else meta.get_field(sheet.register.cursor)
    if not isinstance(found, Field):
        raise TypeError(f"{sheet.register.cursor} is no field by which pages can be turned.")
    return found


def _place(sheet: Sheet, text: str) -> object:
    try:
        return _field(sheet).to_python(text)
    except ValidationError as odd:
        raise NoSuchPage(text) from odd


def read_page(sheet: Sheet, query: Mapping[str, str]) -> Page:
    """Return the page that the query names: the first, the one after or before a place, or the last. One query.

    Raises NoSuchPage for a place that cannot be one.
    """
    cursor = sheet.register.cursor
    backwards = BEFORE in query or LAST in query
    rows = sheet.rows.order_by(f"-{cursor}" if backwards else cursor)
    if BEFORE in query:
        rows = rows.filter(**{f"{cursor}__lt": _place(sheet, query[BEFORE])})
    elif AFTER in query:
        rows = rows.filter(**{f"{cursor}__gt": _place(sheet, query[AFTER])})
    found = list(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    shown = found[:PAGE_SIZE]
    if backwards:
        shown.reverse()
    if not shown:
        return Page([], "", "")
    first, last = (str(getattr(row, cursor)) for row in (shown[0], shown[-1]))
    has_before = more if backwards else AFTER in query
    has_after = BEFORE in query if backwards else more
    return Page(shown, first if has_before else "", last if has_after else "")
