"""Guards of structure: foreign keys, tenancy, doors, diagrams, statutory numbers."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.guards import tree

RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})


def foreign_keys(root: Path) -> list[str]:
    """A row refers to rows of its own package or of the kernel; other modules are met by events and registries."""
    labels = app_labels(root)
    found = []
    for path in tree.product(root):
        own = package_of(path, root)
        if own is None or (path.stem != "models" and path.parent.name != "models"):
            continue
        module = tree.tree(path)
        known = tree.imports(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and tree.dotted(node.func).rpartition(".")[2] in RELATIONS:
                target = target_package(relation_target(node), own, known, labels)
                if target != own and not target.startswith("pendopo.kernel."):
                    found.append(
                        f"{tree.where(path, root, node.lineno)} refers to {target}; only to {own} or the kernel."
                    )
    return found


# Model → why its rows belong to no agency.
BELONGS_TO_NOBODY = {
    "agencies.Agency": "it is the agency",
    "calendar.CalendarStamp": "the national calendar is everybody's",
    "calendar.DecreeLoad": "the national calendar is everybody's",
    "calendar.CalendarYear": "the national calendar is everybody's",
    "calendar.Holiday": "the national calendar is everybody's",
    "calendar.PlannedMove": "it tells how clocks move that stand alike, whosever they are",
    "notifications.DeliveryAttempt": "it is part of a message, which has an agency",
    "notifications.PeriodicRun": "the worker serves the installation",
    "operation.Failure": "a program fails at a place of its own, whomever it served; no value is kept",
    "operation.Note": "what the installation knows of its own running",
    "search.Change": "a note for every node's index, without content; the index serves the installation",
    "search.Course": "the order of the changes is the installation's",
    "people.CountedTry": "tries are counted before it is known whom they concern",
    "people.Knock": "somebody at the door, before it is known whether there is such an account",
    "people.User": "one person may work in several agencies, by role grants",
}


def tenancy(root: Path) -> list[str]:
    """Every row belongs to an agency (and what BELONGS_TO_NOBODY excuses to the installation)."""
    found = []
    for path in tree.product(root):
        own = package_of(path, root)
        if own is None or (path.stem != "models" and path.parent.name != "models"):
            continue
        for node in tree.classes(tree.tree(path)):
            is_model = any(tree.dotted(base) in {"models.Model", "AbstractUser"} for base in node.bases)
            fields = {
                target.id
                for part in node.body
                if isinstance(part, ast.Assign)
                for target in part.targets
                if isinstance(target, ast.Name)
            }
            name = f"{own.rpartition('.')[2]}.{node.name}"
            if is_model and "agency" not in fields and name not in BELONGS_TO_NOBODY:
                found.append(f"{tree.where(path, root, node.lineno)} {node.name} has no agency: whose rows are these?")
    return found


def relation_target(call: ast.Call) -> ast.expr:
    """Return the expression that names the model a relation refers to."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "to"]
    return (call.args or named)[0]


def target_package(target: ast.expr, own: str, known: dict[str, str], labels: dict[str, str]) -> str:
    """Return the package of the model that a relation refers to."""
    if isinstance(target, ast.Constant):
        label, dot, _model = str(target.value).partition(".")
        return labels.get(label, label) if dot else own
    name = tree.resolved(target, known)
    if name == "django.conf.settings.AUTH_USER_MODEL":
        return "pendopo.kernel.people"
    if "." not in name:
        return own
    return package_name(name.split("."))


def package_name(parts: Sequence[str]) -> str:
    """Return pendopo.kernel.x or pendopo.modules.x for a longer dotted name, and two parts for anything else."""
    deep = len(parts) > 2 and parts[0] == "pendopo" and parts[1] in {"kernel", "modules"}
    return ".".join(parts[:3] if deep else parts[:2])


def package_of(path: Path, root: Path) -> str | None:
    """Return the dotted name of the package that `path` belongs to, None outside pendopo."""
    parts = path.relative_to(root).with_suffix("").parts
    return package_name(parts) if parts[0] == "pendopo" and len(parts) > 2 else None


def app_labels(root: Path) -> dict[str, str]:
    """Return Django's app labels with the package each stands for, read from the apps.py files."""
    labels = {}
    for path in tree.files(root, ".py", inside="pendopo"):
        if path.name != "apps.py":
            continue
        for node in tree.classes(tree.tree(path)):
            facts = {
                part.targets[0].id: part.value.value
                for part in node.body
                if isinstance(part, ast.Assign)
                and isinstance(part.targets[0], ast.Name)
                and isinstance(part.value, ast.Constant)
            }
            if "name" in facts:
                labels[str(facts.get("label") or str(facts["name"]).rpartition(".")[2])] = str(facts["name"])
    return labels


