"""Things to be found that live in memory, and an index of their own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

# pytest reads this file before Django is set up when it is given this folder alone: models are imported where used.
if TYPE_CHECKING:
    from pendopo.kernel.search.tests.indexing import Indexed
    from pendopo.kernel.search.tests.shelf import Shelf


@pytest.fixture(autouse=True)
def shelf() -> Iterator[Shelf]:
    """Give a kind of things that a test puts there itself, and no others."""
    from pendopo.kernel.search import registry
    from pendopo.kernel.search.tests.shelf import Shelf

    kept = dict(registry._searchables)
    registry._searchables.clear()
    shelf = Shelf("book")
    registry.add_searchable(shelf.searchable)
    yield shelf
    registry._searchables.clear()
    registry._searchables.update(kept)


@pytest.fixture
def index(db: None) -> Iterator[Indexed]:
    """Give a fresh index folder."""
    from pendopo.kernel.search.tests.indexing import searchable

    with searchable() as fresh:
        yield fresh
