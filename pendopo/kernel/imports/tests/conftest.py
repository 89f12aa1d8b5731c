"""An agency, its people, and no importer but ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

# pytest reads this file before Django is set up when it is given this folder alone: models are imported where used.
if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency


@pytest.fixture(autouse=True)
def _importers(tmp_path: Any, settings: Any) -> Iterator[None]:
    from pendopo.kernel.imports import registry
    from pendopo.kernel.imports.tests.guests import GUESTS
    from pendopo.kernel.people.permissions import declare_permissions

    kept = dict(registry._importers)
    registry._importers.clear()
    declare_permissions({"test.guests": frozenset({"ppid"})})
    registry.add_importer(GUESTS)
    yield
    registry._importers.clear()
    registry._importers.update(kept)


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="sukamaju", name="Dinas Kominfo Sukamaju", short_name="Kominfo")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="lain", name="Dinas Lain", short_name="Lain")


@pytest.fixture
def person(agency: Agency) -> Callable[..., Any]:
    from pendopo.kernel.people.models import RoleGrant, User

    def person_(role: str = "ppid", where: Agency | None = None) -> Any:
        user = User.objects.create_user(f"{role}-{User.objects.count()}", password=None, name=role.title())
        RoleGrant.objects.create(user=user, agency=where or agency, role=role)
        return user

    return person_


@pytest.fixture
def visit(person: Callable[..., Any]) -> Callable[..., Client]:
    def visit_(role: str = "ppid", where: Agency | None = None) -> Client:
        client = Client()
        client.force_login(person(role, where))
        return client

    return visit_


@pytest.fixture
def ppid(agency: Agency, person: Callable[..., Any]) -> Any:
    from pendopo.kernel.people.actors import staff

    return staff(person("ppid"), agency)
