"""Lists page by page: bounded, in the order of an index, with a cursor that stays true while rows come and go."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from pendopo.kernel.api import rules
from pendopo.kernel.api.problems import Problem
from pendopo.kernel.people.personal import digest
from pendopo.lib.text import gettext_noop

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Limit = Annotated[
    int, Query(ge=1, le=rules.PAGE_ROWS_MAX, description=gettext_noop("Banyaknya baris dalam satu halaman."))
]
Cursor = Annotated[
    str,
    Query(
        max_length=400, description=gettext_noop("Isi `next` dari halaman sebelumnya; kosong untuk halaman pertama.")
    ),
]
_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "uuid": UUID,
    "text": str,
}


class Page(Schema, Generic[T]):
    """A page of a list."""

    items: list[T]
    next: str | None = Field(None, description=gettext_noop("Kursor halaman berikutnya; null pada halaman terakhir."))


def paged(
    found: QuerySet[M], *, keys: Sequence[tuple[str, str]], cursor: str, limit: int, descending: bool = True
) -> tuple[list[M], str | None]:
    """Return a page of rows and the cursor of the next one; `keys` are fields with their kind, the last one unique.

    All keys run in the same direction, as an index does. One query. Raises Problem for a cursor that is none of ours.
    """
    sign = "-" if descending else ""
    found = found.order_by(*(f"{sign}{name}" for name, _kind in keys))
    if cursor:
        found = found.filter(_beyond(keys, _read(cursor, keys), "lt" if descending else "gt"))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    return shown, _written(shown[-1], keys) if len(rows) > limit else None


def _beyond(keys: Sequence[tuple[str, str]], values: Sequence[Any], direction: str) -> Q:
    """Return the condition "after this row"; the first key alone first, so that its index is used."""
    first = Q(**{f"{keys[0][0]}__{direction}e": values[0]}) if len(keys) > 1 else Q()
    condition, equal = Q(), Q()
    for (name, _kind), value in zip(keys, values, strict=True):
        condition |= equal & Q(**{f"{name}__{direction}": value})
        equal &= Q(**{name: value})
    return first & condition


def _written(row: Model, keys: Sequence[tuple[str, str]]) -> str:
    values = []
    for name, _kind in keys:
        value: Any = row
        for part in name.split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if isinstance(value, dt.date) else str(value))
    text = json.dumps(values, separators=(",", ":"))
    return base64.urlsafe_b64encode(f"{_seal(text, keys)}{text}".encode()).decode().rstrip("=")


def _seal(text: str, keys: Sequence[tuple[str, str]]) -> str:
    return digest(f"{keys}{text}", purpose="api-cursor")[:16]


def _read(cursor: str, keys: Sequence[tuple[str, str]]) -> list[Any]:
    """Return the values of a cursor that we have written ourselves for these keys."""
    try:
        given = base64.urlsafe_b64decode(cursor.encode("ascii") + b"===").decode()
    except (binascii.Error, ValueError):
        raise _unknown() from None
    seal, text = given[:16], given[16:]
    if seal != _seal(text, keys):
        raise _unknown()
    return [_READERS[kind](value) for (_name, kind), value in zip(keys, json.loads(text), strict=True)]


def _unknown() -> Problem:
    sentence = _("Kursor ini tidak dikenal. Mulai lagi dari halaman pertama.")
    return Problem("invalid", errors=[{"parameter": "cursor", "detail": sentence}])
