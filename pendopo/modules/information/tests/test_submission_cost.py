"""What one submission costs the database; more officers cost no more statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.models import Role, RoleGrant, User
from pendopo.modules.information.tests.citizen_cases import make_agency, make_inquiry

# On PostgreSQL each is a trip, and from the number on locks are held: the calendar's stamp; what needs no number, with
# the number; what needs the number, lines for those at the desk too, with the head of the audit chain; entry and new head.
TRIPS = {"postgresql": 4, "sqlite": 13}


@pytest.mark.django_db
@pytest.mark.parametrize("officers", [1, 50])
def test_statements_of_one_submission(officers: int) -> None:
    agency = make_agency()
    for number in range(officers - 1):
        user = User.objects.create(username=f"petugas-{number}", name="Petugas")
        RoleGrant.objects.create(user=user, agency=agency, role=Role.FRONT_OFFICE)
    make_inquiry(agency, email="a@contoh.id")  # begins the agency's audit trail and fills the calendar
    with CaptureQueriesContext(connection) as captured:
        inquiry, _code = make_inquiry(agency, email="b@contoh.id")
    sent = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(sent) == TRIPS[connection.vendor], sent
    assert InboxItem.objects.filter(subject_id=inquiry.pk).count() == officers
