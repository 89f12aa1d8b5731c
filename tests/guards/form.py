"""Guards of form: sizes, names, no signals, one clock, no inline markup, no foreign places."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.guards import tree

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_MODEL_METHODS = 15
MOST_MODULE_LINES = 2_500

# Module → its own limit, and why it may be longer than the others.
LARGER_MODULES: dict[str, tuple[int, str]] = {
    "dip": (
        3_930,
        "one list whose entries share one life: versions, decree, import, public pages, and what machines walk",
    ),
    "disclosure": (
        2_590,
        "what is made public, the suggestions before a request that rest on it, and both for programs",
    ),
    "publishing": (
        3_570,
        "duties, the links they rest on, the urgent notices that prove one of them, and the review of all; notices could go",
    ),
    "satisfaction": (
        10_400,
        "instrument, sample, answers on four ways in, tallies, figures, report and follow-up; comments go with their answers",
    ),
    "information": (
        9_000,
        "one statutory process from intake to answer, whose states share one procedure and one case",
    ),
    "open_data": (
        2_530,
        "the same entries in three manners of machines: CKAN's actions, the catalogue in RDF, tables",
    ),
    "objections": (
        4_570,
        "seven grounds with windows of their own, two ways in (citizen and desk), answer, execution and response of one case",
    ),
}

FORBIDDEN_NAMES = frozenset({"util", "utils", "helper", "helpers", "manager", "managers", "service", "data", "common"})
# A term of its own that such a word is part of (data terbuka).
TERMS = frozenset({"open_data"})

# Each a way to ask the machine for the time; only kernel/clock.py may.
CLOCKS = re.compile(
    r"^(datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today|time\.(time|time_ns|localtime|gmtime)"
    r"|django\.utils\.timezone\.(now|localdate|localtime))$"
)

# File → why it asks the machine all the same.
MAY_ASK = {
    "pendopo/kernel/clock.py": "it is the clock",
    "pendopo/lib/ids.py": "an id of version 7 holds the millisecond of its making; lib knows no kernel, and no law reads it",
}

# A character class in each word keeps this file from finding itself.
FOREIGN_PLACES = re.compile(
    r"p[y]pi\.(org|io)|p[y]thonhosted\.|n[p]mjs\.(org|com)|d[e]b\.debian\.|crates\.i[o]\b"
    r"|-[-](extra-)?index-url[ =]h|-[-]find-links[ =]|(?<![\w.])/(h[o]me|r[o]ot|U[s]ers)/\w"
)


def sizes(root: Path) -> list[str]:
    """Files, functions, models and modules stay small enough to be read at one go."""
    found: list[str] = []
    for path in tree.files(root, ".py", ".html", ".css", ".js", ".typ"):
        if tree.is_migration(path):
            continue
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MOST_FILE_LINES:
            found.append(f"{tree.where(path, root)} has {lines} lines; at most {MOST_FILE_LINES}: make it a package.")
        if path.suffix == ".py":
            found += _long_functions(path, root) + _crowded_models(path, root)
    return found + _large_modules(root)


def _long_functions(path: Path, root: Path) -> list[str]:
    found = []
    for node in ast.walk(tree.tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                place = tree.where(path, root, node.lineno)
                found.append(f"{place} {node.name} has {lines} lines; at most {MOST_FUNCTION_LINES}.")
    return found


def _crowded_models(path: Path, root: Path) -> list[str]:
    if path.stem != "models" and path.parent.name != "models":
        return []
    found = []
    for node in tree.classes(tree.tree(path)):
        methods = sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)
        if methods > MOST_MODEL_METHODS:
            place = tree.where(path, root, node.lineno)
            found.append(
                f"{place} {node.name} has {methods} methods; at most {MOST_MODEL_METHODS}: reads go to queries."
            )
    return found


def _large_modules(root: Path) -> list[str]:
    lines: Counter[str] = Counter()
    for path in tree.product(root):
        parts = path.relative_to(root).parts
        if parts[1] == "modules" and len(parts) > 3:
            lines[parts[2]] += path.read_text(encoding="utf-8").count("\n")
    found = []
    for name, total in sorted(lines.items()):
        most, _reason = LARGER_MODULES.get(name, (MOST_MODULE_LINES, ""))
        if total > most:
            found.append(f"pendopo/modules/{name} has {total} lines; at most {most}: it is two modules.")
    return found


def names(root: Path) -> list[str]:
    """No file or folder is called by a word that fits everything; a name says what is inside."""
    found = []
    for path in tree.files(root, ".py", inside="pendopo"):
        for part in (*path.relative_to(root).parts[:-1], path.stem):
            if part not in TERMS and FORBIDDEN_NAMES & set(part.split("_")):
                found.append(f"{tree.where(path, root)}: {part!r} does not say what is inside.")
                break
    return found


def signals(root: Path) -> list[str]:
    """No model signals: who reacts to what stands on one page, wiring.py."""
    found = []
    for path in tree.product(root):
        for name in tree.imports(tree.tree(path)).values():
            if name.startswith(("django.db.models.signals", "django.dispatch", "django.core.signals")):
                found.append(f"{tree.where(path, root)} imports {name}: publish an event instead.")
    return found


def clocks(root: Path) -> list[str]:
    """Only kernel/clock.py (and what MAY_ASK excuses) asks the machine for the time, so that tests can hold it still."""
    found = []
    for path in tree.product(root):
        if path.relative_to(root).as_posix() in MAY_ASK:
            continue
        module = tree.tree(path)
        known = tree.imports(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute | ast.Name) and CLOCKS.match(tree.resolved(node, known)):
                found.append(
                    f"{tree.where(path, root, node.lineno)} asks {tree.dotted(node)}, not pendopo.kernel.clock."
                )
    return found


# The content policy refuses each of these in the browser, silently for the visitor.
INLINE = {
    "a style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^<>]*\ssrc\s*=)", re.I),
    "a javascript: address": re.compile(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "something from another host": re.compile(
        r"<(script|link|img|iframe|source)\b[^<>]*(src|href)\s*=\s*[\"']?(https?:)?//", re.I
    ),
}


def markup(root: Path) -> list[str]:
    """Templates hold no inline style or script and load nothing from elsewhere."""
    found = []
    for path in tree.files(root, ".html", ".svg", inside="pendopo"):
        text = path.read_text(encoding="utf-8")
        for what, pattern in INLINE.items():
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{tree.where(path, root, line)} holds {what}, which the content policy refuses.")
    return found


def places(root: Path) -> list[str]:
    """No file names a package registry's host, an index, or a folder of somebody's machine."""
    found = []
    for path in tree.files(root):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if match := FOREIGN_PLACES.search(line):
                found.append(f"{tree.where(path, root, number)} names {match.group()!r}.")
    return found


def requirements(root: Path) -> list[str]:
    """Every package that the product imports is asked for with a reason, and nothing is asked for twice."""
    wanted: dict[str, str] = {}
    found = []
    for path in sorted((root / "requirements").glob("*.in")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line or line.startswith(("#", "-")):
                continue
            package, _, reason = line.partition("#")
            if not reason.strip():
                found.append(f"{tree.where(path, root, number)} gives no reason for {package.strip()}.")
            if path.stem != "dev":
                wanted[re.split(r"[~=<>\[;\s]", package.strip())[0].lower().replace("-", "_")] = path.stem
    provided = {"pil": "pillow", "argon2": "argon2_cffi", "docx": "python_docx", "sastrawi": "pysastrawi"}
    provided["allauth"] = "django_allauth"
    # The S3 client comes with the storage class and is its business.
    provided |= dict.fromkeys(("storages", "botocore"), "django_storages")
    # Types of operations are pydantic's; its version is django-ninja's business.
    provided |= dict.fromkeys(("ninja", "pydantic", "pydantic_core"), "django_ninja")
    for path in tree.product(root):
        for name in set(tree.imports(tree.tree(path)).values()):
            top = name.partition(".")[0].lower()
            if provided.get(top, top) not in wanted and top not in _standard_library() and top != "pendopo":
                found.append(f"{tree.where(path, root)} imports {top}, which requirements/base.in does not ask for.")
    return found


def _standard_library() -> frozenset[str]:
    import sys

    return frozenset(name.lower() for name in sys.stdlib_module_names)
