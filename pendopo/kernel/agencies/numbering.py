"""Numbers without gaps: taken inside the caller's transaction, given back when it fails."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from pendopo.kernel.agencies.models import Agency, NumberTemplate
from pendopo.kernel.agencies.rows import database_key, run
from pendopo.kernel.agencies.rules import DEFAULT_NUMBER_TEMPLATE
from pendopo.lib.numbering import write_number

_TAKE = """
INSERT INTO agencies_registercounter (agency_id, register, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (agency_id, register, year) DO UPDATE SET last = agencies_registercounter.last + 1
RETURNING last, (SELECT template FROM agencies_numbertemplate WHERE agency_id = %s AND register = %s)
"""


def number_template(agency: Agency, register: str) -> str:
    """Return the agency's template for `register`, or the default."""
    own = NumberTemplate.objects.for_agency(agency).filter(register=register).values_list("template", flat=True).first()
    return str(own or DEFAULT_NUMBER_TEMPLATE)


def take_number(agency: Agency, register: str, *, on: date, default: str = DEFAULT_NUMBER_TEMPLATE) -> tuple[int, str]:
    """Return the next running number and its written form, for the year of the local date `on`.

    `default` is how the register's numbers are written where the agency has no template of its own.

    Must run inside a transaction: the counter's row stays locked until it ends, so that a number is given out only
    together with the row that carries it. Raises TransactionManagementError outside of one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A register number is taken together with its row.")
    agency_id = database_key(agency.pk)
    # One statement locks, counts and returns: the lock that every submission of the agency waits for is short.
    ((seq, own),) = run(_TAKE, [agency_id, register, on.year, agency_id, register])
    return seq, write_number(own or default, seq=seq, on=on, code=agency.code)


_TAKE_MANY = """
INSERT INTO agencies_registercounter (agency_id, register, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (agency_id, register, year) DO UPDATE SET last = agencies_registercounter.last + EXCLUDED.last
RETURNING last
"""
_GO_ON = """
INSERT INTO agencies_registercounter (agency_id, register, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (agency_id, register, year) DO UPDATE SET last = EXCLUDED.last
WHERE agencies_registercounter.last < EXCLUDED.last
RETURNING last
"""


def take_block(agency: Agency, register: str, *, year: int, count: int) -> int:
    """Return the first of `count` running numbers, which are taken together; raise TransactionManagementError outside one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Register numbers are taken together with their rows.")
    ((last,),) = run(_TAKE_MANY, [database_key(agency.pk), register, year, count])
    return int(last) - count + 1


def go_on_after(agency: Agency, register: str, *, year: int, seq: int) -> None:
    """Have a register go on after `seq`, which was given on paper; one that is further already stays as it is."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A register goes on after a row that is written together with it.")
    run(_GO_ON, [database_key(agency.pk), register, year, seq])
