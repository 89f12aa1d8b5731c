"""Two agencies and two kinds of cases that only the tests know. Django is imported late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.tracking.tests.shelves import Shelf


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas")


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="badan", name="Badan Contoh", short_name="Badan")


@pytest.fixture
def shelves(monkeypatch: pytest.MonkeyPatch) -> dict[str, Shelf]:
    """Return two kinds, in place of those that the modules have added."""
    from pendopo.kernel.tracking import registry
    from pendopo.kernel.tracking.tests.shelves import Shelf

    monkeypatch.setattr(registry, "_kinds", {})
    both = {name: Shelf(name) for name in ("book", "loan")}
    for shelf in both.values():
        registry.add_kind(shelf.kind)
    return both
