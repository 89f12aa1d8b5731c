"""The table of results as a page in Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measuring import CONNECTIONS, WORKS, Cell, Work
from benchmarks.serving import WORKERS
from pendopo.kernel import clock

Cells = Mapping[tuple[str, str, int], Cell]


def today() -> str:
    """Return the date of the run."""
    return clock.now().date().isoformat()


def machine() -> list[str]:
    """Return lines that say on what was measured; no name of the machine."""
    cpu = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    memory = re.search(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), re.M)
    gigabytes = int(memory[1]) / 2**20 if memory else 0
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    postgres = _first_line(["postgres", "--version"]) or _first_line(["psql", "--version"])
    import django
    import granian
    import pysqlite3

    return [
        (
            f"- {os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), {gigabytes:.0f} GB, Linux "
            f"{platform.release()}; load generator, server and database on the same machine, loopback, no TLS"
        ),
        (
            f"- Python {platform.python_version()}, Django {django.__version__}, granian {granian.__version__} "
            f"({WORKERS} workers), SQLite {pysqlite3.sqlite_version}, {postgres or 'PostgreSQL'}, durability on in both"
        ),
        f"- load of the last 1, 5 and 15 minutes at the end of the run: {load}",
    ]


def _first_line(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError):
        return ""


def page(cells: Cells, asked: argparse.Namespace, databases: Sequence[str], took: float) -> str:
    """Return the page: machine, how it was taken, one table per database."""
    lines = [f"# Pendopo under load, {today()}", "", *machine(), ""]
    lines += [
        (
            f"{asked.rounds} interleaved round(s) of 1–2 s a cell after a warm-up; medians. 500 agencies and units, "
            f"20,000 requests in them and {asked.requests:,} in one more. The whole run took {took:.0f} s "
            f"(`{' '.join(['make bench', *sys.argv[1:]])}`)."
        ),
        "",
        (
            "Each cell: units per second (median / slowest hundredth in ms; CPU of server and database per unit in ms). "
            "The last column sets the best figure beside the best of its limit in the same run."
        ),
        "",
    ]
    for database in databases:
        lines += [f"## {database}", ""]
        heads = [f"{n} connection{'s' if n > 1 else ''}" for n in CONNECTIONS]
        lines += [f"| work | {' | '.join(heads)} | of the limit |", f"|---|{'---|' * (len(heads) + 1)}"]
        lines += [_row(cells, work, database) for work in asked.works]
        lines.append("")
    return "\n".join(lines)


def _row(cells: Cells, work: Work, database: str) -> str:
    shown = [_shown(cells.get((work.key, database, connections))) for connections in CONNECTIONS]
    return f"| {work.title} | {' | '.join(shown)} | {_share(cells, work, database)} |"


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"**{cell.rate:,.0f}** ({cell.p50:.1f} / {cell.p99:.1f}; {cell.cpu_ms:.2f})"


def best(cells: Cells, key: str, database: str) -> float:
    """Return the highest rate of a work over all numbers of connections, 0 when it was not measured."""
    return max((cell.rate for (name, where, _n), cell in cells.items() if (name, where) == (key, database)), default=0)


def _share(cells: Cells, work: Work, database: str) -> str:
    limit = best(cells, work.limit, database)
    return f"{best(cells, work.key, database) / limit:.1%}" if limit else ""


__all__ = ["WORKS", "best", "machine", "page", "today"]