# ---------------------------------------------------------------------------------------------------------- doors


def walk(patterns: Sequence[Any], namespaces: tuple[str, ...] = (), route: str = "/") -> Iterator[tuple[str, str, Any]]:
    """Yield (name with namespaces, route, view) of every address below a list of URL patterns."""
    for entry in patterns:
        here = route + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from walk(entry.url_patterns, inner, here)
        else:
            yield ":".join((*namespaces, entry.name or "")), here, entry.callback


def doors(patterns: Sequence[Any]) -> list[str]:
    """Every address has a name, and its view a door that decides who may enter."""
    found = []
    for name, route, view in walk(patterns):
        if not name or name.endswith(":"):
            found.append(f"{route} has no name.")
        if not getattr(view, "door", ""):
            where = f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"
            found.append(f"{route} ({where}) has no door: open_door, public_door, account_door or staff_door.")
    return found


def matrix(patterns: Sequence[Any], file: Path) -> list[str]:
    """The hand-kept list of doors agrees with the program; the complaint is the line to paste."""
    written = tomllib.loads(file.read_text(encoding="utf-8")).get("doors", {})
    real = {name: str(getattr(view, "door", "")) for name, _route, view in walk(patterns)}
    missing = [f'add to {file.name}:  "{name}" = "{door}"' for name, door in real.items() if name not in written]
    wrong = [
        f'{file.name} says "{name}" = "{written[name]}", the program "{door}": which one is meant?'
        for name, door in real.items()
        if name in written and written[name] != door
    ]
    stale = [f'remove from {file.name}:  "{name}"' for name in written if name not in real]
    return missing + wrong + stale


# ------------------------------------------------------------------------------------------ READMEs and the law


def module_readmes(root: Path) -> list[str]:
    """Every module and kernel package tells on one screen what it is for."""
    folders = [path.parent for path in tree.files(root, ".py", inside="pendopo") if path.name == "__init__.py"]
    wanted = [folder for folder in folders if folder.parent == root / "pendopo/modules"]
    return [f"{tree.where(folder, root)} has no README.md." for folder in wanted if not (folder / "README.md").exists()]


def diagrams(root: Path, expected: dict[str, list[str]]) -> list[str]:
    """Each README shows the chart of its module's procedures as they are; `expected` is folder → charts."""
    found = []
    for folder, charts in expected.items():
        path = root / folder / "README.md"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        found += [
            f"{tree.where(path, root)} does not show the procedure as it is; paste:\n```mermaid\n{chart.strip()}\n```"
            for chart in charts
            if chart.strip() not in text
        ]
    return found


def statutory_numbers(root: Path, codes: Sequence[str]) -> list[str]:
    """docs/dasar-hukum.md lists every number that comes from the law: the deadline rules and the modules' constants.

    `codes` are the registered deadline rules. A constant is an upper-case name in a module's rules that is a number;
    limits of our own choosing stand in rules/limits.py and are no law.
    """
    path = root / "docs" / "dasar-hukum.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    wanted = [*codes, *numeric_constants(root)]
    return [f"docs/dasar-hukum.md does not list `{name}`." for name in wanted if f"`{name}`" not in text]


def numeric_constants(root: Path) -> list[str]:
    """Return the names of numeric constants in the modules' rules, for example information.rules.procedure.ROUNDS."""
    found = []
    for path in tree.product(root):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[1] != "modules" or not {"rules", "deadline_rules"} & set(parts[3:]) or parts[-1] == "limits":
            continue
        for node in tree.tree(path).body:
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            for target in targets:
                if (
                    isinstance(target, ast.Name)
                    and re.fullmatch(r"[A-Z][A-Z0-9_]*", target.id)
                    and is_number(node.value)  # type: ignore[attr-defined]
                ):
                    found.append(".".join((parts[2], *(part for part in parts[3:] if part != "__init__"), target.id)))
    return found


def is_number(value: ast.expr | None) -> bool:
    """Tell whether an expression is a number, a Decimal, or a product of numbers."""
    if isinstance(value, ast.BinOp):
        return is_number(value.left) and is_number(value.right)
    if isinstance(value, ast.Call) and tree.dotted(value.func).endswith("Decimal"):
        return True
    return (
        isinstance(value, ast.Constant) and isinstance(value.value, int | float) and not isinstance(value.value, bool)
    )
