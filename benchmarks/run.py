"""`make bench`: pages and submissions per second beside the machine's own limits, taken in the same run.

`benchmarks/README.md` tells what is measured and how the table is read.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tqdm import tqdm  # noqa: E402

from benchmarks import serving, table  # noqa: E402
from benchmarks.measuring import CONNECTIONS, WORKS, Cell, LoadFailed, Work, middle, run_cell  # noqa: E402

from tests.postgres import NoPostgres, temporary_cluster  # noqa: E402

# PostgreSQL as an administrator sets it for a small server; durability stays on.
POSTGRES = {"shared_buffers": "512MB", "max_wal_size": "4GB", "checkpoint_timeout": "15min"}
WARM_SECONDS = 1


@dataclass
class Installation:
    """One Pendopo under load: its database, folder, port, and the processes whose time counts."""

    name: str
    url: str
    folder: Path
    port: int = 0
    server: int = 0
    database: list[int] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)

    def file(self, work: Work) -> Path:
        """Return the requests of a work; those that can be sent only once come from a new file each time."""
        if not work.is_once:
            return self.folder / "requests" / f"{work.file}.txt"
        number = self.used.get(work.key, 0)
        self.used[work.key] = number + 1
        return self.folder / "requests" / f"{work.file}-{number}.txt"


def main() -> int:
    """Measure, print and keep the table; return 0 when every figure could be taken."""
    asked = options()
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pendopo-bench-")))
        installations = stack.enter_context(prepared(folder, asked))
        static = stack.enter_context(static_limit(folder, installations[0]))
        cells = measured(asked, installations, static)
    text = table.page(cells, asked, [each.name for each in installations], time.monotonic() - started)
    print(text)
    if asked.output:
        asked.output.parent.mkdir(exist_ok=True)
        asked.output.write_text(text, encoding="utf-8")
        print(f"Written to {asked.output}.")
    return 0


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description="Measure Pendopo beside the limits of this machine.")
    parser.add_argument("--quick", action="store_true", help="One round, fewer requests, no file: for development.")
    parser.add_argument("--rounds", type=int, help="Rounds, interleaved; the table shows medians (default 2).")
    parser.add_argument("--only", help="Works to measure, separated by commas (see the keys in measuring.py).")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="One database instead of both.")
    parser.add_argument("--requests", type=int, help="Requests in the biggest agency (default 100000).")
    parser.add_argument("--output", type=Path, help="File for the table (default benchmarks/results/<date>.md).")
    asked = parser.parse_args()
    asked.rounds = asked.rounds or (1 if asked.quick else 2)
    asked.requests = asked.requests or (10_000 if asked.quick else 100_000)
    asked.works = [work for work in WORKS if not asked.only or work.key in asked.only.split(",")]
    if asked.output is None and not asked.quick and not asked.only:
        asked.output = ROOT / "benchmarks" / "results" / f"{table.today()}.md"
    if shutil.which("wrk") is None:
        parser.error("wrk is missing. Debian: apt install wrk")
    return asked


@contextmanager
def prepared(folder: Path, asked: argparse.Namespace) -> Iterator[list[Installation]]:
    """Start the databases, fill them side by side, and start a server on each."""
    with ExitStack() as stack:
        installations = []
        if asked.database != "postgresql":
            (folder / "sqlite").mkdir()
            installations.append(Installation("SQLite", "", folder / "sqlite"))
        if asked.database != "sqlite":
            before = set(processes_called("postgres"))
            try:
                url = stack.enter_context(temporary_cluster(durable=True, settings=POSTGRES))
            except NoPostgres as problem:
                raise SystemExit(str(problem)) from problem
            (folder / "postgresql").mkdir()
            new = [process for process in processes_called("postgres") if process not in before]
            installations.append(Installation("PostgreSQL", url, folder / "postgresql", database=new[:1]))
        fill(installations, asked)
        for each in installations:
            each.port, each.server = stack.enter_context(serving.pendopo(each.folder, each.url))
        yield installations


def processes_called(name: str) -> list[int]:
    """Return the processes with this name, oldest first."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "comm").read_text().strip() == name:
                found.append(int(entry.name))
        except OSError:  # it has ended meanwhile
            continue
    return sorted(found)


