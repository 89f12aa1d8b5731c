"""Which worker runs which file: the longest files first, so that no worker is busy for minutes when the others are done."""

from __future__ import annotations

from typing import Any

import pytest

# Processor seconds of the files that take long for other reasons than many tests; what is not listed counts its tests.
LONG = {
    "tests/authorisation/test_who_may_enter.py": 50,
    "pendopo/config/tests/test_demo.py": 22,
    "tests/journeys/test_pages_on_postgresql.py": 21,
    "pendopo/kernel/documents/tests/test_redaction_corpus.py": 16,
    "tests/concurrency/test_submissions.py": 12,
    "pendopo/kernel/search/tests/test_folder.py": 7,
    "tests/guards/test_guards.py": 7,
    "pendopo/portal/tests/test_demo.py": 5,
    "pendopo/config/tests/test_backup.py": 5,
    "pendopo/modules/information/tests/test_migrations.py": 5,
    "tests/authorisation/test_no_canary_elsewhere.py": 5,
    "tests/authorisation/test_forged_bodies.py": 5,
    "pendopo/kernel/documents/tests/test_signing_views.py": 4,
    "tests/authorisation/test_mutants.py": 4,
}
EACH_TEST = 0.04


def weight(path: str, tests: int) -> float:
    """Return about how many seconds a file takes."""
    return max(LONG.get(path, 0.0), EACH_TEST * tests)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share whole files, the heaviest first; other ways of sharing are pytest-xdist's own."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler.loadfile import LoadFileScheduling

    class LongestFirst(LoadFileScheduling):
        def _assign_work_unit(self, node: Any) -> None:
            heaviest = max(self.workqueue, key=lambda path: weight(path, len(self.workqueue[path])))
            self.workqueue.move_to_end(heaviest, last=False)
            super()._assign_work_unit(node)

    return LongestFirst(config, log)
