"""The ten promises with their tests, commands and figures: writes their list in README.md and the index of docs/bukti.

`python -m tests.promises` writes both from promises.toml; `prove` calls it, so a new file of figures is linked at once.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "bukti"
BEGIN, END = "<!-- promises: written by python -m tests.promises -->", "<!-- /promises -->"
HEAD = """# Evidence

Each file here was written by the command that it names; run the command, and it is written anew. No figure was typed by hand.
The promises stand in the [README](../../README.md#ten-promises-each-with-a-test-that-can-fail). A file without a link has not been
written yet.

| promise | file | command | what it shows | how it can fail |
|---|---|---|---|---|
"""


def read() -> dict[str, Any]:
    """Return what promises.toml holds."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def is_written(topic: str) -> bool:
    """Tell whether the figures of a topic are there."""
    return (FOLDER / f"{topic}.md").exists()


def index() -> str:
    """Return the text of docs/bukti/README.md."""
    known = read()
    lines = []
    for topic, told in known["figures"].items():
        numbers = [str(n) for n, each in enumerate(known["promise"], start=1) if topic in each["figures"]]
        file = f"[{topic}]({topic}.md)" if is_written(topic) else topic
        lines.append(f"| {', '.join(numbers)} | {file} | `{told['command']}` | {told['shows']} | {told['fails']} |")
    return HEAD + "\n".join(lines) + "\n"


def listed() -> str:
    """Return the promises as README.md lists them."""
    return "\n".join(line for n, each in enumerate(read()["promise"], start=1) for line in _promise(n, each))


def _promise(number: int, told: dict[str, Any]) -> Iterator[str]:
    tests = ", ".join(f"[{_called(path)}]({path})" for path in told["tests"])
    written = [f"[{topic}](docs/bukti/{topic}.md)" for topic in told["figures"] if is_written(topic)]
    figures = f" Figures: {', '.join(written)}." if written else ""
    text = f"{number}. **{told['bold']}**{told['more']} `{told['command']}`; tests: {tests}.{figures}"
    yield from textwrap.wrap(text, 132, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False)


def _called(path: str) -> str:
    return path.removeprefix("pendopo/").removesuffix(".py").removesuffix("/tests").replace("/tests/test_", "/")


def with_promises(text: str) -> str:
    """Return the text of README.md with the list between its two marks written anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{listed()}\n{END}{after}"


def write() -> None:
    """Write the list and the index."""
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(with_promises(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
