"""Two agencies and an officer. Django is imported late: settings are not ready when this file is read."""

from __future__ import annotations

from collections.abc import Callable
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
    return Actor(kind="staff", label="Rina", user=user, agency_id=agency.pk)


@pytest.fixture
def unguarded(db: None) -> Callable[[], None]:
    """Return a function that takes away what keeps the audit tables from being changed, until the test ends."""
    from django.db import connection

    def remove() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%%'")
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
                return
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("audit_entry", "audit_chain"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")

    return remove
