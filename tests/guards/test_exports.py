"""Every table that leaves as CSV or XLSX is written so that no cell becomes a formula."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guards.tree import ROOT

# Who writes CSV, each of them through `guarded`; another place must first be looked at by a person.
CSV_WRITERS = {
    "pendopo/kernel/reporting/writers.py",
    "pendopo/kernel/imports/views.py",
    "pendopo/modules/disputes/reports/dossier.py",
}
NEEDED = {"strings_to_formulas": False, "strings_to_urls": False}


def _calls(name: str) -> list[tuple[str, ast.Call, ast.Module]]:
    found = []
    for path in sorted((ROOT / "pendopo").rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        if "/tests/" in where or name not in text:
            continue
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
                found.append((where, node, tree))
    return found


def test_csv_is_written_by_those_who_guard_its_cells() -> None:
    writers = {where for where, call, _tree in _calls("writer") if ast.unparse(call.func) == "csv.writer"}
    assert writers == CSV_WRITERS
    for where in writers:
        assert "guarded(" in Path(ROOT / where).read_text(encoding="utf-8")
    assert _calls("DictWriter") == []


def test_no_workbook_makes_formulas_of_text() -> None:
    books = _calls("Workbook")
    assert len(books) >= 6
    for where, call, tree in books:
        told: dict[str, object] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
                options = {
                    str(ast.literal_eval(key)): value for key, value in zip(node.keys, node.values, strict=True) if key
                }
                if set(NEEDED) <= set(options):
                    told |= {key: ast.literal_eval(options[key]) for key in NEEDED}
        assert told == NEEDED, (where, ast.unparse(call))
    assert _calls("write_formula") == []
    assert _calls("write_url") == []
