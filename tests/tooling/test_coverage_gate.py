"""What the coverage gate complains about."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests import coverage_gate
from tests.coverage_gate import analysed, complaints, reported, table, together


def report(percent: float, **files: tuple[list[int], list[list[int]]]) -> dict[str, object]:
    return {
        "totals": {"percent_covered": percent},
        "files": {
            name: {"missing_lines": lines, "missing_branches": branches} for name, (lines, branches) in files.items()
        },
    }


def test_enough() -> None:
    assert complaints(report(95.0, **{"pendopo/portal/views/public.py": ([1, 2], [[3, 4]])})) == []


def test_too_little() -> None:
    assert complaints(report(94.94)) == ["Coverage is 94.9 %; 95 % are wanted."]


@pytest.mark.parametrize(
    "name",
    [
        "pendopo/modules/information/rules.py",
        "pendopo/modules/information/rules/notice.py",
        "pendopo/modules/information/actions/answer.py",
        "pendopo/modules/information/deadline_rules.py",
        "pendopo/modules/information/permissions.py",
        "pendopo/kernel/people/permissions.py",
        "pendopo/kernel/calendar/api.py",
        "pendopo/kernel/calendar/queries/answers.py",
        "pendopo/lib/workdays.py",
        "pendopo/lib/deadlines.py",
    ],
)
def test_where_everything_is_wanted(name: str) -> None:
    assert complaints(report(99.0, **{name: ([], [])})) == []
    assert complaints(report(99.0, **{name: ([7], [[3, 5], [9, -1]])})) == [
        f"{name} must be covered completely; missing: 7, 3→5, 9→exit."
    ]


@pytest.mark.parametrize(
    "name", ["pendopo/modules/information/forms.py", "pendopo/portal/actions_list.py", "pendopo/lib/text.py"]
)
def test_where_it_is_not(name: str) -> None:
    assert complaints(report(99.0, **{name: ([7], [])})) == []


SOURCE = b"def both(n):\n    if n:\n        return 1\n    return 2\n"
# Notes: def, if, branch taken, return 1, branch not taken, return 2.
ONE, OTHER = "010101010000", "010100000101"


def test_what_several_processes_ran_is_one_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_gate, "ROOT", tmp_path)
    digest, before = sha256(SOURCE).hexdigest(), sha256(b"changed meanwhile").hexdigest()
    for name in ("a.py", "b.py", "c.py", "empty.py"):
        (tmp_path / name).write_bytes(SOURCE if name != "empty.py" else b"")
    (tmp_path / "pyproject.toml").write_text("[tool.coverage.run]\nbranch = true\n")
    ran = together(
        [
            {"a.py": [digest, ONE], "b.py": [digest, ONE], "c.py": None, "empty.py": None},
            {"a.py": [digest, OTHER], "b.py": [before, "01" * 6], "c.py": None, "empty.py": None},
        ]
    )
    found = analysed(ran.items())
    assert {name: (each["missing"], each["summary"]["covered_branches"]) for name, each in found.items()} == {
        "a.py": ("", 2),
        "b.py": ("4", 1),
        "c.py": ("1-4", 0),
    }
    totals = {key: sum(each["summary"][key] for each in found.values()) for key in coverage_gate.SUMMED}
    lines = list(table({"files": found, "totals": totals | {"percent_covered": 50.0}}))
    assert [line.split() for line in lines[1:]] == [
        ["b.py", "4", "1", "2", "1", "67%", "4"],
        ["c.py", "4", "4", "2", "0", "0%", "1-4"],
        ["TOTAL", "12", "5", "6", "1", "50.0%"],
        ["1", "files", "skipped", "due", "to", "complete", "coverage."],
    ]


def test_what_is_as_it_was_is_not_analysed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept" / "analysed.json"
    monkeypatch.setattr(coverage_gate, "ROOT", tmp_path)
    monkeypatch.setattr(coverage_gate, "ANALYSED", kept)
    for name in ("a.py", "b.py", "empty.py"):
        (tmp_path / name).write_bytes(SOURCE if name != "empty.py" else b"")
    (tmp_path / "pyproject.toml").write_text("[tool.coverage.run]\nbranch = true\n")
    digest = sha256(SOURCE).hexdigest()

    def missing(**ran: str) -> dict[str, str]:
        whole = together([{"empty.py": None} | {f"{name}.py": [digest, places] for name, places in ran.items()}])
        return {name: each["missing"] for name, each in reported(whole)["files"].items()}

    assert missing(a=ONE, b=OTHER) == {"a.py": "4", "b.py": "3"}
    kept.write_text(kept.read_text().replace('"missing": "3"', '"missing": "kept"'))
    assert missing(a=OTHER, b=OTHER) == {"a.py": "3", "b.py": "kept"}
    (tmp_path / "b.py").write_bytes(SOURCE + b"\n\n")
    assert missing(a=OTHER, b=OTHER) == {"a.py": "3", "b.py": "1-4"}
    kept.write_text("{")
    assert missing(a=ONE) == {"a.py": "4"}
    kept.write_text(kept.read_text().replace('"version": "', '"version": "0'))
    assert missing(a=ONE) == {"a.py": "4"}
