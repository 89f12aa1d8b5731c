"""Which files of tests run on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines import once

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("path", "runs_once"),
    [
        ("pendopo/modules/exemptions/tests/test_views.py", True),
        ("pendopo/modules/information/tests/test_officers_steps.py", True),
        ("pendopo/modules/information/tests/test_citizen_asking.py", True),
        ("pendopo/modules/information/tests/test_permissions.py", True),
        ("tests/authorisation/test_who_may_enter.py", True),
        ("pendopo/modules/information/tests/test_queries_officers.py", False),
        ("pendopo/kernel/documents/tests/test_redaction_actions.py", False),
        ("pendopo/kernel/calendar/tests/test_recompute_job.py", False),
        ("pendopo/modules/objections/tests/test_together.py", False),
        ("tests/concurrency/test_submissions.py", False),
        ("tests/worked_examples/test_case_flows.py", False),
        ("tests/journeys/test_pages_on_postgresql.py", False),
    ],
)
def test_by_its_name(path: str, runs_once: bool) -> None:
    assert (ROOT / path).exists()
    assert once(ROOT / path) is runs_once


def test_what_the_database_decides_runs_on_both() -> None:
    words = ("actions", "queries", "models", "migrations", "numbering", "recompute", "snapshots", "outbox", "seeding")
    files = [path for path in ROOT.glob("pendopo/**/tests/test_*.py") if any(word in path.stem for word in words)]
    assert len(files) > 30
    assert [str(path.relative_to(ROOT)) for path in files if once(path)] == []
