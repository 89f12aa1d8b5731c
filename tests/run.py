"""`make test`: the whole suite, on every engine that this machine has, and its coverage.

SQLite always; PostgreSQL when its programs are on the machine or DATABASE_URL names one; Chromium when it is on the
machine. PENDOPO_TEST_REQUIRE_ALL=1 makes "left out" a failure. Further arguments go to pytest, for example
`python -m tests.run -k calendar`; coverage is then not measured.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests import coverage_gate, measuring, remembering
from tests.browser import chromium_path
from tests.postgres import NoPostgres, temporary_cluster

ROOT = Path(__file__).resolve().parent.parent

# Where compiled modules are kept when they may not lie beside their sources.
BYTECODE = ROOT / ".pytest_cache" / "bytecode"

# Where lines are that only PostgreSQL reaches.
ONLY_POSTGRESQL = "pendopo/kernel/calendar/actions"

# pytest's code for "no test matched", which a run narrowed by -k may give rightly.
NO_TESTS = 5


@dataclass(frozen=True)
class Engine:
    """One run of the suite: its name, which tests, on which database, how many processes, and what it covers."""

    name: str
    marker: str
    url: str = ""
    workers: int = 1
    # What is measured in this run: a folder, or a file without its ending; "pendopo" is everything.
    measured: str = ""
    # A file stays on one worker, so that what it sets up once for all its tests is really set up once.
    sharing: str = "loadfile"


def main(arguments: list[str]) -> int:
    """Run everything that can be run; return 0 when nothing failed, and nothing was left out that must not be."""
    started = time.monotonic()
    # Whoever ends the run early ends the cluster too.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    left_out: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pendopo-run-")))
        url, reason = postgres_url(stack)
        left_out += [reason] if reason else []
        if chromium_path() is None:
            left_out.append("Chromium: not on this machine (Debian: apt install chromium, or set PENDOPO_CHROMIUM)")
        if left_out and os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"}:
            print(f"PENDOPO_TEST_REQUIRE_ALL is set and something is missing. {'; '.join(left_out)}.")
            return 1
        coverage_gate.forget()
        good = run_side_by_side(plan(url, bool(chromium_path())), arguments, folder)
        counts = count(folder)
    if not arguments:
        good = coverage_gate.main(judge=good) and good
    print(f"Left out: {'; '.join(left_out) or 'nothing'}. Took {time.monotonic() - started:.0f} s.")
    print(", ".join(f"{number} {word}" for word, number in counts.items()))
    return int(not good)


def plan(url: str, chromium: bool) -> list[Engine]:
    """Return what runs side by side: processes of each engine about as its work is, so that they end together."""
    cores = int(os.environ.get("PENDOPO_TEST_WORKERS") or os.cpu_count() or 2)
    # More processes than cores: a test of a page waits for the browser, one of PostgreSQL for the server. With still more
    # each takes from the others what the processor remembers, and all of them take longer.
    most, half = max(1, cores - 1), max(1, cores // 2)
    engines = [Engine("SQLite", "not browser and not postgresql", workers=most, measured="pendopo")]
    if chromium:
        # One file looks at all pages, so workers share it.
        engines.append(Engine("Chromium", "browser", workers=half, sharing="worksteal"))
    if url:
        engines.append(Engine("PostgreSQL", "not browser and not once", url, workers=half, measured=ONLY_POSTGRESQL))
    return engines


def postgres_url(stack: ExitStack) -> tuple[str, str]:
    """Return the address of a PostgreSQL to test on, or an empty one and why there is none."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        return given, ""
    try:
        return stack.enter_context(temporary_cluster()), ""
    except NoPostgres as problem:
        return "", str(problem)


def run_side_by_side(engines: list[Engine], arguments: list[str], folder: Path) -> bool:
    """Run pytest once per engine at the same time; the first one speaks while it runs, the others when they are done."""
    with ExitStack() as stack:
        started = []
        answers = folder / "answers"
        answers.mkdir()
        for position, engine in enumerate(engines):
            said = stack.enter_context((folder / f"{engine.name}.log").open("w+")) if position else None
            if not position:
                announce(engine)
            command = [sys.executable, "-m", "pytest", *options(engine, folder), *arguments]
            kept = environment(engine, answers, measured="" if arguments else engine.measured)
            process = subprocess.Popen(command, cwd=ROOT, env=kept, stdout=said, stderr=said)
            started.append((engine, process, said))
        for engine, process, said in started:
            process.wait()
            if said:
                announce(engine)
                said.seek(0)
                print(said.read(), end="", flush=True)
        return all(process.returncode in {0, NO_TESTS} for _engine, process, _said in started)


def announce(engine: Engine) -> None:
    """Print a line between two runs."""
    print(f"\n──── {engine.name} ".ljust(100, "─"), flush=True)


def options(engine: Engine, folder: Path) -> list[str]:
    """Return pytest's options for one engine."""
    shared = ["-q", "-n", str(engine.workers), "--dist", engine.sharing, "-m", engine.marker]
    # Only `make fuzz` asks it; as a plugin every process would import it.
    shared += ["-p", "no:schemathesis"]
    return [*shared, "--durations=8", "--durations-min=2", f"--junitxml={folder / engine.name}.xml"]


def environment(engine: Engine, answers: Path, *, measured: str) -> dict[str, str]:
    """Return the environment of one run, with its own database and no other; `answers` is shared by all runs.

    Coverage is measured only when everything is run.
    """
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Hundreds of processes would compile everything anew; so it is compiled aside, once, and kept for the next run.
        kept.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
    own = {remembering.FOLDER: str(answers)}
    if measured:
        own |= {measuring.MEASURED: measured, measuring.FILE: str(coverage_gate.DATA)}
    return kept | own | ({"DATABASE_URL": engine.url} if engine.url else {})


def count(folder: Path) -> dict[str, int]:
    """Return how many tests passed, failed and were skipped in all runs; errors outside a test count as failed."""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for report in folder.glob("*.xml"):
        for suite in ET.parse(report).iter("testsuite"):
            total, errors, failures, skipped = (
                int(suite.get(name, 0)) for name in ("tests", "errors", "failures", "skipped")
            )
            counts["passed"] += total - errors - failures - skipped
            counts["failed"] += errors + failures
            counts["skipped"] += skipped
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
