"""Statements name tests that exist, prove only what passed, and say of everything else why not."""

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
    listed = list(items("bssn"))
    assert [item.key for item in listed] == [
        f"27({number}){chr(ord('a') + letter)}"
        for number, many in enumerate(PARAGRAPHS, start=1)
        for letter in range(many)
    ]
    assert len(listed) == sum(PARAGRAPHS) == 75
    assert len({item.text for item in listed}) >= 74
    assert all(item.text.endswith(".") for item in listed)
    levels = [item.level for item in items("asvs")]
    assert (levels.count("1"), levels.count("2")) == (70, 183)
    keys = [item.key for item in items("asvs")]
    assert len(set(keys)) == 253
    assert keys == sorted(keys, key=lambda key: [int(part) for part in key.split(".")])


@pytest.mark.parametrize("name", ["bssn", "asvs"])
def test_every_item_has_tests_or_says_why_not(name: str) -> None:
    for item in items(name):
        excuses = [item.not_applicable, item.agency, item.document, "" if item.tests else item.reason]
        assert bool(item.tests) + sum(bool(each) for each in excuses) == 1, item.key
        assert bool(item.mechanism) is bool(item.tests), item.key


def test_documents_that_are_named_have_the_heading() -> None:
    for item in (*items("bssn"), *items("asvs")):
        if item.document:
            path, _, heading = item.document.partition("#")
            lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
            assert any(line.lstrip("#").strip() == heading for line in lines if line.startswith("#")), item.document


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
    assert outcome(Item("x", "x", document="a.md#A"), Results("2026-03-02", ended)) == "dokumen"
    assert outcome(Item("x", "x", agency="Theirs."), Results("2026-03-02", ended)) == "kebijakan instansi"
    partly = "sebagian" if said == "lulus" else said
    assert outcome(Item("x", "x", tests=["a", "b"], reason="Not all."), Results("2026-03-02", ended)) == partly


def test_without_results_nothing_is_proved() -> None:
    assert {counts(name, Results.none())["lulus"] for name in ("bssn", "asvs")} == {0}
    page = markdown("bssn", Results.none())
    assert "Tanpa hasil uji: tidak ada yang dinyatakan terbukti." in page
    assert "| lulus |" not in page


def test_the_workbook_holds_what_the_page_holds(tmp_path: Path) -> None:
    first = next(item for item in items("asvs") if item.tests and not item.reason)
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
    assert "bssn.md: 0 proved, 0 in part, 0 failed, 75 blank." in answer.output
    test = next(item for item in items("bssn") if len(item.tests) == 1 and not item.reason).tests[0]
    Path("results.json").write_text(json.dumps({"on": "2026-03-02", "tests": {test: "passed"}}), encoding="utf-8")
    answer = CliRunner().invoke(cli, ["evidence", "bssn", "bssn.xlsx", "--results", "results.json"])
    assert " 0 failed," in answer.output
    assert " 0 proved," not in answer.output
    Path("results.json").write_text("[]", encoding="utf-8")
    answer = CliRunner().invoke(cli, ["evidence", "asvs", "asvs.md", "--results", "results.json"])
    assert answer.exit_code == 1
