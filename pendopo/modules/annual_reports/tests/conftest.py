"""One kind of case to count, whatever modules are installed."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _only_source() -> Iterator[None]:
    from pendopo.modules.annual_reports.tests.yearbook import only_source

    yield from only_source()
