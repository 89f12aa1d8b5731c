"""Fixtures of this module's tests."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def office(db: None) -> Any:
    """Return an agency that asks about two services."""
    from pendopo.kernel.agencies.models import Agency
    from pendopo.modules.satisfaction.actions import install_instruments
    from pendopo.modules.satisfaction.tests.surveying import Surveyed

    install_instruments()
    return Surveyed(Agency.objects.create(slug="diskominfo", name="Dinas Kominfo", short_name="Kominfo"))


@pytest.fixture
def other_office(db: None) -> Any:
    """Return another agency that asks about two services."""
    from pendopo.kernel.agencies.models import Agency
    from pendopo.modules.satisfaction.actions import install_instruments
    from pendopo.modules.satisfaction.tests.surveying import Surveyed

    install_instruments()
    return Surveyed(Agency.objects.create(slug="dinsos", name="Dinas Sosial", short_name="Dinsos"))
