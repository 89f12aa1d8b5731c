"""A seeded calendar, an agency with a unit, and somebody who acts.

This file is read before the settings are ready, so everything of Django is imported late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency, Unit
    from pendopo.kernel.people.actors import Actor


@pytest.fixture
def seeded(db: None) -> None:
    from pendopo.kernel.calendar.tests.quick import quick_calendar

    quick_calendar()


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="kota-contoh", name="Pemerintah Kota Contoh", short_name="Kota Contoh")


@pytest.fixture
def unit(agency: Agency) -> Unit:
    from pendopo.kernel.agencies.models import Unit

    return Unit.objects.create(agency=agency, name="Dinas Kesehatan")


@pytest.fixture
def officer(agency: Agency) -> Actor:
    from pendopo.kernel.people.actors import Actor
    from pendopo.kernel.people.models import User

    user = User.objects.create(username="rina", name="Rina")
    return Actor(kind="staff", label="Rina", user=user, agency_id=agency.pk)


@pytest.fixture
def noon() -> Iterator[None]:
    """Hold the clock at Monday 3 August 2026, 12.00 WIB."""
    from pendopo.kernel.clock import frozen

    with frozen(datetime(2026, 8, 3, 5, tzinfo=UTC)):
        yield
