"""Statements name tests that exist, prove only what passed, and stay blank otherwise."""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from pendopo.config.console import cli
from pendopo.config.evidence.catalogue import Item, items
from pendopo.config.evidence.report import COLUMNS, Results, counts, markdown, outcome, write

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once
# Article 27 by paragraph; level 2 of ASVS 5.0.0 with level 1.
PARAGRAPHS = [7, 7, 4, 8, 4, 7, 7, 4, 5, 5, 5, 7, 5]


@cache
def functions(path: str) -> frozenset[str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    return frozenset(node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("name", ["bssn", "asvs"])
def test_every_test_that_is_named_exists(name: str) -> None:
    named = {test for item in items(name) for test in item.tests}
    missing = [test for test in named if test.partition("::")[2] not in functions(test.partition("::")[0])]
    assert missing == []
    assert len(named) > 10


def test_the_items_are_all_there() -> None:
    letters = [item for item in items("bssn") if item.level == "butir"]
    assert len(letters) == sum(PARAGRAPHS) == 75
    assert [sum(item.key.startswith(f"27({number})") for item in letters) for number in range(1, 14)] == PARAGRAPHS
    assert {item.text for item in letters} == {""}
    levels = [item.level for item in items("asvs")]
    assert (levels.count("1"), levels.count("2")) == (70, 183)
    keys = [item.key for item in items("asvs")]
    assert len(set(keys)) == 253
    assert keys == sorted(keys, key=lambda key: [int(part) for part in key.split(".")])


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ({"a": "passed", "b": "passed"}, "lulus"), ({"a": "passed", "b": "failed"}, "GAGAL"),
        ({"a": "passed"}, ""), ({"a": "passed", "b": "skipped"}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_only_what_passed_is_proved(ended: dict[str, str], said: str) -> None:
    assert outcome(Item("x", "x", tests=["a", "b"]), Results("2026-03-02", ended)) == said
    assert outcome(Item("x", "x"), Results("2026-03-02", ended)) == ""
    assert outcome(Item("x", "x", not_applicable="No."), Results("2026-03-02", ended)) == "tidak berlaku"


def test_without_results_nothing_is_proved() -> None:
    assert {counts(name, Results.none())["lulus"] for name in ("bssn", "asvs")} == {0}
    page = markdown("bssn", Results.none())
    assert "Tanpa hasil uji: tidak ada yang dinyatakan terbukti." in page
    assert "| lulus |" not in page


def test_the_workbook_holds_what_the_page_holds(tmp_path: Path) -> None:
    first = next(item for item in items("asvs") if item.tests)
    results = Results("2026-03-02", dict.fromkeys(first.tests, "passed"))
    write("asvs", results, tmp_path / "asvs.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "asvs.xlsx")).get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(rows) if row[0] == "Butir")
    assert rows[head] == [title for title, _width in COLUMNS]
    told = {row[0]: (row[6], row[7]) for row in rows[head + 1 :]}
    assert len(told) == 253
    assert told[first.key] == ("lulus", "2026-03-02")
    assert sum(result == "lulus" for result, _on in told.values()) == counts("asvs", results)["lulus"]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = CliRunner().invoke(cli, ["evidence", "bssn", "bssn.md"])
    assert answer.exit_code == 0
    assert "bssn.md: 0 proved, 0 failed, 88 blank." in answer.output
    test = next(item for item in items("bssn") if len(item.tests) == 1).tests[0]
    Path("results.json").write_text(json.dumps({"on": "2026-03-02", "tests": {test: "passed"}}), encoding="utf-8")
    answer = CliRunner().invoke(cli, ["evidence", "bssn", "bssn.xlsx", "--results", "results.json"])
    assert " 0 failed," in answer.output
    assert " 0 proved," not in answer.output
    Path("results.json").write_text("[]", encoding="utf-8")
    answer = CliRunner().invoke(cli, ["evidence", "asvs", "asvs.md", "--results", "results.json"])
    assert answer.exit_code == 1
