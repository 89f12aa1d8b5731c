"""`pendopo search`, and the worker's jobs."""

from __future__ import annotations

from click.testing import CliRunner

from pendopo.kernel.search import folder, tasks
from pendopo.kernel.search.console import search_group
from pendopo.kernel.search.tests.indexing import Indexed
from pendopo.kernel.search.tests.shelf import Shelf


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(search_group, list(arguments), catch_exceptions=False)
    return result.exit_code, result.output


def test_status_and_rebuild(index: Indexed, shelf: Shelf) -> None:
    code, told = run("status")
    assert code == 1
    assert "no index yet" in told
    shelf.fill(3)
    code, told = run("rebuild")
    assert (code, told.splitlines()[-1]) == (0, "The search index holds 3 entries.")
    before = folder.current()
    shelf.fill(1200)
    assert run("rebuild")[1].splitlines()[-1] == "The search index holds 1200 entries."
    assert folder.current() != before
    code, told = run("status")
    assert code == 0
    assert "Entries:    1200" in told
    assert "Changes:    0 waiting; applied up to 0 of 0" in told
    folder.begin(folder.State("x", 0, looked=7))
    assert "Building:   7 rows looked at" in run("status")[1]


def test_the_worker_follows_and_forgets(index: Indexed, shelf: Shelf) -> None:
    shelf.put(1, "Laporan")
    assert tasks.follow_changes() == 1
    shelf.put(1, "Berita")
    assert tasks.follow_changes() == 1
    assert tasks.follow_changes() == 0
    assert tasks.forget_changes() == 0
