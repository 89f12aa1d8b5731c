"""Which worker runs which file: the longest files first, so that no worker is busy for minutes when the others are done."""

from __future__ import annotations

from typing import Any

import pytest

# Processor seconds of the files that take long for other reasons than many tests; what is not listed counts its tests.
LONG = {
    "pendopo/config/tests/test_demo.py": 50,
    "tests/authorisation/test_who_may_enter.py": 40,
    "tests/concurrency/test_submissions.py": 29,
    "tests/journeys/test_pages_on_postgresql.py": 21,
    "tests/authorisation/test_mutants.py": 12,
    "pendopo/portal/tests/test_demo.py": 12,
    "pendopo/portal/tests/test_demo_loaded.py": 5,
    "tests/authorisation/test_no_canary_elsewhere.py": 5,
    "tests/authorisation/test_forged_bodies.py": 5,
    "pendopo/kernel/documents/tests/test_redaction_corpus.py": 24,
    "pendopo/kernel/documents/tests/test_signing_actions.py": 20,
    "pendopo/kernel/documents/tests/test_signing_views.py": 18,
    "pendopo/kernel/documents/tests/test_signing_pades.py": 14,
    "pendopo/kernel/documents/tests/test_redaction.py": 11,
    "pendopo/kernel/search/tests/test_folder.py": 9,
    "pendopo/modules/information/tests/test_migrations.py": 9,
    "pendopo/kernel/documents/tests/test_letters.py": 8,
    "tests/guards/test_guards.py": 8,
    "pendopo/config/tests/test_backup.py": 7,
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
