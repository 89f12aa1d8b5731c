"""Coverage at nearly no cost: each statement of the product notes that it ran, and nothing else is slowed down.

Python 3.11 can only trace everything, every line of Django and of the tests as well, which makes a run half as long
again. So the measured files are changed while they are imported: a note before each statement, and one in each branch
of `if`, `for` and `while`. The first process of a run that needs a file changes and compiles it, and keeps that for the
others. What ran is written down as it is; `tests/coverage_gate.py` asks coverage.py, which knows a file's statements and
branches, what it means. `tests/tooling/test_measuring.py` holds both to the same answer.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import importlib.util
import json
import marshal
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Changed and compiled files are kept here, from run to run.
CHANGED = ROOT / ".pytest_cache" / "measured"

# What `tests/run.py` wants measured: a folder or a file without its ending, under the project's folder.
MEASURED = "PENDOPO_TEST_MEASURED"
# Where it wants the answers: each process adds its number to the name.
FILE = "PENDOPO_TEST_MEASURED_FILE"
OMITTED = ("/tests/", "/migrations/")

_RAN = "__ran__"
_Meaning = tuple[int, bool | None]
# What was made by another version of this file, or of Python, is made anew.
_VERSION = importlib.util.MAGIC_NUMBER + Path(__file__).read_bytes()


@dataclass(frozen=True, slots=True)
class Ran:
    """What ran of a file: its source's digest, and whether each place was passed."""

    digest: str
    places: list[bool]


class Notes:
    """What one file notes: each place of `ran` means a line, or a line and which of its branches was taken."""

    def __init__(self, source: bytes | str) -> None:
        self.ran: list[bool] = []
        self.meanings: list[_Meaning] = []
        # Line of a branching statement → first line within it.
        self.firsts: dict[int, int] = {}
        self.tree = ast.parse(source)
        self.tree.body = self._noted(self.tree.body)

    def arcs(self, possible: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return what ran as coverage.py writes it, pairs of lines; `possible` are those that it finds in the source."""
        noted = {meaning for meaning, ran in zip(self.meanings, self.ran, strict=True) if ran}
        lines = {(-1, line) for line, branch in noted if branch is None}
        return lines | {
            (line, to) for line, to in possible if line in self.firsts and (line, to == self.firsts[line]) in noted
        }

    def _noted(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Return statements with their notes between them."""
        found: list[ast.stmt] = []
        for statement in body:
            words = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
            notes = [] if words else [self._note(line, None) for line in _lines(statement)]
            self._inside(statement)
            # Before `from __future__` no statement may stand, and before a docstring neither.
            found += [statement, *notes] if future else [*notes, statement]
        return found

    def _inside(self, statement: Any) -> None:
        branching = isinstance(statement, ast.If | ast.For | ast.AsyncFor | ast.While)
        if branching:
            self.firsts[statement.lineno] = _lines(statement.body[0])[0]
        for name in ("body", "orelse", "finalbody"):
            if getattr(statement, name, None):
                setattr(statement, name, self._noted(getattr(statement, name)))
        for handler in getattr(statement, "handlers", ()):
            handler.body = [self._note(handler.lineno, None), *self._noted(handler.body)]
        if branching:
            # A loop's `else` is where it goes when it has come to its end.
            statement.body.insert(0, self._note(statement.lineno, branch=True))
            statement.orelse.insert(0, self._note(statement.lineno, branch=False))

    def _note(self, line: int, branch: bool | None) -> ast.stmt:
        self.ran.append(False)
        self.meanings.append((line, branch))
        place = ast.Subscript(ast.Name(_RAN, ast.Load()), ast.Constant(len(self.ran) - 1), ast.Store())
        note = ast.Assign([place], ast.Constant(True), lineno=line, end_lineno=line, col_offset=0, end_col_offset=0)
        return ast.fix_missing_locations(note)


def _lines(statement: ast.stmt) -> list[int]:
    """Return the lines on which a statement begins: decorators have lines of their own."""
    return [*(each.lineno for each in getattr(statement, "decorator_list", ())), statement.lineno]


class _Loader(SourceFileLoader):
    """Loads a module with notes in it; they stay with `measuring`, however often the module is imported."""

    def __init__(self, name: str, path: str, kept: dict[str, Ran]) -> None:
        super().__init__(name, path)
        self.kept = kept

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path)
        code, places = self._changed(source)
        digest = hashlib.sha256(source).hexdigest()
        if self.path not in self.kept or self.kept[self.path].digest != digest:
            self.kept[self.path] = Ran(digest, [False] * places)
        return code

    def exec_module(self, module: ModuleType) -> None:
        code = self.get_code(module.__name__)
        setattr(module, _RAN, self.kept[self.path].places)
        exec(code, module.__dict__)

    def _changed(self, source: bytes) -> tuple[CodeType, int]:
        """Return the code with its notes and how many there are, made once for all processes."""
        mark = hashlib.sha256(_VERSION + self.path.encode() + b"\0" + source).digest()
        kept = CHANGED / Path(self.path).relative_to(ROOT).as_posix().replace("/", ".")
        with _alone(self.path):
            if kept.exists() and (found := kept.read_bytes()).startswith(mark):
                code, places = marshal.loads(found[len(mark) :])
                return code, places
            notes = Notes(source)
            made = compile(notes.tree, self.path, "exec", dont_inherit=True), len(notes.ran)
            # Another thread of this process may read it meanwhile.
            with tempfile.NamedTemporaryFile(dir=CHANGED, delete=False) as written:
                written.write(mark + marshal.dumps(made))
            Path(written.name).replace(kept)
        return made


@contextmanager
def _alone(path: str) -> Iterator[None]:
    """Let no other process of this kind do the same for a file; each file is one byte of the lock."""
    CHANGED.mkdir(parents=True, exist_ok=True)
    with (CHANGED / "lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX, 1, zlib.crc32(path.encode()))
        yield


class Measuring:
    """Finds the measured modules for the import system, and writes down what ran in them."""

    def __init__(self, measured: str) -> None:
        self.start = str(ROOT / measured)
        self.kept: dict[str, Ran] = {}

    def covers(self, path: str) -> bool:
        """Tell whether a file is measured."""
        return path.startswith(self.start) and not any(part in path for part in OMITTED)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Find a measured module; everything else is left to the finders that come after."""
        if name.partition(".")[0] != "pendopo":
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or type(spec.loader) is not SourceFileLoader or not self.covers(spec.loader.path):
            return None
        spec.loader = _Loader(name, spec.loader.path, self.kept)
        return spec

    def files(self) -> Iterator[Path]:
        """Yield the measured files, imported or not."""
        return (path for path in sorted(ROOT.glob("pendopo/**/*.py")) if self.covers(str(path)))

    def write(self, place: str) -> None:
        """Write what ran into a file whose name ends with the number of this process."""
        ran = {path: (each.digest, bytes(each.places).hex()) for path, each in self.kept.items()}
        found = {str(path.relative_to(ROOT)): ran.get(str(path)) for path in self.files()}
        Path(f"{place}.{os.getpid()}").write_text(json.dumps(found), encoding="utf-8")


# Only workers run tests: the process that leads them measures nothing.
_measuring = Measuring(os.environ[MEASURED]) if MEASURED in os.environ and "PYTEST_XDIST_WORKER" in os.environ else None
if _measuring:
    sys.meta_path.insert(0, _measuring)


def pytest_sessionfinish() -> None:
    """Write what ran in this process."""
    if _measuring:
        _measuring.write(os.environ[FILE])
