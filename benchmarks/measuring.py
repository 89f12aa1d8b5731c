"""Cells of the table: what is sent where by how many connections, and what came of it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.serving import cpu_seconds

LUA = Path(__file__).resolve().parent / "lua"
CONNECTIONS = (1, 8, 32)


@dataclass(frozen=True, slots=True)
class Work:
    """One row of the table. `limit` names the work that shows how fast this could be at best."""

    key: str
    title: str
    file: str
    limit: str = "static"
    script: str = "send.lua"
    is_once: bool = False
    per_unit: int = 1  # requests that make one unit of the work
    seconds: int = 2


WORKS = (
    Work("static", "a static file of the same size, same server program (limit)", "static", limit="", seconds=1),
    Work("home", "home of the installation, early cache", "home", seconds=1),
    Work("agency", "home of an agency, early cache", "agency", seconds=1),
    Work("start", "start page of a request, early cache", "start", seconds=1),
    Work("home-personal", "home of the installation, without early cache", "home-personal"),
    Work("agency-personal", "home of an agency, without early cache", "agency-personal"),
    Work("start-personal", "start page, without early cache", "start-personal"),
    Work("track", "tracking: number and code sent, then the own page", "track", script="follow.lua", per_unit=2),
    Work("register", "register of the agency with the most requests, first and last page", "register"),
    Work("submit", "submission, agencies in turn", "submit", limit="bare", is_once=True),
    Work("submit-one", "submission, all to one agency", "submit-one", limit="bare-one", is_once=True),
    Work("bare", "the bare transaction of a submission, agencies in turn (limit)", "", limit=""),
    Work("bare-one", "the bare transaction, one agency (limit)", "", limit=""),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one run gave: units a second, milliseconds of the median and of the slowest hundredth, and CPU time.

    `cpu_ms` is the processor time of server and database for one unit.
    """

    rate: float
    p50: float
    p99: float
    cpu_ms: float
    bad: int = 0


class LoadFailed(Exception):
    """The load generator or the server did something that makes the figures worthless."""


def run_cell(work: Work, file: Path, port: int, *, connections: int, seconds: int, processes: Sequence[int]) -> Cell:
    """Send the requests of `file` for some seconds over so many connections; `processes` are those whose time counts."""
    threads = min(2, connections)
    command = [
        "wrk", "--threads", str(threads), "--connections", str(connections), "--duration", f"{seconds}s",
        "--timeout", "30s", "--script", str(LUA / work.script), f"http://127.0.0.1:{port}", "--", str(file),
        *(["once", str(threads)] if work.is_once else []),
    ]  # fmt: skip
    before = cpu_seconds(*processes)
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
    used = cpu_seconds(*processes) - before
    found = re.search(r"^RESULT (.*)$", done.stdout, re.M)
    if found is None:
        raise LoadFailed(f"{work.key}: wrk said {done.stdout[-500:]} {done.stderr[-500:]}")
    told = json.loads(found[1])
    if not told["requests"] or told["broken"]:
        raise LoadFailed(f"{work.key}: {told}")
    units = told["requests"] / work.per_unit
    return Cell(
        rate=units / told["microseconds"] * 1e6,
        p50=told["p50"] / 1e3,
        p99=told["p99"] / 1e3,
        cpu_ms=used / units * 1e3,
        bad=told["bad"],
    )


def middle(cells: Sequence[Cell]) -> Cell:
    """Return the medians of several runs of one cell."""
    return Cell(
        *(median(getattr(cell, name) for cell in cells) for name in ("rate", "p50", "p99", "cpu_ms")),
        bad=sum(cell.bad for cell in cells),
    )
