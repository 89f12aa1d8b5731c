"""The agencies and officers of the portal's tests, and an admin who acts. Django is imported late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pendopo.portal.tests.conftest import agency, hire, other_agency, seeded

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.actors import Actor
    from pendopo.kernel.people.models import User

__all__ = ["agency", "hire", "other_agency", "seeded"]


@pytest.fixture
def admin(agency: Agency, hire: Callable[..., User]) -> User:
    return hire("admin", agency, role="agency_admin")


@pytest.fixture
def by(agency: Agency, admin: User) -> Actor:
    from pendopo.kernel.people.actors import staff

    return staff(admin, agency)


@pytest.fixture
def noon() -> Iterator[None]:
    """Hold the clock at Monday 3 August 2026, 12.00 WIB."""
    from pendopo.kernel.clock import frozen

    with frozen(datetime(2026, 8, 3, 5, tzinfo=UTC)):
        yield
