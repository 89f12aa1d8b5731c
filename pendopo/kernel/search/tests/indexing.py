"""An index of its own for a test: `searchable()` makes a fresh folder, `bring_up_to_date()` does what the worker does.

    from pendopo.kernel.search.tests.indexing import searchable

    def test_found(db):
        with searchable() as index:
            entry = publish(...)
            index.bring_up_to_date()
            assert [hit.id for hit in search("anggaran").hits] == [entry.pk]

Without `bring_up_to_date` nothing is found: a page that searches works all the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.test import override_settings

from pendopo.kernel.search import upkeep


@dataclass
class Indexed:
    """An index folder of a test."""

    folder: Path

    def bring_up_to_date(self) -> None:
        """Do what the worker does until nothing is left: build the index when there is none, else apply what changed."""
        while upkeep.keep_up(seconds=60):
            continue


@contextmanager
def searchable() -> Iterator[Indexed]:
    """Give a fresh index folder for the time of a test; a fixture yields it from inside a `with`."""
    with tempfile.TemporaryDirectory(prefix="pendopo-search-") as folder, override_settings(SEARCH_DIR=Path(folder)):
        yield Indexed(Path(folder))
