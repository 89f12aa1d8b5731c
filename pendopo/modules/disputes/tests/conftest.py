"""Everything happens on one Friday."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    from pendopo.modules.disputes.tests.bench import frozen

    with frozen():
        yield
