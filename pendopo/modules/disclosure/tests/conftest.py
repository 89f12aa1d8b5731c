"""A desk for every test, whose granted requests are kept in memory in place of the module that keeps them really."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def desk(db: None) -> Iterator[Any]:
    # Imported here: this file is read before Django is set up.
    from pendopo.modules.disclosure.ports import answered
    from pendopo.modules.disclosure.tests.desk import frozen, make_desk

    before = answered.get()
    with frozen():
        made = make_desk()
        answered.connect(made.shelf)
        yield made
    answered.connect(before)


@pytest.fixture
def index() -> Iterator[Any]:
    """Give a search index of its own."""
    from pendopo.kernel.search.tests.indexing import searchable

    with searchable() as found:
        yield found
