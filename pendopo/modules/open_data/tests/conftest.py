"""Two agencies, and datasets that live in memory in place of the list of public information. Django is imported late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.modules.open_data.tests.shelf import Shelf


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas", email="ppid@dinas.example.id")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="badan", name="Badan Contoh", short_name="Badan")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    from pendopo.modules.open_data.ports import datasets
    from pendopo.modules.open_data.tests.shelf import Shelf

    before = datasets.get()
    on = Shelf()
    datasets.connect(on)
    yield on
    datasets.connect(before)
