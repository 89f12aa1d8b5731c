"""An agency with one officer per role, and the days off. Django is imported late: settings are not ready here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.models import User

PASSWORD = "rahasia-yang-panjang"


@pytest.fixture
def seeded(db: None) -> None:
    from pendopo.kernel.calendar.tests.quick import quick_calendar

    quick_calendar()


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="dinas-contoh", name="Dinas Contoh Kota Contoh", short_name="Dinas Contoh")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="badan-contoh", name="Badan Contoh", short_name="Badan Contoh")


@pytest.fixture
def hire(db: None) -> Callable[..., User]:
    """Return a function that makes an account, with a role in each of the given agencies."""
    from pendopo.kernel.agencies.models import Unit
    from pendopo.kernel.people.models import RoleGrant, User

    def make(username: str, *agencies: Agency, role: str = "ppid", superuser: bool = False) -> User:
        user = User(username=username, name=f"Petugas {username}", is_superuser=superuser)
        user.set_password(PASSWORD)
        user.save()
        for agency in agencies:
            needs_unit = role == "back_office"
            unit = Unit.objects.get_or_create(agency=agency, name="Bidang Data")[0] if needs_unit else None
            RoleGrant.objects.create(user=user, agency=agency, role=role, unit=unit)
        return user

    return make
