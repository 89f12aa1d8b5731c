"""Agency, people and a private store of its own for every test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

# pytest reads this file before Django is set up when it is given this folder alone: models are imported where used.
if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.actors import Actor


@pytest.fixture(autouse=True)
def store_folder(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "pendopo.kernel.documents.storage.DurableFileStorage",
            "OPTIONS": {"location": folder},
        },
    }
    return folder


@pytest.fixture(autouse=True)
def _test_letters() -> None:
    from pendopo.kernel.documents.letters import register_folder

    register_folder("tests", Path(__file__).parent / "letters")


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="sukamaju", name="Dinas Kominfo Sukamaju", short_name="Kominfo")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="lain", name="Dinas Lain", short_name="Lain")


@pytest.fixture
def officer(agency: Agency) -> Actor:
    from pendopo.kernel.people.actors import Actor
    from pendopo.kernel.people.models import User

    user = User.objects.create_user("ani", password=None, name="Ani")
    return Actor(kind="staff", label="Ani", user=user, agency_id=agency.pk, roles=frozenset({"ppid"}))


@pytest.fixture
def subject() -> UUID:
    return uuid4()
