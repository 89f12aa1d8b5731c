"""Which file a free worker is given."""

from __future__ import annotations

from pathlib import Path

from tests.sharing import LONG, weight

ROOT = Path(__file__).resolve().parents[2]


def test_long_files_go_before_files_of_many_tests() -> None:
    files = {"pendopo/config/tests/test_demo.py": 13, "pendopo/lib/tests/test_workdays.py": 30, "many.py": 200}
    assert sorted(files, key=lambda path: -weight(path, files[path])) == [
        "pendopo/config/tests/test_demo.py",
        "many.py",
        "pendopo/lib/tests/test_workdays.py",
    ]


def test_every_long_file_is_there() -> None:
    assert [path for path in LONG if not (ROOT / path).exists()] == []
