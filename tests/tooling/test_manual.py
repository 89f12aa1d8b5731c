"""The manual's parts that come from the program are in step with it: python docs/manual.py writes them."""

from __future__ import annotations

import importlib.util

from tests.guards.tree import ROOT


def test_the_table_of_legal_readings_is_in_step() -> None:
    spec = importlib.util.spec_from_file_location("manual", ROOT / "docs" / "manual.py")
    assert spec is not None
    assert spec.loader is not None
    manual = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(manual)
    text = manual.SETTINGS.read_text(encoding="utf-8")
    assert manual.with_readings(text) == text
    assert manual.with_readings("# Settings\n") == f"# Settings\n\n{manual.readings()}\n"
