"""Every field that could hold personal data is declared beside its model, or listed as holding none, with a reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pendopo.kernel.people.personal import declarations
from pendopo.kernel.privacy.queries.processing import undeclared


def listed(file: Path) -> list[str]:
    """Return the patterns of fields that hold no personal data; raise ValueError for a group without a reason."""
    groups = tomllib.loads(file.read_text(encoding="utf-8")).get("none", [])
    if any(len(group.get("reason", "")) < 20 for group in groups):
        raise ValueError(f"Every group of {file.name} says why.")
    return [pattern for group in groups for pattern in group["fields"]]


def unanswered(models: Iterable[type[Any]], file: Path) -> list[str]:
    """Return the fields of `models` for which nobody has said whether they hold personal data, and stale patterns."""
    patterns, used, found = listed(file), set(), []
    for model in models:
        for name in undeclared(model):
            full = f"{model._meta.label}.{name}"
            fits = [pattern for pattern in patterns if fnmatchcase(full, pattern)]
            used |= set(fits)
            if not fits:
                found.append(
                    f"{full} could hold personal data: declare it beside the model (PersonalField), or say in {file.name} why not."
                )
    return found + [f"{file.name}: {pattern} names no field any more." for pattern in patterns if pattern not in used]


def wrong(known: Iterable[str]) -> list[str]:
    """Return what the declarations themselves lack: a purpose in words, an article, a model and a field that exist."""
    from django.apps import apps

    found = []
    labels = set(known)
    for label, fields in declarations().items():
        if label not in labels:
            continue
        names = {field.name for field in apps.get_model(label)._meta.get_fields()}
        for each in fields:
            if each.field not in names:
                found.append(f"{label}.{each.field} is declared and does not exist.")
            if len(each.purpose) < 10 or not any(word in each.basis for word in ("UU ", "PerKI ", "PP ")):
                found.append(f"{label}.{each.field} is declared without a purpose in words or an article.")
    return found
