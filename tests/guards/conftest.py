"""What the guards have read is forgotten after each file of tests: a million nodes, which would stay to the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guards import tree


@pytest.fixture(autouse=True, scope="module")
def _forgets_what_it_read() -> Iterator[None]:
    yield
    tree.forget()
