"""Agency, visitors, and no register but ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client

# pytest reads this file before Django is set up when it is given this folder alone: models are imported where used.
if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency


@pytest.fixture(autouse=True)
def _registers() -> Iterator[None]:
    from pendopo.kernel.people.permissions import declare_permissions
    from pendopo.kernel.reporting import registry
    from pendopo.kernel.reporting.tests.letters import LETTERS

    kept = dict(registry._registers)
    registry._registers.clear()
    declare_permissions({"test.letters": frozenset({"ppid", "auditor"})})
    registry.add_register(LETTERS)
    yield
    registry._registers.clear()
    registry._registers.update(kept)


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="sukamaju", name="Dinas Kominfo Sukamaju", short_name="Kominfo")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="lain", name="Dinas Lain", short_name="Lain")


@pytest.fixture
def visit(agency: Agency) -> Callable[..., Client]:
    from pendopo.kernel.people.models import RoleGrant, User

    def visit_(role: str = "ppid", where: Agency | None = None) -> Client:
        user = User.objects.create_user(f"{role}-{User.objects.count()}", password=None, name=role.title())
        RoleGrant.objects.create(user=user, agency=where or agency, role=role)
        client = Client()
        client.force_login(user)
        return client

    return visit_
