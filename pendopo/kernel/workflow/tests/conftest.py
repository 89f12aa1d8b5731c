"""An agency and a kind of case that only the tests know. Django is imported late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.actors import Actor


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="badan", name="Badan Contoh", short_name="Badan")


@pytest.fixture
def officer(agency: Agency) -> Actor:
    from pendopo.kernel.people.actors import Actor
    from pendopo.kernel.people.models import User

    user = User.objects.create(username="rina", name="Rina")
    return Actor(kind="staff", label="Rina", user=user, agency_id=agency.pk, roles=frozenset({"ppid"}))


@pytest.fixture
def table(db: None) -> None:
    """Make the table of the tests' own case; it goes with the test's transaction."""
    from django.db import connection

    from pendopo.kernel.workflow.tests.loans import Loan

    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    statement, values = editor.table_sql(Loan)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
