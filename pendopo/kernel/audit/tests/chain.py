"""Writing entries for tests, and changing them behind the program's back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import connection

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.actors import CITIZEN, Actor

NOON = dt.datetime(2026, 8, 3, 5, 0, 0, 123456, tzinfo=dt.UTC)
CASE = UUID(int=1)


def write_entry(agency: Agency, number: int, *, by: Actor = CITIZEN) -> Entry:
    """Append the entry with this number, a minute after the one before."""
    with clock.frozen(NOON + dt.timedelta(minutes=number)):
        return record(
            agency=agency, action="test.step", subject_type="test", subject_id=CASE, by=by, details={"number": number}
        )


def by_sql(statement: str, *values: Any) -> None:
    """Run a statement as somebody with the database's password would, past every trigger that guards the table."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
