"""Figures that prove a promise, written where the README points: docs/bukti/<topic>.md, with the command that makes them.

Whoever measures or counts calls `prove`; nobody edits those files by hand. It also links the file from README.md and the
index of the folder (tests/promises.toml says which promise it belongs to). Each holds the figures of its last run only:
what stood there before is in the history of the repository.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests import promises

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "bukti"


def prove(
    topic: str,
    *,
    title: str,
    command: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    notes: Sequence[str] = (),
) -> Path:
    """Write docs/bukti/<topic>.md and return its path: `rows` of figures under `columns`, then `notes` as paragraphs.

    `command` is what makes them again. Raises ValueError when a row has not as many cells as there are columns.
    """
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"Every row of {topic} needs {len(columns)} cells.")
    lines = [
        f"# {title}",
        "",
        f"Made by `{command}` on {datetime.now(UTC):%Y-%m-%d}, commit {_commit()}, on {_machine()}. Do not edit: run it again.",
        "",
        _line(columns),
        _line(["---"] * len(columns)),
        *(_line(row) for row in rows),
    ]
    for note in notes:
        lines += ["", note]
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{topic}.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    promises.write()
    return path


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, SQLite {_sqlite()}"


def _sqlite() -> str:
    try:
        from pysqlite3 import sqlite_version
    except ImportError:
        return sqlite3.sqlite_version
    return str(sqlite_version)
