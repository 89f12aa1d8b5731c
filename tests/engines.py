"""Which files of tests run on both databases, and which ones once: decided by the file's name, not test by test.

SQLite runs everything. PostgreSQL repeats what depends on it: models, actions, queries, numbers, imports, migrations,
several writers at once. What is about pages, papers and doors asks the database nothing that those do not ask, and
`tests/journeys/test_pages_on_postgresql.py` opens every page in every state there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ABOUT_PAGES = frozenset(
    "accounts authorisation citizen context doors dossier english errors feeds forms headers heading letters metadata"
    " officers pages papers password permissions public trail views workspace writers".split()
)
# A file named after one of these runs on both, whatever else its name says.
ABOUT_ROWS = frozenset("actions queries models migrations numbering importing postgresql together".split())


def once(path: Path) -> bool:
    """Tell whether the name of a file (or of its folder under tests/) says that nothing in it depends on the database."""
    words = {*path.stem.split("_"), path.parent.name}
    return bool(words & ABOUT_PAGES) and not words & ABOUT_ROWS


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave files unread of which the asked marks can want nothing: reading all of them takes each process seconds."""
    if collection_path.suffix != ".py" or not collection_path.name.startswith("test_"):
        return None
    asked = config.getoption("markexpr")
    if asked == "browser" and "mark.browser" not in collection_path.read_text(encoding="utf-8"):
        return True
    return True if "not once" in asked and once(collection_path) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by the rule, so that `-m "not once"` means the same for a single file."""
    for item in items:
        if once(item.path):
            item.add_marker(pytest.mark.once)
