"""`make fuzz`: the hostile files, then input that nobody would type, against every page, form and operation.

SIZE=short is what CI runs (a minute); without it 100,000 inputs. They go half to a town on SQLite and half to one on
PostgreSQL. FUZZ_INPUTS, FUZZ_SEED, FUZZ_PROCESSES and FUZZ_DATABASE (sqlite or postgresql) say otherwise.
PENDOPO_TEST_REQUIRE_ALL=1 makes a database that cannot run here a failure. Ends with 1 when anything came back that must
not; what it was stands on the screen with the input that does it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from tests.fuzzing import town
from tests.postgres import NoPostgres, temporary_cluster
from tests.proving import prove

ROOT: Final = Path(__file__).resolve().parent.parent.parent
TOPIC: Final = "masukan-acak"
SIZES: Final = {"short": 1_500, "": 100_000}
DATABASES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# So far apart that no process of one database draws what one of the other draws.
SEEDS_APART: Final = 1_000


def main() -> int:
    """Run everything, write the figures, and return 0 when all is well."""
    started = time.monotonic()
    # Whoever ends the run early ends the cluster too.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    size, only = os.environ.get("SIZE", ""), os.environ.get("FUZZ_DATABASE", "")
    if size not in SIZES:
        print(f"SIZE is short or empty, not {size!r}.")
        return 2
    if only and only not in DATABASES:
        print(f"FUZZ_DATABASE is sqlite, postgresql or empty, not {only!r}.")
        return 2
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pendopo-fuzz-")))
        servers, left_out = _servers(stack, only)
        if not servers or (left_out and os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"}):
            print(f"Something is missing. {left_out}.")
            return 1
        inputs = int(os.environ.get("FUZZ_INPUTS") or SIZES[size])
        seed = int(os.environ.get("FUZZ_SEED") or time.time_ns() % 1_000_000)
        processes = int(os.environ.get("FUZZ_PROCESSES") or min(8, os.cpu_count() or 2))
        print(f"{inputs:,} inputs, seed {seed}, {processes} processes, {' and '.join(servers)}.", flush=True)
        # The files need no town, so they go first, beside its building.
        files = _start("tests.fuzzing.files", str(folder / "files"), size or "full")
        _build(folder, servers)
        each = max(1, processes // len(servers))
        # A long run opens all pages on each database; a short one deals them out among both, by the seed.
        shares = each * len(servers) if size else each
        commands: dict[tuple[str, str], tuple[str, ...]] = {}
        for n, database in enumerate(servers):
            dealt = [str((seed + n * each + m) % shares) for m in range(each)]
            own = _commands(folder / database, inputs // len(servers), str(seed + n * SEEDS_APART), dealt, str(shares))
            commands |= {(database, label): command for label, command in own.items()}
        done = [_start(*command) for command in commands.values()]
        good = all([process.wait() == 0 for process in done] + [files.wait() == 0])
        tallies = {
            (database, label): json.loads(told.read_text(encoding="utf-8"))
            for database, label in commands
            if (told := folder / database / label / "tally.json").exists()
        }
    faults, seconds = _say_faults(tallies), time.monotonic() - started
    if not size and not left_out and not only:
        _prove(tallies, faults, seed, seconds)
    total = sum(sum(tally["kinds"].values()) for tally in tallies.values())
    print(f"{total:,} inputs, {faults} kinds of faults, {seconds:.0f} s. Left out: {left_out or 'nothing'}.")
    return int(not good or faults > 0)


def _servers(stack: ExitStack, only: str) -> tuple[dict[str, str], str]:
    """Return the addresses of the servers by database, none for the embedded one, and why one is left out."""
    servers = {name: "" for word, name in DATABASES.items() if only in {"", word}}
    if "PostgreSQL" in servers:
        try:
            servers["PostgreSQL"] = stack.enter_context(temporary_cluster())
        except NoPostgres as reason:
            del servers["PostgreSQL"]
            return servers, str(reason)
    return servers, ""


def _build(folder: Path, servers: Mapping[str, str]) -> None:
    """Build a town on each database, side by side."""
    building = []
    for database, server in servers.items():
        base = folder / database / "base"
        base.mkdir(parents=True)
        if server:
            town.take_database(base, server)
        building.append(_start("tests.fuzzing.build", str(base)))
    codes = [process.wait() for process in building]
    if any(codes):
        raise SystemExit("A town could not be built.")


def _commands(folder: Path, inputs: int, seed: str, dealt: list[str], shares: str) -> dict[str, tuple[str, ...]]:
    """Return who does what: nine inputs in ten go through the dealt pages in process, the rest to the API and over a wire."""
    each = str(round(inputs * 0.9 / len(dealt)))
    commands = {
        f"pages-{share}": ("tests.fuzzing.worker", str(folder / f"pages-{share}"), share, shares, each, seed)
        for share in dealt
    }
    commands["api"] = ("tests.fuzzing.api", str(folder / "api"), str(round(inputs * 0.08)), seed)
    commands["server"] = ("tests.fuzzing.server", str(folder / "server"), str(round(inputs * 0.02)), seed)
    for label in commands:
        town.copy(folder / "base", folder / label)
    return commands


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT)


def _say_faults(tallies: Mapping[tuple[str, str], dict[str, Any]]) -> int:
    """Print every kind of fault once with the shortest input that does it; return how many kinds there are."""
    found: dict[str, dict[str, Any]] = {}
    where: dict[str, set[str]] = {}
    for (database, _label), tally in tallies.items():
        for key, fault in tally["faults"].items():
            where.setdefault(key, set()).add(database)
            known = found.get(key)
            if known is None or len(str(fault["told"])) < len(str(known["told"])):
                found[key] = fault
    for key, fault in found.items():
        told = json.dumps(fault["told"], ensure_ascii=True)[:3000]
        print(f"\n=== {key} ({' and '.join(sorted(where[key]))})\n{fault['detail']}\n{told}")
    return len(found)


def _prove(tallies: Mapping[tuple[str, str], dict[str, Any]], faults: int, seed: int, seconds: float) -> None:
    kinds: Counter[str] = Counter()
    databases: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    views: set[str] = set()
    slow: dict[str, float] = {}
    for (database, label), tally in tallies.items():
        kinds.update(tally["kinds"])
        databases[database] += sum(tally["kinds"].values())
        for status, number in tally["statuses"].items():
            statuses["none, the connection was cut" if status == "0" else f"{status[0]}xx"] += number
        if label.startswith("pages"):
            views |= {view for view in tally["views"] if not view.startswith("(")}
            roles.update(tally["roles"])
        for view, worst in tally["slow"].items():
            slow[view] = max(slow.get(view, 0.0), worst)
    # Both towns have the same pages.
    one = {label: tally for (database, label), tally in tallies.items() if database == "SQLite"}
    pages = [tally for label, tally in one.items() if label.startswith("pages")]
    rows: list[tuple[str, str]] = [
        ("inputs", f"{kinds.total():,}"),
        *((f"… on {database}", f"{number:,}") for database, number in databases.items()),
        *((f"… {kind}", f"{number:,}") for kind, number in sorted(kinds.items())),
        ("addresses of the URLconf reached", f"{len(views):,}"),
        ("pages in states, as somebody opens them", f"{sum(tally['addresses'] for tally in pages):,}"),
        ("forms found on them", f"{sum(tally['forms'] for tally in pages):,}"),
        ("operations of the API", f"{one['api']['forms']:,}"),
        ("roles", f"{len(roles) - 1}"),
        *((f"answers {status}", f"{number:,}") for status, number in sorted(statuses.items())),
        ("**answers 5xx, unescaped canaries, ways to strangers, answers not as described (kinds)**", f"**{faults}**"),
        ("views with an answer slower than 2 s", f"{len(slow)}"),
    ]
    worst = ", ".join(
        f"{view} {seconds:.1f} s" for view, seconds in sorted(slow.items(), key=lambda each: -each[1])[:8]
    )
    prove(
        TOPIC,
        title="Input that nobody would type",
        command="make fuzz",
        columns=("what", "figure"),
        rows=rows,
        notes=[
            (
                f"Seed {seed}; {seconds:.0f} s. Forms are filled in from what the page offers, with some fields hostile, missing, "
                "twice or a file (tests/fuzzing/corpus.py); a quarter is as the page wants it but for one part; each input meets the example "
                "town as it was, the last ones keep what they do. The API is called by schemathesis from its own OpenAPI description. A share goes over a "
                "connection to a real server."
            ),
            f"Slow, beside everything else that this machine did: {worst or 'none'}.",
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