def fill(installations: list[Installation], asked: argparse.Namespace) -> None:
    """Fill the databases at the same time and collect the static files."""
    print("Filling the databases …", flush=True)
    cells = asked.rounds * len(CONNECTIONS) + 1
    running = []
    for each in installations:
        (each.folder / "requests").mkdir()
        environs = serving.environment(each.folder, each.url)
        command = [sys.executable, "-m", "benchmarks.filling", str(each.folder / "requests")]
        command += ["--requests", str(asked.requests), "--cells", str(cells), "--presses", "4000"]
        running.append(subprocess.Popen(command, cwd=ROOT, env=environs))
        static = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(static, cwd=ROOT, env=environs, check=True)
    codes = [process.wait() for process in running]
    if any(codes):
        raise SystemExit("The databases could not be filled; the lines above say why.")


@contextmanager
def static_limit(folder: Path, installation: Installation) -> Iterator[Installation]:
    """Serve an agency's home page as a file of the same size, for the limit of the server program."""
    files = folder / "files"
    files.mkdir()
    address = f"http://127.0.0.1:{installation.port}/dinas-000/"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": "br"})) as response:
        (files / "page.html").write_bytes(response.read())
    (folder / "requests").mkdir()
    (folder / "requests" / "static.txt").write_text("GET\t/static/page.html\t\t\n")
    with serving.static_file(files) as (port, process):
        yield Installation("static", "", folder, port, process)


def measured(
    asked: argparse.Namespace, installations: list[Installation], static: Installation
) -> dict[tuple[str, str, int], Cell]:
    """Return the medians by work, database and connections; databases and works take turns within each round."""
    runs: dict[tuple[str, str, int], list[Cell]] = {}
    for each in installations:
        for work in asked.works:
            if work.file:
                one(work, static if work.key == "static" else each, connections=8, seconds=WARM_SECONDS)
    plan = [
        (work, each, connections)
        for _round in range(asked.rounds)
        for connections in CONNECTIONS
        for work in asked.works
        for each in installations
        # The bare transaction knows processes only; 32 connections meet the same four. The file knows no database.
        if (work.file or connections != CONNECTIONS[-1]) and (work.key != "static" or each is installations[0])
    ]
    for work, each, connections in tqdm(plan, unit="cell", leave=False):
        target = static if work.key == "static" else each
        cell = (
            one(work, target, connections=connections, seconds=work.seconds)
            if work.file
            else bare(work, each, connections, work.seconds)
        )
        for named in installations if work.key == "static" else [each]:
            runs.setdefault((work.key, named.name, connections), []).append(cell)
        if asked.quick:
            tqdm.write(f"{each.name:10} {connections:3} {work.key:16} {cell}")
    return {place: middle(cells) for place, cells in runs.items()}


def one(work: Work, target: Installation, *, connections: int, seconds: int) -> Cell:
    """Run one cell; raise LoadFailed when the server refused what was sent."""
    cell = run_cell(
        work,
        target.file(work),
        target.port,
        connections=connections,
        seconds=seconds,
        processes=[target.server, *target.database],
    )
    if cell.bad:
        raise LoadFailed(f"{work.key} on {target.name}: {cell.bad} answers were errors.")
    return cell


def bare(work: Work, installation: Installation, connections: int, seconds: int) -> Cell:
    """Run the bare transaction in as many processes as the server has workers, or in one."""
    which = "one" if work.key == "bare-one" else "many"
    processes = min(connections, serving.WORKERS)
    environs = serving.environment(installation.folder, installation.url)
    command = [sys.executable, "-m", "benchmarks.bare", which, str(processes), str(seconds)]
    before = serving.cpu_seconds(*installation.database) if installation.database else 0.0
    done = subprocess.run(command, cwd=ROOT, env=environs, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise LoadFailed(done.stderr[-2000:])
    used = serving.cpu_seconds(*installation.database) - before if installation.database else 0.0
    told = json.loads(done.stdout.splitlines()[-1])
    cpu_ms = (told["client_cpu"] + used) / told["count"] * 1e3
    return Cell(rate=told["rate"], p50=told["p50"], p99=told["p99"], cpu_ms=cpu_ms)


if __name__ == "__main__":
    sys.exit(main())
