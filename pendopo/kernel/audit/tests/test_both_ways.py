"""On PostgreSQL, rows pass Django's cursor by unless somebody counts; both ways store and find the same."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import find, insert, together
from pendopo.kernel.audit.models import Entry
from pendopo.lib.ids import uuid7


@pytest.mark.django_db
@pytest.mark.parametrize("counted", [False, True])
def test_both_ways_store_and_find_the_same(counted: bool) -> None:
    at = dt.datetime(2026, 8, 3, 5, 0, 0, 123456, tzinfo=dt.UTC)
    agency = Agency(slug="dinas", name=gettext_lazy("Dinas"), short_name="D", opens_at=dt.time(7, 30))
    entry = Entry(
        agency=agency, seq=2**40, at=at, actor="Sistem", action="a", subject_type="b", subject_id=uuid7(),
        details={"n": [1, None, "é %s $1"]}, hash="0" * 64,
    )  # fmt: skip

    def write() -> None:
        with transaction.atomic(), together():
            insert(agency)
            insert(entry)
            found = find(Agency, slug="dinas")
            assert found is not None
            assert (found.pk, found.name, found.opens_at) == (agency.pk, "Dinas", dt.time(7, 30))

    if counted:
        with CaptureQueriesContext(connection):
            write()
    else:
        write()
    stored = Entry.objects.get()
    assert (stored.seq, stored.at, stored.details, stored.user_id) == (2**40, at, entry.details, None)
    read = find(Entry, agency=agency.pk, seq=2**40)
    assert read is not None
    assert (read.at, read.details, read.subject_id) == (at, entry.details, entry.subject_id)
