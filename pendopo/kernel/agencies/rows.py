"""Rows by statements that are written once per process, and several statements in one trip to the database.

Django writes the text of every statement anew, which takes several times as long as the database needs to run it; and on
PostgreSQL every statement is a trip during which the locks of a transaction are held. What every page asks and what the
busiest transactions write goes through here instead. Values pass through the same fields as in Model.save().
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from pendopo.kernel.agencies import prepared

M = TypeVar("M", bound=models.Model)

# Databases bound the number of values in one statement.
_ROWS_AT_ONCE = 100

_Statement = tuple[str, Sequence[Any]]
# What was written inside `together` and not sent yet.
_waiting: ContextVar[list[_Statement] | None] = ContextVar("pendopo_rows_waiting", default=None)


def insert(*rows: models.Model) -> None:
    """Insert new rows of one model, a hundred in a statement.

    As with bulk_create no signals are sent and save() is not called. A key that the database makes is not read back.
    Raises IntegrityError, inside `together` no later than at the end of the block.
    """
    # The connection itself: `connection` looks it up again each time a field asks it something.
    here = connections[DEFAULT_DB_ALIAS]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        sql, columns = _insertion(type(some[0]), len(some))
        defer(sql, [_stored(column, row, here) for row in some for column in columns])
    for row in rows:
        row._state.adding, row._state.db = False, here.alias


def insert_for_each(row: models.Model, name: str, keys: str, values: Sequence[Any]) -> None:
    """Insert a copy of a new row for each key that the query `keys` gives in its column `key`, in the field `name`.

    The keys are found and the rows written in one trip, which inside `together` waits. Values of `keys` are marked %s.
    """
    here = connections[DEFAULT_DB_ALIAS]
    sql, columns = _insertion_for_each(type(row), name, keys)
    defer(sql, [*(_stored(column, row, here) for column in columns), *values])


def defer(sql: str, values: Sequence[Any]) -> None:
    """Run a statement whose result nobody needs; inside `together` not before the next one."""
    waiting = _waiting.get()
    if waiting is None:
        run(sql, values)
    else:
        waiting.append((sql, values))


def run(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement now and return the rows it gives.

    What waits travels with it, in one statement of the database: neither sees what the other writes.
    """
    return _execute([*_taken(), (sql, values)])


def find(model: type[M], **wanted: Any) -> M | None:
    """Return the row whose fields have exactly these values, None without one; the fields must name one row at most."""
    found: M | None = find_each((model, wanted))[0]
    return found


def find_each(*wanted: tuple[type[models.Model], Mapping[str, Any]]) -> list[Any]:
    """Return one row of each model by the values of its fields, None without one, all in one trip to the database."""
    sql, asked, readers = _selection(tuple((model, tuple(fields)) for model, fields in wanted))
    _send()
    here = connections[DEFAULT_DB_ALIAS]
    given = [value for _model, fields in wanted for value in fields.values()]
    (values,) = run(sql, [field.get_db_prep_value(value, here) for field, value in zip(asked, given, strict=True)])
    found: list[models.Model | None] = []
    for (model, _fields), (start, key, names, converting) in zip(wanted, readers, strict=True):
        own = list(values[start : start + len(names)])
        if own[key] is None:
            found.append(None)
            continue
        _convert(own, converting, here)
        found.append(model.from_db(here.alias, names, own))
    return found


def find_values(model: type[models.Model], *names: str, **wanted: Any) -> list[list[Any]]:
    """Return these fields of every row whose fields have exactly these values, in no order, in one trip.

    Without a bound: for rows of which there can only be a few.
    """
    sql, asked, converting = _selection_of_values(model, names, tuple(wanted))
    _send()
    here = connections[DEFAULT_DB_ALIAS]
    given = [field.get_db_prep_value(value, here) for field, value in zip(asked, wanted.values(), strict=True)]
    found = [list(row) for row in run(sql, given)]
    for row in found:
        _convert(row, converting, here)
    return found


