"""The source tree as it is passes every guard."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from pendopo.kernel.workflow.diagram import mermaid
from pendopo.kernel.workflow.rules import Procedure
from pendopo.lib import deadlines

from tests.guards import form, structure
from tests.guards.tree import ROOT

MATRIX = ROOT / "tests" / "authorisation" / "matrix.toml"

GUARDS: list[Callable[[Path], list[str]]] = [
    form.clocks,
    form.markup,
    form.names,
    form.places,
    form.requirements,
    form.signals,
    form.sizes,
    structure.foreign_keys,
    structure.module_readmes,
    structure.tenancy,
]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_guard_finds_nothing(guard: Callable[[Path], list[str]]) -> None:
    assert "\n".join(guard(ROOT)) == ""


def test_every_address_has_a_door() -> None:
    assert "\n".join(structure.doors(get_resolver().url_patterns)) == ""


def test_every_door_stands_in_the_matrix() -> None:
    assert "\n".join(structure.matrix(get_resolver().url_patterns, MATRIX)) == ""


def test_readmes_show_the_procedures() -> None:
    assert "\n".join(structure.diagrams(ROOT, expected_diagrams())) == ""


def test_statutory_numbers_are_listed() -> None:
    assert "\n".join(structure.statutory_numbers(ROOT, list(deadlines.all_rules()))) == ""


def expected_diagrams() -> dict[str, list[str]]:
    """Return, by folder of a module, the charts of the procedures its rules define."""
    expected = {}
    for app in apps.get_app_configs():
        if app.name.startswith("pendopo.modules."):
            rules = importlib.import_module(f"{app.name}.rules")
            procedures = [value for value in vars(rules).values() if isinstance(value, Procedure)]
            for name in vars(rules):
                value = getattr(rules, name)
                if _is_module(value):
                    procedures += [inner for inner in vars(value).values() if isinstance(inner, Procedure)]
            unique = {procedure.key: procedure for procedure in procedures}
            expected[app.name.replace(".", "/")] = [mermaid(procedure) for procedure in unique.values()]
    return expected


def _is_module(value: object) -> bool:
    return type(value).__name__ == "module" and str(getattr(value, "__name__", "")).startswith("pendopo.modules.")
