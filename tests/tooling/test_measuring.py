"""Our notes and coverage.py's tracer give the same report about the same run."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import coverage
import pytest
from coverage.python import PythonFileReporter

from tests.measuring import Measuring, Notes

# Every construct with its branches taken both ways, one way, or never.
SAMPLE = dedent(
    '''
    """A module."""

    from __future__ import annotations

    import contextlib
    import functools

    TABLE = {
        "a": 1,
        "b": [
            2,
        ],
    }


    def both(n: int) -> str:
        """Return a word."""
        if n > 1:
            return "many"
        elif n:
            return "one"
        return "none"


    def one_way(n: int) -> int:
        if n:
            n += 1
        if not n:
            n = (
                0
            )
        else:
            n -= 1
        return n


    def loops(names: list[str]) -> list[str]:
        found = []
        for name in names:
            if name == "skip":
                continue
            if name == "stop":
                break
            found.append(name)
        else:
            found.append("end")
        for _name in ():
            found.append("never")
        while found and found[-1] != "a":
            found.pop()
        while True:
            if found:
                return found
            found = ["x"]


    def trouble(word: str) -> str:
        try:
            with contextlib.suppress(KeyError):
                for each in TABLE:
                    if each == word:
                        raise KeyError(word)
                int(word)
        except ValueError:
            word = "no number"
        finally:
            word += "."
        return word


    @functools.cache
    @contextlib.contextmanager
    def decorated():
        yield 1


    class Thing:
        """A thing."""

        size: int = 3

        @property
        def large(self) -> bool:
            return any(n > 2 for n in range(self.size))

        async def later(self) -> None:
            async for _each in self:
                pass


    def never() -> None:
        for n in range(3):
            if n:
                print(n)


    both(0), both(1), both(2)
    one_way(1)
    loops(["a", "skip", "b"]), loops(["stop"])
    trouble("a"), trouble("1"), trouble("z")
    Thing().large
    '''
).lstrip()


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sample.py"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def report(measured: coverage.Coverage, folder: Path) -> dict[str, Any]:
    measured.json_report(outfile=str(folder / "report.json"), show_contexts=False)
    (file,) = json.loads((folder / "report.json").read_text())["files"].values()
    return {name: file[name] for name in ("executed_lines", "missing_lines", "executed_branches", "missing_branches")}


def traced(sample: Path) -> dict[str, Any]:
    measured = coverage.Coverage(data_file=None, branch=True, include=[str(sample)], config_file=False)
    code = compile(sample.read_text(), str(sample), "exec")
    measured.start()
    exec(code, {"__name__": "sample"})
    measured.stop()
    return report(measured, sample.parent)


def noted(sample: Path) -> dict[str, Any]:
    notes = Notes(sample.read_bytes())
    exec(compile(notes.tree, str(sample), "exec"), {"__name__": "sample", "__ran__": notes.ran})
    asking = coverage.Coverage(data_file=str(sample.parent / "noted"), branch=True, config_file=False)
    possible = PythonFileReporter(str(sample), asking).arcs()
    asking.get_data().add_arcs({str(sample): notes.arcs(possible)})
    return report(asking, sample.parent)


def test_the_same_answer_as_the_tracer(sample: Path) -> None:
    expected = traced(sample)
    assert len(expected["executed_branches"]) > 10
    assert len(expected["missing_branches"]) > 5
    assert noted(sample) == expected


def test_an_except_that_never_catches_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Stricter than the tracer, which sees that the exception was compared.
    monkeypatch.chdir(tmp_path)
    source = "try:\n    {}['a']\nexcept ValueError:\n    pass\nexcept KeyError:\n    pass\n"
    (tmp_path / "sample.py").write_text(source)
    assert noted(tmp_path / "sample.py")["missing_lines"] == [3, 4]
    assert traced(tmp_path / "sample.py")["missing_lines"] == [4]


@pytest.mark.parametrize(
    ("path", "covered"),
    [
        ("pendopo/kernel/clock.py", True),
        ("pendopo/kernel/calendar/tests/quick.py", False),
        ("pendopo/kernel/calendar/migrations/0001_initial.py", False),
        ("tests/run.py", False),
    ],
)
def test_what_is_measured(path: str, covered: bool) -> None:
    measuring = Measuring("pendopo")
    root = Path(__file__).resolve().parents[2]
    assert measuring.covers(str(root / path)) is covered
    assert (root / path in set(measuring.files())) is covered