def _convert(row: list[Any], converting: list[_Converting], here: BaseDatabaseWrapper) -> None:
    """Make of what the database gave what the fields hold."""
    for place, expression, converters in converting:
        for convert in converters:
            row[place] = convert(row[place], expression, here)


def database_key(key: UUID) -> UUID | str:
    """Return a key as the database stores it, for statements written by hand."""
    return key if connection.features.has_native_uuid_field else key.hex


@contextmanager
def together() -> Iterator[None]:
    """Keep what the block writes until it reads, and send that to PostgreSQL as one; on SQLite nothing changes.

    Stands directly inside a transaction. Statements of the ORM find what was written before them, because what waits is
    sent first. Foreign keys between waiting rows are no obstacle: they are checked at the commit.
    """
    if connection.vendor != "postgresql" or _waiting.get() is not None:
        yield
        return

    token = _waiting.set([])
    try:
        with connection.execute_wrapper(_send_first):
            yield
            _send()
    finally:
        _waiting.reset(token)


def _taken() -> list[_Statement]:
    """Return what waits, which then waits no more."""
    waiting = _waiting.get()
    if not waiting:
        return []
    taken = waiting[:]
    waiting.clear()
    return taken


def _send() -> None:
    if waiting := _taken():
        _execute(waiting)


def _send_first(execute: Any, *statement: Any) -> Any:
    _send()
    return execute(*statement)


def _execute(statements: Sequence[_Statement]) -> list[tuple[Any, ...]]:
    """Run statements as one of the database and return the rows of the last."""
    here = connections[DEFAULT_DB_ALIAS]
    texts = tuple(sql for sql, _values in statements)
    values = [value for _sql, values in statements for value in values]
    if prepared.is_possible(here, beside=_send_first):
        return prepared.run(here, texts, values)
    with here.cursor() as cursor:
        cursor.execute(prepared.joined(texts), values)
        return list(cursor.fetchall()) if cursor.description else []


# How the value in a place is converted.
_Converting = tuple[int, Any, list[Any]]
# Where a model's values start, which of them is its key, their names, and what is converted.
_Reader = tuple[int, int, list[str], list[_Converting]]


@lru_cache(maxsize=256)
def _selection(
    wanted: tuple[tuple[type[models.Model], tuple[str, ...]], ...],
) -> tuple[str, list[models.Field[Any, Any]], list[_Reader]]:
    """Return the SELECT of one row of each model by the fields named, these fields, and how each row is read."""
    quote, asked, readers = connection.ops.quote_name, [], []
    columns: list[str] = []
    joins = []
    for number, (model, names) in enumerate(wanted):
        meta, table = model._meta, quote(f"t{number}")
        by = [cast("models.Field[Any, Any]", meta.get_field(name)) for name in names]
        fields = meta.concrete_fields
        names_of_fields = [field.attname for field in fields]
        readers.append((len(columns), fields.index(meta.pk), names_of_fields, _converters(fields)))
        columns += [f"{table}.{quote(str(field.column))}" for field in fields]
        where = " AND ".join(f"{table}.{quote(str(field.column))} = %s" for field in by)
        joins.append(f"LEFT JOIN {quote(meta.db_table)} {table} ON {where}")
        asked += by
    # Nothing but names of our own models is put together here; values are parameters.
    sql = " ".join(["SELECT", ", ".join(columns), "FROM (SELECT 1) one", *joins])
    return sql, asked, readers


@lru_cache(maxsize=64)
def _selection_of_values(
    model: type[models.Model], names: tuple[str, ...], wanted: tuple[str, ...]
) -> tuple[str, list[models.Field[Any, Any]], list[_Converting]]:
    """Return the SELECT of some fields of the rows with some values, the fields of these, and what is converted."""
    quote, meta = connection.ops.quote_name, model._meta
    fields, asked = (
        [cast("models.Field[Any, Any]", meta.get_field(name)) for name in some] for some in (names, wanted)
    )
    columns = ", ".join(quote(str(field.column)) for field in fields)
    where = " AND ".join(f"{quote(str(field.column))} = %s" for field in asked)
    # As in `_selection`: nothing but names of our own models.
    sql = " ".join(["SELECT", columns, "FROM", quote(meta.db_table), "WHERE", where])
    return sql, asked, _converters(fields)


