"""Keeping the tallies: the only place that changes them besides a recount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from pendopo.kernel.agencies.rows import database_key, defer
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.models.counts import addition
from pendopo.modules.satisfaction.rules import counting
from pendopo.modules.satisfaction.rules.instruments import Instrument

_TABLE = "satisfaction_tally"
# Seven columns a row: far below the number of values that a database takes in one statement.
_ROWS_AT_ONCE = 100

# Changes by service.
Changes = dict[UUID, counting.Tallies]


def changes_of(lines: Mapping[UUID, Iterable[str]], instrument: Instrument) -> Changes:
    """Return what answers, given as lines by service, add to the tallies."""
    shape = {"elements": len(instrument.elements), "scale": instrument.scale}
    return {service: counting.tallies("".join(some), **shape) for service, some in lines.items()}


def add(survey: Survey, changes: Changes, instrument: Instrument) -> None:
    """Add `changes` (negative ones too) to the survey's tallies, in the transaction of the answers they come from.

    One statement for up to a hundred tallies, each added to by the database itself, so that nothing is lost between two
    that press at once. Rows are taken in one order, everybody's first, so that no two wait for each other. Raises
    TransactionManagementError outside a transaction, IntegrityError when a tally would fall below nobody.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A tally is changed together with its answers.")
    agency, own = database_key(survey.agency_id), database_key(survey.pk)
    rows = [
        (agency, own, database_key(service), segment, complete, counting.respondents(counts, instrument.scale), counts)
        for service, tallies in sorted(changes.items())
        for (segment, complete), counts in sorted(tallies.items())
    ]
    # In their order throughout: two that take rows in different orders would wait for each other.
    for is_less, some in groupby(rows, key=lambda row: row[5] < 0):
        if is_less:
            _take_away(some)
        else:
            _add_to(list(some))


_Row = tuple[object, object, object, str, bool, int, list[int]]


def _add_to(rows: list[_Row]) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        defer(_upsert(len(some)), [value for *key, counts in some for value in (*key, _written(counts))])


def _take_away(rows: Iterable[_Row]) -> None:
    """Change rows that must be there: the database would refuse a row of fewer than nobody before it looks for one."""
    for _agency, survey, service, segment, complete, n, counts in rows:
        defer(_less(), [n, _written(counts), survey, segment, complete, service])


def _written(counts: list[int]) -> str:
    inner = ",".join(map(str, counts))
    return f"{{{inner}}}" if connection.vendor == "postgresql" else f"[{inner}]"


_UPSERT = """
INSERT INTO satisfaction_tally (agency_id, survey_id, service_id, segment, is_complete, n, counts) VALUES {rows}
ON CONFLICT (survey_id, segment, is_complete, service_id)
DO UPDATE SET n = satisfaction_tally.n + excluded.n, counts = {sums}
"""
_LESS = """
UPDATE satisfaction_tally SET n = n + %s, counts = {sums}
WHERE survey_id = %s AND segment = %s AND is_complete = %s AND service_id = %s
"""


def _given() -> str:
    return "%s::integer[]" if connection.vendor == "postgresql" else "%s"


@lru_cache(maxsize=256)
def _upsert(count: int) -> str:
    one = f"(%s, %s, %s, %s, %s, %s, {_given()})"
    sums = addition(connection.vendor, _TABLE, "excluded.counts")
    return _UPSERT.format(rows=", ".join([one] * count), sums=sums)


@lru_cache(maxsize=1)
def _less() -> str:
    return _LESS.format(sums=addition(connection.vendor, _TABLE, _given()))
