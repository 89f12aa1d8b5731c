"""Two agencies and an officer. Django is imported late: settings are not ready when this file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency, Unit
    from pendopo.kernel.people.models import User


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas", timezone="Asia/Jayapura")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="badan", name="Badan Contoh", short_name="Badan")


@pytest.fixture
def unit(agency: Agency) -> Unit:
    from pendopo.kernel.agencies.models import Unit

    return Unit.objects.create(agency=agency, name="Bidang Data")


@pytest.fixture
def user(db: None) -> User:
    from pendopo.kernel.people.models import User

    return User.objects.create(username="rina", name="Rina Wulandari")
