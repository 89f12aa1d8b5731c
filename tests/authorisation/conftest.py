"""One world for all tests of this folder, built once for all processes and taken back at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.authorisation.world import World


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return the world; what a test changes it must take back (`undone`)."""
    from tests.authorisation.world import World, build
    from tests.databases import filled

    with django_db_blocker.unblock(), filled("world", build):
        yield World()
