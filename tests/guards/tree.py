"""Reading the source tree for the guards. Every guard takes a root folder, so that a planted copy can be judged too."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Never part of the project's own source.
FOREIGN = frozenset({".git", ".venv", "var", "build", "node_modules", "__pycache__", "staticfiles"})
TEXT = frozenset(
    {"", ".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".in", ".yml", ".yaml", ".json", ".svg", ".typ", ".po"}
)


def files(root: Path, *suffixes: str, inside: str = "") -> list[Path]:
    """Return the project's own files under `root`/`inside` with one of `suffixes` (any text file without)."""
    found: list[Path] = []
    for folder, names, entries in os.walk(root / inside):
        names[:] = sorted(name for name in names if name not in FOREIGN and not name.endswith((".egg-info", "_cache")))
        found += [Path(folder) / entry for entry in sorted(entries)]
    return [path for path in found if path.suffix in (suffixes or TEXT)]


def product(root: Path) -> list[Path]:
    """Return the Python files of the product: without tests and migrations."""
    return [path for path in files(root, ".py", inside="pendopo") if not is_test(path, root) and not is_migration(path)]


def is_test(path: Path, root: Path) -> bool:
    """Tell whether `path` belongs to tests."""
    parts = path.relative_to(root).parts
    return "tests" in parts or parts[-1] == "conftest.py"


def is_migration(path: Path) -> bool:
    """Tell whether Django wrote `path`."""
    return path.parent.name == "migrations"


def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return _tree(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2000)
def _tree(path: Path, _changed: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def forget() -> None:
    """Forget the syntax trees."""
    _tree.cache_clear()


def where(path: Path, root: Path, line: int = 0) -> str:
    """Return how a complaint names a place: the path from the root, and the line."""
    name = path.relative_to(root).as_posix()
    return f"{name}:{line}" if line else name


def dotted(node: ast.AST) -> str:
    """Return a dotted name such as models.ForeignKey, empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def imports(module: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for, for example {"dt": "datetime", "now": "pendopo.kernel.clock.now"}."""
    names: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def resolved(node: ast.AST, names: dict[str, str]) -> str:
    """Return the full dotted name of `node`, with its first part looked up among the imports."""
    first, _, rest = dotted(node).partition(".")
    return ".".join(part for part in (names.get(first, first), rest) if part)


def classes(module: ast.Module) -> Iterator[ast.ClassDef]:
    """Yield every class of a file."""
    yield from (node for node in ast.walk(module) if isinstance(node, ast.ClassDef))