def _converters(fields: Sequence[models.Field[Any, Any]]) -> list[_Converting]:
    converting = []
    for place, field in enumerate(fields):
        expression = field.get_col(field.model._meta.db_table)  # of a foreign key, this reads as the key it points to
        if each := [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]:
            converting.append((place, expression, each))
    return converting


_Column = tuple[str, "models.Field[Any, Any]", type | None]

# What these fields store as it is, on every database and on PostgreSQL; whatever else comes passes through the field.
_TEXTS: Final = (models.CharField, models.TextField, models.EmailField, models.SlugField, models.URLField)
_NUMBERS: Final = (models.PositiveSmallIntegerField, models.PositiveIntegerField, models.BigIntegerField)
_AS_IT_IS: Final = (
    dict.fromkeys(_TEXTS, str) | dict.fromkeys(_NUMBERS, int) | {models.BooleanField: bool}
)  # fmt: skip
_AS_IT_IS_POSTGRESQL: Final = {models.UUIDField: UUID, models.DateField: dt.date, models.DateTimeField: dt.datetime}


def _stored(column: _Column, row: models.Model, here: BaseDatabaseWrapper) -> Any:
    """Return the value of a row's field as Model.save() would send it."""
    name, field, plain = column
    if plain is not None:
        value: Any = row.__dict__.get(name, field)
        # Exactly this type: a subclass, for example a text still to be translated, is the field's own business.
        if value is None or (value.__class__ is plain and (plain is not dt.datetime or getattr(value, "tzinfo", None))):
            return value
    return field.get_db_prep_save(field.pre_save(row, True), here)


def _plain(field: models.Field[Any, Any]) -> type | None:
    """Return the type whose values the field stores as they are, None when it has a say in each."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    known: dict[type, type] = _AS_IT_IS | (_AS_IT_IS_POSTGRESQL if connection.vendor == "postgresql" else {})
    # Dates have a pre_save of their own, which does something only for these two.
    sets_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    is_own = type(field).pre_save not in {
        models.Field.pre_save,
        models.DateField.pre_save,
        models.DateTimeField.pre_save,
    }
    return None if sets_itself or is_own else known.get(type(field))


@lru_cache(maxsize=64)
def _insertion_for_each(model: type[models.Model], name: str, keys: str) -> tuple[str, tuple[_Column, ...]]:
    """Return the INSERT of one row for each key, and the columns whose values it marks, in order."""
    meta, quote = model._meta, connection.ops.quote_name
    into, _values, _marks = _insertion(model, 1)[0].partition(" VALUES ")
    own = cast("models.Field[Any, Any]", meta.get_field(name)).attname
    columns = _insertion(model, 1)[1]
    told = ", ".join(f"chosen.{quote('key')}" if column[0] == own else "%s" for column in columns)
    # As in `_selection`: names of our own models, and a query that its caller wrote by hand.
    sql = " ".join([into, "SELECT", told, "FROM", f"({keys})", "AS chosen"])
    return sql, tuple(each for each in columns if each[0] != own)


@lru_cache(maxsize=256)
def _insertion(model: type[models.Model], count: int) -> tuple[str, tuple[_Column, ...]]:
    """Return the INSERT for `count` rows of a model, and its columns in order; the database makes automatic keys."""
    meta, quote = model._meta, connection.ops.quote_name
    fields = tuple(field for field in meta.local_concrete_fields if not isinstance(field, models.AutoField))
    names = ", ".join(quote(str(field.column)) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    into = f"INSERT INTO {quote(meta.db_table)} ({names})"
    columns = tuple((field.attname, field, _plain(field)) for field in fields)
    return f"{into} VALUES {', '.join([one] * count)}", columns
